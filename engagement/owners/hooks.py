"""Owners' reports in the admin's menu and above commitments."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.editing.menu_items import GuardedMenuItem
from programme.entries import may_record
from programme.models import CommitmentPage

from .admin.mixins import ICON, TITLE, may_see
from .admin.views import CommitmentOwnerView, OwnerReportsView, OwnerReportView


@hooks.register("register_admin_urls")
def register_owner_urls():
    return [
        path("owner-reports/", OwnerReportsView.as_view(), name="owner_reports"),
        path("owner-reports/<int:report_id>/", OwnerReportView.as_view(), name="owner_report"),
        path("owner-reports/of/<int:page_id>/", CommitmentOwnerView.as_view(), name="owner_reports_of"),
    ]


@hooks.register("register_programme_menu_item")
def register_owner_reports():
    return GuardedMenuItem(
        TITLE, reverse("owner_reports"), name="owner-reports", icon_name=ICON, order=935, may_see=may_see
    )


@hooks.register("register_page_header_buttons")
def offer_the_owner_of_a_commitment(page, user, view_name, next_url=None):
    """On a commitment, lead to its owner and their reports."""
    if isinstance(page, CommitmentPage) and page.pk and may_see(user) and may_record(page, user):
        yield Button("Owner and reports", reverse("owner_reports_of", args=[page.pk]), icon_name=ICON, priority=8)
