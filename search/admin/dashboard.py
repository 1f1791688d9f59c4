"""The search on the dashboard: recent searches without results."""

from wagtail.admin.ui.components import Component

from cms.editing.permissions import NOTHING, DeskContext

from .report import found_nothing_lately, may_see_queries


class SearchPanel(Component):
    """For users who may see the report, if there are such searches."""

    name = "search"
    template_name = "search/admin/dashboard.html"
    order = 70

    def get_context_data(self, parent_context):
        asked = DeskContext.by(parent_context["request"])
        sees = may_see_queries(asked.user) and asked.rows() != NOTHING
        return {"number": found_nothing_lately(asked.site) if sees else 0}
