"""Signposts: services that help people in need, as records used by pages, search, letters and error pages."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin
from wagtail.search import index

from cms.base.dates import today
from cms.base.local_texts import LocalText
from cms.graphql.fields import (
    GraphQLBoolean,
    GraphQLChoices,
    GraphQLDate,
    GraphQLText,
    GraphQLTextIn,
    GraphQLTexts,
    deprecated,
)
from cms.pages.models.snippets import ProgrammeTerm, in_programme
from cms.pages.models.translated_texts import TranslatedTextsPanel
from cms.pages.programme_term_forms import ProgrammeTermForm, SeveralSitesPanel
from cms.signposts.choices import HelpAudience, HelpTopic, released, replaced_by
from cms.signposts.fields import SeveralKeysField, check_telephone, check_text_number, digits
from cms.signposts.groups import HelpGroup, HelpSubject
from cms.visibility.rule import Visibility

SIGNPOSTS = "signposts"
KINDS = {"audiences": HelpGroup, "topics": HelpSubject}
WAYS = ("telephone", "text_number", "chat_address", "address", "email")


class SignpostForm(ProgrammeTermForm):
    """Offers the hub's own groups and subjects, and those that the signpost has although they are no longer public."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind in KINDS.items():
            if name in self.fields:
                self.fields[name].choices = kind.choices(getattr(self.instance, name))


