"""The terms that classify pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.search import index

from cms.graphql.fields import GraphQLConnection, GraphQLText, GraphQLTextIn
from cms.models import ProgrammeTerm, TranslatedTextsPanel
from cms.pages.programme_term_forms import ProgrammeTermForm, SeveralSitesPanel
from cms.signposts.groups import LONGEST_KEY, HelpGroup
from programme.graphql.signposts import signposts_field

FOR_EVERYBODY = "Those whom it concerns most. Everybody can read it all the same."


class Topic(ProgrammeTerm):
    """A topic of pages."""

    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLConnection("news", "programme.NewsPage", via="topics", description="News about it, newest first."),
        GraphQLConnection(
            "publications",
            "programme.PublicationPage",
            via="topics",
            description="Publications about it, newest first.",
        ),
    ]


class Theme(ProgrammeTerm):
    """One of the areas of improvement under which recommendations are grouped."""

    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists, lowest first.")

    panels = [*ProgrammeTerm.panels, "order"]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLConnection(
            "commitments", "programme.CommitmentPage", via="theme", description="The recommendations under it."
        ),
    ]

    class Meta(ProgrammeTerm.Meta):
        ordering = ["order", "name"]


class SubjectArea(ProgrammeTerm):
    """A part of the system that a recommendation concerns: the second classification beside the theme."""

    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists, lowest first.")

    panels = [*ProgrammeTerm.panels, "order"]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLConnection(
            "commitments", "programme.CommitmentPage", via="areas", description="The recommendations that concern it."
        ),
    ]

    class Meta(ProgrammeTerm.Meta):
        ordering = ["order", "name"]


class PolicyArea(ProgrammeTerm):
    """An area of the team's work that is not a work stream."""

    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLConnection("duties", "programme.Duty", via="policy_area", description="Those who look after it."),
    ]


class Organisation(ProgrammeTerm):
    """An organisation that takes part in the programme or is responsible for part of it."""

    translated_fields = ("name", "short_name", "description")
    without_case = ("name",)

    short_name = models.CharField(max_length=40, blank=True, help_text="Abbreviation, such as UN.")
    address = models.URLField(blank=True, help_text="Its website.")

    panels = [*ProgrammeTerm.panels, "short_name", "address"]
    search_fields = [*ProgrammeTerm.search_fields, index.SearchField("short_name", boost=2)]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLText("short_name", description="Abbreviation; may be empty."),
        GraphQLTextIn("short_name"),
        GraphQLText("address", description="Its website; may be empty."),
        GraphQLConnection(
            "commitments",
            "programme.CommitmentPage",
            via="responsible_body",
            description="The recommendations and actions for which it is responsible.",
        ),
        GraphQLConnection(
            "publications", "programme.PublicationPage", via="publisher", description="Its publications, newest first."
        ),
        GraphQLConnection(
            "events", "programme.EventPage", via="host", description="Events that it holds, latest first."
        ),
        GraphQLConnection(
            "memberships", "programme.Membership", via="organisation", description="Its seats in groups."
        ),
    ]

    def clean(self):
        self.name = " ".join(self.name.split())
        super().clean()


class AudienceForm(ProgrammeTermForm):
    """Offers the hub's groups for signposts, and that of the audience although it is no longer public."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("help_group"):
            self.fields["help_group"] = forms.ChoiceField(
                choices=[("", "---------"), *HelpGroup.choices([self.instance.help_group])],
                required=False,
                label=plain.label,
                help_text=plain.help_text,
            )


class Audience(ProgrammeTerm):
    """A group of people for whom pages are written or events held."""

    help_group = models.CharField(
        "signposts for",
        max_length=LONGEST_KEY,
        blank=True,
        default="",
        db_default="",
        help_text="Choose among the people whom signposts are for: the audience's page then names the services that help "
        "them.",
    )

    base_form_class = AudienceForm
    panels = [*ProgrammeTerm.panels, "help_group"]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        signposts_field(),
        GraphQLConnection(
            "events", "programme.EventPage", via="audiences", description="Events for them, newest first."
        ),
        GraphQLConnection("news", "programme.NewsPage", via="audiences", description="News for them, newest first."),
        GraphQLConnection(
            "publications",
            "programme.PublicationPage",
            via="audiences",
            description="Publications for them, newest first.",
        ),
        GraphQLConnection(
            "collections",
            "programme.DocumentCollectionPage",
            via="audiences",
            description="Collections for them, in the order that editors gave them.",
        ),
        GraphQLConnection(
            "key_messages",
            "programme.KeyMessagePage",
            via="audiences",
            description="Key messages for them, in the order that editors gave them.",
        ),
        GraphQLConnection(
            "pages", "programme.AudiencePage", via="audience", description="The pages about what concerns them."
        ),
    ]

    def clean(self):
        super().clean()
        if self.help_group and not HelpGroup.is_key(self.help_group):
            raise ValidationError({"help_group": f"There is no group for signposts “{self.help_group}”."})


class GlossaryTerm(ProgrammeTerm):
    """A word or abbreviation that needs explaining. `name` is the form used in texts, such as NGO."""

    translated_fields = ("name", "long_form", "description")

    long_form = models.CharField(max_length=200, blank=True, help_text="What the letters stand for.")

    panels = [
        "name",
        "long_form",
        "description",
        "slug",
        SeveralSitesPanel("site"),
        TranslatedTextsPanel(),
    ]
    search_fields = [*ProgrammeTerm.search_fields, index.SearchField("long_form", boost=2)]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLText("long_form", description="What the letters stand for; empty for a plain word."),
        GraphQLTextIn("long_form"),
    ]
