"""Packs in the admin's menu and above meetings."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.editing.menu_items import GuardedMenuItem
from programme.models import MeetingPage

from .admin import urls
from .admin.views import ICON, may_see_some
from .services import may_make


@hooks.register("register_admin_urls")
def register_pack_urls():
    return [path("", include(urls))]


@hooks.register("register_programme_menu_item")
def register_packs():
    return GuardedMenuItem(
        "Meeting packs",
        reverse("meeting_packs"),
        name="meeting-packs",
        icon_name=ICON,
        order=940,
        may_see=may_see_some,
    )


@hooks.register("register_page_header_buttons")
def offer_the_pack_of_a_meeting(page, user, view_name, next_url=None):
    """On a meeting, lead to its pack."""
    if isinstance(page, MeetingPage) and page.pk and may_make(page, user):
        yield Button("Pack for this meeting", reverse("meeting_pack", args=[page.pk]), icon_name=ICON, priority=7)
