"""The programme in the admin: its lists in the menu, its panels on the dashboard."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from programme.admin.calendar import AddressView, CalendarView, ChangeAddressView
from programme.admin.dashboard import AttentionPanel, NextStepsPanel, ProgrammePanel
from programme.admin.desk import AttentionView, MessageHouseView
from programme.admin.listings import ProgrammeGroup
from programme.content_loader import memory


@hooks.register("register_admin_viewset")
def register_lists():
    return ProgrammeGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [NextStepsPanel(), AttentionPanel(), ProgrammePanel()]


@hooks.register("register_log_actions")
def name_loading_in_histories(actions):
    actions.register_action(memory.ACTION, "Load from files", "Loaded from the content files")


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("attention/", AttentionView.as_view(), name="attention"),
        path("calendar/", CalendarView.as_view(), name="calendar"),
        path("calendar/address/", AddressView.as_view(), name="calendar_address"),
        path("calendar/address/change/", ChangeAddressView.as_view(), name="change_calendar_address"),
        path("message-house/", MessageHouseView.as_view(), name="message_house"),
    ]


# Behind the lists of the menu “Programme”, which are what editors open most.


@hooks.register("register_programme_menu_item")
def register_calendar():
    return MenuItem("Calendar", reverse("calendar"), name="calendar", icon_name="calendar-alt", order=900)


@hooks.register("register_programme_menu_item")
def register_message_house():
    return MenuItem("Message house", reverse("message_house"), name="message-house", icon_name="openquote", order=910)


@hooks.register("register_programme_menu_item")
def register_attention():
    return MenuItem("What needs attention", reverse("attention"), name="attention", icon_name="warning", order=920)
