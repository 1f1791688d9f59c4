"""The report “Counts” in the admin."""

from django.urls import path, reverse
from wagtail import hooks

from cms.editing.menu_items import GuardedMenuItem
from measures.counts.admin import CountsView, may_see_counts


@hooks.register("register_admin_urls")
def register_urls():
    return [path("reports/counts/", CountsView.as_view(), name="counts")]


@hooks.register("register_reports_menu_item")
def offer_counts():
    return GuardedMenuItem(
        "Counts", reverse("counts"), name="counts", icon_name="order", order=660, may_see=may_see_counts
    )
