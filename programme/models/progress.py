"""The page that says how far the programme is."""

from typing import Any

from django.db import models
from django.http import Http404
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.graphql.fields import GraphQLBlocks, GraphQLText
from cms.models import BasePage
from cms.panels import SummaryPanel
from cms.seo import Seo
from programme.blocks import ProgrammeStreamBlock

# What can be asked for below the page's own address: the same commitments as files.
FILES = ("data.csv", "data.json")


class ProgressPage(BasePage):
    """How far the recommendations and actions are, on any day; figures and table come from the ledgers."""

    summary = models.CharField(max_length=300, blank=True, help_text="One or two sentences under the title.")
    body = StreamField(
        ProgrammeStreamBlock(), blank=True, help_text="What readers should know about the figures. Stands below them."
    )

    item_models = ("programme.CommitmentPage",)
    max_count = 1
    list_order = ("path",)
    search_fields = [*BasePage.search_fields, index.SearchField("summary", boost=2), index.SearchField("body")]
    content_panels = [*BasePage.content_panels, SummaryPanel("summary"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = "How far the programme is, with figures, a chart and a table made from what is recorded."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="One or two sentences under the title; may be empty."),
        GraphQLBlocks("body", description="What to know about the figures, block by block."),
    ]

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        from programme.site import record  # it imports the models

        return record.json_ld(seo.context.visibility)

    def route(self, request, path_components):
        """Answer `data.csv` and `data.json` under the page's address too."""
        if len(path_components) == 1 and path_components[0] in FILES:
            if not self.live:
                raise Http404
            return RouteResult(self, kwargs={"file": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request, file: str = ""):
        from programme.site import progress_data  # it imports the models

        if not file:
            return super().serve(request)
        self.require_published(request)
        return progress_data.answer(request, file)

    def get_context(self, request, *args, **kwargs):
        from programme.site import progress_page  # it imports the models

        return super().get_context(request, *args, **kwargs) | progress_page.page(self, request)
