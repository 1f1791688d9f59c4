"""The search in the admin: the menu item of the report, and a line on the dashboard."""

from django.urls import path, reverse
from wagtail import hooks

from cms.editing.menu_items import GuardedMenuItem

from .admin import desk
from .admin.report import QueryReportView, SearchPanel, may_see_queries


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("search/", desk.search, name="desk_search"),
        path("search-queries/", QueryReportView.as_view(), name="search_queries"),
        path("search-queries/results/", QueryReportView.as_view(results_only=True), name="search_queries_results"),
    ]


@hooks.register("register_search_menu_item")
def register_report():
    return GuardedMenuItem(
        "What people search for",
        reverse("search_queries"),
        name="search-queries",
        icon_name="help",
        order=-1,
        may_see=may_see_queries,
    )


@hooks.register("register_admin_search_area")
def register_search():
    return desk.DeskSearchArea()


hooks.register("construct_search", desk.without_titles_only)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    panels.append(SearchPanel())
