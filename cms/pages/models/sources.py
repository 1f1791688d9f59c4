"""The sources of a page."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable, Page

from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.graphql.fields import GraphQLPartialDate, GraphQLText


class PageSource(Orderable):
    """A document, page or minutes from which facts of a page are taken. Any page can have sources."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=250, help_text="Its title, as given by its publisher.")
    publisher = models.CharField(max_length=150, blank=True, help_text="The organisation that published it.")
    address = models.URLField(max_length=500, blank=True, help_text="Where to read it, if it is published.")
    date = PartialDateField(
        "published",
        null=True,
        blank=True,
        help_text="As precisely as it is known: “2 March 2017”, “March 2017” or “2017”.",
    )
    date_precision = PrecisionField()
    supports = models.CharField(
        "what it supports", max_length=300, blank=True, help_text="The facts on this page that come from it."
    )

    visibility_parent = "page"
    panels = [
        "title",
        FieldRowPanel(["publisher", "date"]),
        "address",
        "supports",
    ]
    graphql_fields = [
        GraphQLText("title", description="Its title."),
        GraphQLText("publisher", description="The organisation that published it; may be empty."),
        GraphQLText("address", description="Where to read it; may be empty."),
        *GraphQLPartialDate(
            "date",
            required=False,
            description="When it was published; the first day of the month or year if no more is known.",
        ),
        GraphQLText("supports", description="The facts on the page that come from it; may be empty."),
    ]

    def __str__(self):
        return self.title

    @property
    def facts(self) -> str:
        """Publisher and date on one line, as far as they are known."""
        known = PartialDate.of(self, "date")
        return ", ".join(filter(None, [self.publisher, str(known) if known else ""]))
