"""Registration in the admin: its pages, and the button above events."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from programme.models import EventPage

from .admin.views import ICON, TITLE, EventRegistrationView, RegistrantsView, may_set


@hooks.register("register_admin_urls")
def register_registration_urls():
    return [
        path("event-registration/<int:event_id>/", EventRegistrationView.as_view(), name="event_registration"),
        path("event-registration/<int:event_id>/people/", RegistrantsView.as_view(), name="event_registrants"),
    ]


@hooks.register("register_page_header_buttons")
def offer_the_registration_of_an_event(page, user, view_name, next_url=None):
    """On an event, lead to its registration."""
    if isinstance(page, EventPage) and page.pk and may_set(page, user):
        yield Button(TITLE, reverse("event_registration", args=[page.pk]), icon_name=ICON, priority=8)
