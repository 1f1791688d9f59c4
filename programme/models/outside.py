"""Policies, legislation, publications and websites of others, to which pages refer."""

from django.db import models
from django.utils.translation import gettext_noop as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.search import index

from cms.base.local_texts import hub_text
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.graphql.fields import GraphQLConnection, GraphQLKind, GraphQLPartialDate, GraphQLText
from cms.models import ProgrammeTerm, TranslatedTextsPanel
from cms.pages.models.snippets import in_programme
from cms.pages.programme_term_forms import SeveralSitesPanel
from programme.choices import OutsideKind


class OutsideRecord(ProgrammeTerm):  # type: ignore[django-manager-missing]  # Wagtail’s `Orderable` has no types
    """A policy, legislation, publication or website of others: kept once, with its address, for all pages that refer to
    it."""

    # Unlike the name of a term, a title may be long, and two editions may share it.
    unique_in_programme = ("slug",)
    name = models.CharField("title", max_length=250, help_text="Its title, as given by its publisher.")
    kind = models.CharField(max_length=20, choices=OutsideKind)
    description = models.TextField(
        "summary", blank=True, help_text="Its content in one or two sentences, in plain words. Optional."
    )
    publisher = models.CharField(max_length=150, blank=True, help_text="The organisation that published it.")
    date = PartialDateField(
        "published",
        null=True,
        blank=True,
        help_text="As precisely as it is known: “2 March 2017”, “March 2017” or “2017”.",
    )
    date_precision = PrecisionField()
    address = models.URLField(
        max_length=500, blank=True, help_text="Where to read it. If it is empty, readers see that no address is known."
    )
    jurisdiction = models.CharField(
        max_length=120, blank=True, help_text="Where it applies, such as a country. Mostly for policy and legislation."
    )

    panels = [
        "name",
        "slug",
        FieldRowPanel(["kind", "date"]),
        FieldRowPanel(["publisher", "jurisdiction"]),
        "address",
        "description",
        SeveralSitesPanel("site"),
        TranslatedTextsPanel(),
    ]
    search_fields = [
        *ProgrammeTerm.search_fields,
        index.SearchField("publisher"),
        index.SearchField("jurisdiction"),
        index.FilterField("kind"),
    ]
    graphql_fields = [
        *ProgrammeTerm.graphql_fields,
        GraphQLKind("kind", OutsideKind, description="Whether it is policy, legislation, a publication or a website."),
        GraphQLText("publisher", description="The organisation that published it; may be empty."),
        *GraphQLPartialDate(
            "date",
            required=False,
            description="When it was published; the first day of the month or year if no more is known.",
        ),
        GraphQLText("address", description="Where to read it; empty if no address is known."),
        GraphQLText("jurisdiction", description="Where it applies; may be empty."),
        GraphQLConnection(
            "work_streams",
            "programme.WorkStreamPage",
            via="outside_records",
            description="The streams to which it is related.",
        ),
        GraphQLConnection(
            "commitments",
            "programme.CommitmentPage",
            via="outside_records",
            description="The recommendations and actions to which it is related.",
        ),
        GraphQLConnection(
            "publications",
            "programme.PublicationPage",
            via="outside_records",
            description="The publications to which it is related.",
        ),
        GraphQLConnection(
            "key_messages",
            "programme.KeyMessagePage",
            via="outside_records",
            description="The key messages to which it is related.",
        ),
        GraphQLConnection(
            "collection_items",
            "programme.CollectionItem",
            via="record",
            description="Its places in collections.",
        ),
    ]

    class Meta(ProgrammeTerm.Meta):
        verbose_name = "outside record"
        constraints = in_programme("slug")

    @property
    def facts(self) -> list[str]:
        """Kind, publisher, date and jurisdiction, as far as they are known, and that the address isn't."""
        known = PartialDate.of(self, "date")
        texts = [hub_text(self.get_kind_display()), self.publisher, str(known) if known else "", self.jurisdiction]
        return [text for text in texts if text] + ([] if self.address else [hub_text(_("No address known"))])
