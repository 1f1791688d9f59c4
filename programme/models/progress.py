"""The page about the programme's progress."""

from django.db import models
from django.http import Http404
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.graphql.fields import GraphQLBlocks, GraphQLText
from cms.models import BasePage
from cms.pages import contexts
from cms.pages.panels import SummaryPanel
from programme.blocks import ProgrammeStreamBlock

# Files under the page's own address, with the same commitments.
FILES = ("data.csv", "data.json")


class ProgressPage(BasePage):
    """The progress of recommendations and actions on any day; figures and table come from the ledgers."""

    summary = models.CharField(max_length=300, blank=True, help_text="One or two sentences under the title.")
    body = StreamField(
        ProgrammeStreamBlock(), blank=True, help_text="Notes on the figures for readers, shown below them."
    )

    item_models = ("programme.CommitmentPage",)
    is_once_a_site = True
    max_count_per_parent = 1
    list_order = ("path",)
    search_fields = [*BasePage.search_fields, index.SearchField("summary", boost=2), index.SearchField("body")]
    content_panels = [*BasePage.content_panels, SummaryPanel("summary"), "body"]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = "The programme's progress: figures, a chart and a table, made from the entries recorded."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="One or two sentences under the title; may be empty."),
        GraphQLBlocks("body", description="Notes on the figures, block by block."),
    ]

    def route(self, request, path_components):
        """Also serve `data.csv` and `data.json` under the page's address."""
        if len(path_components) == 1 and path_components[0] in FILES:
            if not self.live:
                raise Http404
            return RouteResult(self, kwargs={"file": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request, file: str = ""):
        if not file:
            return super().serve(request)
        self.require_published(request)
        return contexts.files[ProgressPage](request, file)