class GaelicPanel(FieldPanel):
    """The description in Gaelic: on a hub that has pages in it, or a signpost that is described in it."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            is_used = "gd" in dict(settings.LANGUAGES) or Signpost.objects.exclude(gaelic="").exists()
            return is_used and super().is_shown()


class Signpost(PreviewableMixin, ProgrammeTerm):
    """A service for people in need, such as a helpline, with its audiences and contact details."""

    of_today = True

    translated_fields = ("name", "description", "hours")

    # A programme may have a record of a service that all share.
    unique_in_programme = ("slug",)
    name = models.CharField(max_length=120, help_text="As readers should see it.")
    description = models.TextField(
        max_length=300,
        help_text="What it helps with, in one or two plain sentences to the person who needs it. 300 characters at most.",
    )
    gaelic = models.TextField(
        max_length=300,
        blank=True,
        help_text="The same in Gaelic. State that the service answers in Gaelic only if it says so itself.",
    )
    audiences = SeveralKeysField(HelpGroup, default=list, help_text="The people it is for.")
    topics = SeveralKeysField(
        HelpSubject,
        default=list,
        blank=True,
        help_text="The problems it helps with. If you choose none, it helps with anything.",
    )
    urgent = models.BooleanField(
        default=False, help_text="Whether it comes at once to somebody in danger, as an ambulance does."
    )
    telephone = models.CharField(
        max_length=40,
        blank=True,
        validators=[check_telephone],
        help_text="One number in digits, such as 01632 960001. Readers can tap it.",
    )
    text_number = models.CharField(
        "number for text messages",
        max_length=40,
        blank=True,
        validators=[check_text_number],
        help_text="Such as 85258.",
    )
    text_keyword = models.CharField(
        "word to text",
        max_length=20,
        blank=True,
        help_text="The word that a text message begins with, such as SHOUT; empty if there is none.",
    )
    chat_address = models.URLField("address of the chat", blank=True, help_text="The page on which its chat begins.")
    address = models.URLField(blank=True, help_text="Its website.")
    email = models.EmailField("e-mail", blank=True, help_text="Only if it answers people in need by e-mail.")
    hours = models.CharField(max_length=120, blank=True, help_text="Opening hours, such as “Every day, at any hour”.")
    language = models.CharField(
        max_length=120, default="English", help_text="The languages in which it answers, according to the service."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists, lowest first.")
    source = models.URLField(help_text="The page from which number, hours and addresses were taken.")
    checked_on = models.DateField(
        default=today, help_text="The day on which all of this was last compared with its source."
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        GaelicPanel("gaelic"),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("topics"), FieldPanel("urgent")], "Audiences and topics"),
        MultiFieldPanel(
            [
                FieldPanel("telephone"),
                FieldRowPanel([FieldPanel("text_number"), FieldPanel("text_keyword")]),
                FieldPanel("chat_address"),
                FieldPanel("address"),
                FieldPanel("email"),
                FieldPanel("hours"),
                FieldPanel("language"),
            ],
            "Contact details",
            help_text="At least one.",
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("checked_on")], "Source"),
        FieldPanel("order"),
        SeveralSitesPanel("site"),
        FieldPanel("slug"),
        TranslatedTextsPanel(),
    ]
    search_fields = [*ProgrammeTerm.search_fields, index.SearchField("telephone")]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLText("gaelic", description="The description in Gaelic; may be empty."),
        deprecated(
            GraphQLChoices(
                "audiences",
                HelpAudience,
                source="released_audiences",
                description="The people it is for, by released names.",
            ),
            replaced_by("audienceKeys"),
        ),
        GraphQLTexts("audience_keys", source="audiences", description="The people it is for: the keys of help groups."),
        deprecated(
            GraphQLChoices(
                "topics",
                HelpTopic,
                source="released_topics",
                description="The problems it helps with, by released names; empty for anything.",
            ),
            replaced_by("topicKeys"),
        ),
        GraphQLTexts("topic_keys", source="topics", description="The keys of those problems; empty for anything."),
        GraphQLBoolean("urgent", description="Whether it comes at once to somebody in danger."),
        GraphQLText("telephone", description="The number to ring, as readers should see it; may be empty."),
        GraphQLText(
            "telephone_link",
            description="The same as an address that a telephone can dial, such as tel:08001111; may be empty.",
        ),
        GraphQLText("text_number", description="The number for text messages; may be empty."),
        GraphQLText("text_keyword", description="The word that a text message begins with; may be empty."),
        GraphQLText("text_link", description="The same as an address, such as sms:85258?body=SHOUT; may be empty."),
        GraphQLText("chat_address", description="The page on which its chat begins; may be empty."),
        GraphQLText("address", description="Its website; may be empty."),
        GraphQLText("email", description="Its e-mail address; may be empty."),
        GraphQLText("hours", description="Opening hours; may be empty."),
        GraphQLTextIn("hours"),
        GraphQLText("language", description="The languages in which it answers."),
        GraphQLText("source", description="The page from which all of this was taken."),
        GraphQLDate("checked_on", description="The day on which it was last compared with its source."),
    ]

    base_form_class = SignpostForm

    class Meta(ProgrammeTerm.Meta):
        ordering = ["order", "name"]
        constraints = in_programme("slug")

    def get_preview_template(self, request, mode_name):
        return "cms/admin/signpost_preview.html"

    def get_preview_context(self, request, mode_name):
        return {"request": request, "signpost": self, "signposts": [self]}

    def clean(self):
        super().clean()
        if not any(getattr(self, name) for name in WAYS):
            raise ValidationError(
                {"telephone": "Give at least one contact: a number, a chat, a website or an e-mail address."}
            )
        if Signpost.objects.filter(name=self.name, site=self.site).exclude(pk=self.pk).exists():
            raise ValidationError({"name": "There is already a signpost with this name."})
        if self.text_keyword and not self.text_number:
            raise ValidationError({"text_number": "Give the number to which the word is sent, or remove the word."})
        if unknown := {name: text for name, kind in KINDS.items() if (text := self._unknown(name, kind))}:
            raise ValidationError(unknown)

    def _unknown(self, name: str, kind: type[HelpGroup | HelpSubject]) -> str:
        """Return a sentence about keys that nothing has; empty if there are none."""
        there = {*kind.usual(), *kind._default_manager.values_list("slug", flat=True)}
        wrong = [key for key in getattr(self, name) if key not in there]
        return f"There is no “{'”, “'.join(wrong)}”; there are {', '.join(sorted(there))}." if wrong else ""

    def text_in(self, name: str, language: str | None) -> LocalText:
        """As of every term; the description in Gaelic has a field of its own, because English pages show it too."""
        found = super().text_in(name, language)
        is_there = name == "description" and language == "gd" and self.gaelic and found.language != language
        return LocalText(self.gaelic, "gd") if is_there else found

    @property
    def released_audiences(self) -> list[str]:
        """Its audiences as values of the API."""
        return released(HelpAudience, self.audiences)

    @property
    def released_topics(self) -> list[str]:
        """Its topics as values of the API."""
        return released(HelpTopic, self.topics)

    @property
    def telephone_link(self) -> str:
        """The number as an address (RFC 3966); empty without a number."""
        return f"tel:{digits(self.telephone)}" if self.telephone else ""

    @property
    def text_link(self) -> str:
        """The number for text messages as an address (RFC 5724), with the word; empty without a number."""
        if not self.text_number:
            return ""
        return f"sms:{digits(self.text_number)}" + (f"?body={self.text_keyword}" if self.text_keyword else "")


def ways_to_reach() -> list[str]:
    """Return the telephone numbers and mailboxes of public signposts. One query."""
    rows = Signpost.objects.filter(live=True).values_list("telephone", "text_number", "email")
    return [contact for row in rows for contact in row if contact]


def signposts_of_hub(visibility: Visibility) -> models.QuerySet[Signpost]:
    """Return the public signposts for readers of the site in order, in the form that the frame reads."""
    here = Q(site=None) | Q(site=visibility.site_key)
    return visibility.filter(Signpost.objects.filter(here).order_by("order", "name"))
