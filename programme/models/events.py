"""Events for leaders, practitioners and others."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.choices import DatePrecision
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLChoice,
    GraphQLConnection,
    GraphQLDateTime,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow, IndexPage
from cms.panels import ChoicesPanel, SummaryPanel
from cms.partial_dates import PartialDate, PartialDateTimeField, PrecisionField
from cms.rows import RowsPanel
from cms.seo import Seo
from programme.blocks import ProgrammeStreamBlock
from programme.choices import EventKind


class EventIndexPage(IndexPage):
    """The list of events."""

    item_models = ("programme.EventPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.EventPage"]
    graphql_fields = [*IndexPage.graphql_fields]

    def get_context(self, request, *args, **kwargs):
        from programme.site import indexes  # it imports the models

        return super().get_context(request, *args, **kwargs) | indexes.events(self, request)


class EventPage(BasePage):
    """Something that people can come to, and afterwards what came of it."""

    kind = models.CharField(max_length=20, choices=EventKind)
    start = PartialDateTimeField(
        help_text="When it begins, in Scottish time. Without a time, or with the month or the year alone, readers see no more.",
    )
    start_precision = PrecisionField(exact=DatePrecision.TIME)
    end = PartialDateTimeField(is_end=True, help_text="When it is over; for an event in “May 2017”, the same again.")
    end_precision = PrecisionField(exact=DatePrecision.TIME)
    place = models.CharField(max_length=200, blank=True, help_text="Name and town of the place.")
    online_address = models.URLField(blank=True, help_text="Where to join, if online.")
    summary = models.CharField(max_length=250, help_text="What it is and for whom, 250 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True)
    host = models.ForeignKey(
        "programme.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    audiences = ParentalManyToManyField("programme.Audience", blank=True, related_name="events")
    outcome = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Afterwards: what came of it.")
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="events")
    key_messages = ParentalManyToManyField("programme.KeyMessagePage", blank=True, related_name="events")

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
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("place"),
                FieldPanel("online_address"),
                FieldPanel("host"),
            ],
            "When and where",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [ChoicesPanel("audiences"), ChoicesPanel("work_streams"), ChoicesPanel("key_messages")], "Where it belongs"
        ),
        FieldPanel("outcome"),
        RowsPanel("materials", heading="Materials", label="Material"),
    ]
    parent_page_types = ["programme.EventIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLChoice("event_kind", EventKind, source="kind", description="For whom it is, in the strategy's words."),
        *GraphQLPartialDate(
            "start",
            kind=GraphQLDateTime,
            description="When it begins; the first moment of the day, month or year if only that is known.",
        ),
        *GraphQLPartialDate(
            "end",
            kind=GraphQLDateTime,
            description="When it is over; the last second of the day, month or year if only that is known.",
        ),
        GraphQLText("place", description="Where it is; may be empty."),
        GraphQLText("online_address", description="Where to join online; may be empty."),
        GraphQLText("summary", description="What it is and for whom."),
        GraphQLBlocks("body", description="The announcement, block by block."),
        GraphQLOne("host", "programme.Organisation", description="Who holds it."),
        GraphQLConnection("audiences", "programme.Audience", via="events", description="For whom it is."),
        GraphQLBlocks("outcome", description="What came of it, block by block; empty beforehand."),
        GraphQLRows("materials", "programme.EventMaterial", via="page", description="Documents from the event."),
        GraphQLConnection(
            "work_streams", "programme.WorkStreamPage", via="events", description="The streams that it belongs to."
        ),
        GraphQLConnection(
            "key_messages", "programme.KeyMessagePage", via="events", description="The messages it carries."
        ),
    ]

    share_type = "article"

    class Meta:
        indexes = [models.Index(fields=["-start", "-page_ptr"], name="event_by_start")]

    def is_over_at(self, moment: datetime.datetime) -> bool:
        """Say whether it is over: then nobody is led to `online_address` any more."""
        return self.end < moment

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
            "organizer": {"@type": "Organization", "name": host.name} if host else seo.organisation,
        }

    def clean(self):
        super().clean()
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": "The event ends before it starts."})

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.event(self, request)


class EventMaterial(DocumentRow):
    """A document from an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="materials")

    graphql_fields = [*DocumentRow.graphql_fields]

    class Meta(DocumentRow.Meta):
        pass
