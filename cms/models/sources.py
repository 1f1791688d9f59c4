"""Where the facts of a page come from."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page

from cms.graphql.fields import GraphQLPartialDate, GraphQLText
from cms.partial_dates import PartialDate, PartialDateField, PrecisionField


class PageSource(Orderable):
    """A document, page or minute from which facts of a page are taken. Any page can have them."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=250, help_text="What it is called, as its publisher calls it.")
    publisher = models.CharField(max_length=150, blank=True, help_text="Who published it.")
    address = models.URLField(max_length=500, blank=True, help_text="Where it can be read, if anywhere.")
    date = PartialDateField(
        "published",
        null=True,
        blank=True,
        help_text="As exactly as it is known: “2 March 2017”, “March 2017” or “2017”.",
    )
    date_precision = PrecisionField()
    supports = models.CharField(
        "what it supports", max_length=300, blank=True, help_text="Which facts of this page come from it."
    )

    visibility_parent = "page"
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("date")]),
        FieldPanel("address"),
        FieldPanel("supports"),
    ]
    graphql_fields = [
        GraphQLText("title", description="What it is called."),
        GraphQLText("publisher", description="Who published it; may be empty."),
        GraphQLText("address", description="Where it can be read; may be empty."),
        *GraphQLPartialDate(
            "date",
            required=False,
            description="When it was published; the first day of the month or year if no more is known.",
        ),
        GraphQLText("supports", description="Which facts of the page come from it; may be empty."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.title

    @property
    def facts(self) -> str:
        """Publisher and date in a line, as far as they are known."""
        known = PartialDate.of(self, "date")
        return ", ".join(filter(None, [self.publisher, str(known) if known else ""]))
