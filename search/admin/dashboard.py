"""The search on the dashboard: whether people look for what isn't there."""

from wagtail.admin.ui.components import Component

from .report import found_nothing_lately, may_see_queries


class SearchPanel(Component):
    """For those who may see what people search for, as long as there is something to do about it."""

    name = "search"
    template_name = "search/admin/dashboard.html"
    order = 130

    def get_context_data(self, parent_context):
        return {"number": found_nothing_lately() if may_see_queries(parent_context["request"].user) else 0}
