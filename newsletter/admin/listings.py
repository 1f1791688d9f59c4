"""The newsletter in the admin's menu."""

from wagtail.admin.ui.tables import Column, DateColumn

from newsletter.models import IssuePage
from programme.admin.listings import Listing, columns


class IssueListing(Listing):
    name = "newsletter-issues"
    model = IssuePage
    plural = "Issues"
    icon = "mail"
    ordering = "-date"
    list_display = columns(
        Column("number", label="Number", sort_key="number"),
        DateColumn("date", label="Date", sort_key="date"),
        Column("archived", label="Went out", accessor=lambda page: "Yes" if page.has_gone_out else "No"),
    )
