"""Registration in the admin: its pages, and the button above events."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from programme.models import EventPage

from .admin import urls
from .admin.mixins import ICON, TITLE, may_set


@hooks.register("register_admin_urls")
def register_registration_urls():
    return [path("", include(urls))]


@hooks.register("register_page_header_buttons")
def offer_the_registration_of_an_event(page, user, view_name, next_url=None):
    """On an event, lead to its registration."""
    if isinstance(page, EventPage) and page.pk and may_set(page, user):
        yield Button(TITLE, reverse("event_registration", args=[page.pk]), icon_name=ICON, priority=8)
