"""Events for leaders, practitioners and others."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.base.choices import DatePrecision
from cms.base.local_texts import hub_text
from cms.base.partial_date_fields import PartialDateTimeField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.delivery.seo import Seo
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLConnection,
    GraphQLDateTime,
    GraphQLKind,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow, IndexPage
from cms.pages.kinds import PageKind, Reminder, when
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.pages.rows import RowsPanel
from cms.visibility.moments import Moments, register, rows_of
from cms.vocabularies.fields import VocabularyField
from programme.blocks import ProgrammeStreamBlock
from programme.choices import EVENT_KINDS

from .contact_points import organisation_with
from .key_messages import TICKED_BY_BLOCKS, CarriedMessagesForm
from .own_contact import contact_field, own_contact


class EventIndexPage(IndexPage):
    """The list of events."""

    item_models = ("programme.EventPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.EventPage"]
    graphql_fields = [*IndexPage.graphql_fields]


class EventPage(BasePage):
    """An event, and afterwards its outcome."""

    kind = VocabularyField(max_length=20, vocabulary=EVENT_KINDS)
    start = PartialDateTimeField(
        help_text="When it begins, by the hub's clock. If you give only the day, month or year, readers see just that.",
    )
    start_precision = PrecisionField(exact=DatePrecision.TIME)
    end = PartialDateTimeField(is_end=True, help_text="When it ends; for an event in “May 2017”, repeat “May 2017”.")
    end_precision = PrecisionField(exact=DatePrecision.TIME)
    place = models.CharField(max_length=200, blank=True, help_text="Venue and town.")
    online_address = models.URLField(blank=True, help_text="Where to join, if online.")
    summary = models.CharField(max_length=250, help_text="What it is and who it is for, 250 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True)
    host = models.ForeignKey(
        "programme.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    audiences = ParentalManyToManyField("programme.Audience", blank=True, related_name="events")
    outcome = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Afterwards: the outcome.")
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="events")
    key_messages = ParentalManyToManyField("programme.KeyMessagePage", blank=True, related_name="events")
    contact_point = own_contact()

    base_form_class = CarriedMessagesForm
    page_kind = PageKind(
        "event",
        "Event",
        "Events",
        icon="calendar",
        order=80,
        date="start",
        end="end",
        facts=lambda page: [when(page), hub_text(page.get_kind_display()), page.place],
        streams="work_streams",
        audiences="audiences",
        feed=True,
        feed_text=lambda page: ". ".join(filter(None, [when(page), page.place, page.summary])),
        feed_order=40,
        calendar=True,
        diary=True,
        columns=("kind",),
        menu_order=80,
        remind=Reminder("outcome", after="end", missing="an outcome"),
    )
    list_order = ("-start",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("outcome"),
        index.SearchField("place"),
        index.FilterField("start"),
        index.FilterField("kind"),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        MultiFieldPanel(
            [
                "kind",
                FieldRowPanel(["start", "end"]),
                "place",
                "online_address",
                "host",
                "contact_point",
            ],
            "When and where",
        ),
        "body",
        MultiFieldPanel(
            [
                ChoicesPanel("audiences"),
                ChoicesPanel("work_streams"),
                ChoicesPanel("key_messages", help_text=TICKED_BY_BLOCKS),
            ],
            "Where it belongs",
        ),
        "outcome",
        RowsPanel("materials", heading="Materials", label="Material"),
    ]
    parent_page_types = ["programme.EventIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLKind("kind", EVENT_KINDS, description="Its audience, in the strategy's words."),
        *GraphQLPartialDate(
            "start",
            kind=GraphQLDateTime,
            description="When it begins; the start of the day, month or year if only that is known.",
        ),
        *GraphQLPartialDate(
            "end",
            kind=GraphQLDateTime,
            description="When it ends; the last second of the day, month or year if only that is known.",
        ),
        GraphQLText("place", description="Venue and town; may be empty."),
        GraphQLText("online_address", description="Where to join online; may be empty."),
        GraphQLText("summary", description="What it is and who it is for."),
        GraphQLBlocks("body", description="The announcement, block by block."),
        GraphQLOne("host", "programme.Organisation", description="The organisations that hold it."),
        contact_field(),
        GraphQLConnection("audiences", "programme.Audience", via="events", description="The audiences it is for."),
        GraphQLBlocks("outcome", description="The outcome, block by block; empty beforehand."),
        GraphQLRows("materials", "programme.EventMaterial", via="page", description="Documents from the event."),
        GraphQLConnection(
            "work_streams", "programme.WorkStreamPage", via="events", description="The streams that it belongs to."
        ),
        GraphQLConnection(
            "key_messages", "programme.KeyMessagePage", via="events", description="The key messages it expresses."
        ),
    ]

    share_type = "article"

    class Meta:
        indexes = [models.Index(fields=["-start", "-page_ptr"], name="event_by_start")]

    def is_over_at(self, moment: datetime.datetime) -> bool:
        """Say whether the event is over, so that `online_address` isn't offered any more."""
        return self.end <= moment

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        places = []
        if self.place:
            places.append({"@type": "Place", "name": self.place})
        if self.online_address:
            places.append({"@type": "VirtualLocation", "url": self.online_address})
        host = seo.related("host")
        return {
            "@type": "Event",
            "startDate": PartialDate.of(self, "start").iso,
            "endDate": PartialDate.of(self, "end").iso,
            "location": places,
            "organizer": organisation_with(
                {"@type": "Organization", "name": host.name} if host else seo.organisation, seo
            ),
        }

    def clean(self):
        super().clean()
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": "The event ends before it starts."})


# At these times the lists of upcoming and past events change, and so does the event's own page.
register(Moments(rows_of(EventPage), "end"))


class EventMaterial(DocumentRow):
    """A document from an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="materials")

    graphql_fields = [*DocumentRow.graphql_fields]
