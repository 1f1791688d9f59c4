"""Tells the rest of the hub about the figures of items."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Model
from wagtail.admin.widgets import Button

from cms.editing.records import record_links
from engagement.models import Engagement, SocialPost
from measures.models.items import objection_to

from . import sources

VIEW = "measures.view_itemfigure"


def register() -> None:
    """Register the sources of measures, and the way from a post or an engagement to its figures."""
    sources.register()
    record_links.add("measures.items", figures_of_record)


def figures_of_record(record: Model, user: User) -> Button | None:
    """Return the button that leads to the figures of a post or an engagement, once it can have any."""
    if not isinstance(record, SocialPost | Engagement) or not user.has_perm(VIEW) or objection_to(record):
        return None
    return Button("Figures", sources.address_of(record), icon_name="order", priority=75)
