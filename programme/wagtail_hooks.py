"""The programme in the admin: its lists in the menu, its panels on the dashboard."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from cms.base.own_words import worded
from programme import beside, entries, meetings
from programme.admin import urls
from programme.admin.dashboard import AttentionPanel, ComingPanel, NextStepsPanel, ProgrammePanel, WaitingPanel
from programme.admin.intake import mixins
from programme.admin.listings import CommitmentListing, ProgrammeGroup
from programme.choices import MeetingState
from programme.content_loader import memory
from programme.intake import imports
from programme.models import CommitmentPage, GroupPage, MeetingPage, WorkStreamPage

RECORD = "Record progress"
TO_BE_AGREED = (MeetingState.HELD, MeetingState.MINUTES_DRAFT)


@hooks.register("register_admin_viewset")
def register_lists():
    return ProgrammeGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [WaitingPanel(), ComingPanel(), NextStepsPanel(), AttentionPanel(), ProgrammePanel()]


@hooks.register("register_admin_urls")
def register_urls():
    return [path("", include(urls))]


@hooks.register("register_page_header_buttons")
def offer_progress_above_pages(page, user, view_name, next_url=None):
    """On a commitment, link to the form for an entry; on a stream, to the choice of its commitments."""
    if isinstance(page, CommitmentPage):
        yield from offer_progress_in_lists(page, user, next_url)
    elif isinstance(page, WorkStreamPage) and page.permissions_for_user(user).can_edit():
        url = f"{reverse('programme_choose')}?stream={page.pk}"
        yield Button(RECORD, url, icon_name=CommitmentListing.icon, priority=5)


@hooks.register("register_page_header_buttons")
def offer_the_round_of_meetings(page, user, view_name, next_url=None):
    """On a group, links to plan its next meeting and to its open actions; on a meeting, to the agreement of its
    minutes."""
    if isinstance(page, GroupPage):
        permissions = page.permissions_for_user(user)
        if permissions.can_add_subpage():
            yield Button(
                "Plan the next meeting", reverse("programme_plan_meeting", args=[page.pk]), icon_name="date", priority=5
            )
        if permissions.can_edit():
            yield Button(
                worded("Open actions"), reverse("programme_actions", args=[page.pk]), icon_name="tasks", priority=6
            )
    elif isinstance(page, MeetingPage) and page.state in TO_BE_AGREED and beside.may_publish(page, user):
        yield Button(
            "Mark minutes as agreed", reverse("programme_agree", args=[page.pk]), icon_name="check", priority=5
        )


@hooks.register("register_page_listing_buttons")
def offer_progress_in_lists(page, user, next_url=None):
    if isinstance(page, CommitmentPage) and page.permissions_for_user(user).can_edit() and not page.alias_of_id:
        yield Button(RECORD, reverse("programme_record", args=[page.pk]), icon_name=CommitmentListing.icon, priority=5)


@hooks.register("insert_editor_js")
def add_scripts_of_forms():
    scripts = ((static(f"hub-admin/{name}.js"),) for name in ("attendance", "person"))
    return format_html_join("", '<script type="module" src="{}"></script>', scripts)


@hooks.register("register_log_actions")
def name_own_actions_in_histories(actions):
    actions.register_action(memory.ACTION, "Load from files", "Loaded from the content files")
    actions.register_action(entries.ACTION, "Record progress", "An entry was added to the ledger")
    actions.register_action(imports.ACTION, "Import", "Changed by an import")
    actions.register_action(imports.UNDO, "Take an import back", "An import was taken back")
    actions.register_action(meetings.AGREE, "Agree minutes", "The minutes were agreed")
    actions.register_action(meetings.CLOSE, worded("Close action"), worded("An action was closed"))


# After the lists of the menu “Programme”, which editors open most.


@hooks.register("register_programme_menu_item")
def register_calendar():
    return MenuItem("Calendar", reverse("calendar"), name="calendar", icon_name="calendar-alt", order=900)


@hooks.register("register_programme_menu_item")
def register_message_house():
    return MenuItem("Message house", reverse("message_house"), name="message-house", icon_name="openquote", order=910)


@hooks.register("register_programme_menu_item")
def register_attention():
    return MenuItem("What needs attention", reverse("attention"), name="attention", icon_name="warning", order=920)


@hooks.register("register_programme_menu_item")
def register_imports():
    return ImportsItem(mixins.TITLE, reverse("intakes"), name="imports", icon_name="upload", order=930)


class ImportsItem(MenuItem):
    """The entry of the menu, for those who may import."""

    def is_shown(self, request):
        return mixins.may_take_in(request.user)
