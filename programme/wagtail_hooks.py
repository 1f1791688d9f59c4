"""The programme in the admin: its lists in the menu, its panels on the dashboard."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from programme.admin import urls
from programme.admin.dashboard import NextStepsPanel, ProgrammePanel
from programme.admin.listings import CommitmentListing, ProgrammeGroup
from programme.content_loader import memory
from programme.models import CommitmentPage, WorkStreamPage

RECORD = "Record progress"


@hooks.register("register_admin_viewset")
def register_lists():
    return ProgrammeGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [NextStepsPanel(), ProgrammePanel()]


@hooks.register("register_admin_urls")
def register_urls():
    return [path("", include(urls))]


@hooks.register("register_page_header_buttons")
def offer_progress_above_pages(page, user, view_name, next_url=None):
    """On a commitment straight to its form; on a stream to the choice among its commitments."""
    if isinstance(page, CommitmentPage):
        yield from offer_progress_in_lists(page, user, next_url)
    elif isinstance(page, WorkStreamPage) and page.permissions_for_user(user).can_edit():
        url = f"{reverse('programme_choose')}?stream={page.pk}"
        yield Button(RECORD, url, icon_name=CommitmentListing.icon, priority=5)


@hooks.register("register_page_listing_buttons")
def offer_progress_in_lists(page, user, next_url=None):
    if isinstance(page, CommitmentPage) and page.permissions_for_user(user).can_edit() and not page.alias_of_id:
        yield Button(RECORD, reverse("programme_record", args=[page.pk]), icon_name=CommitmentListing.icon, priority=5)


@hooks.register("register_log_actions")
def name_own_actions_in_histories(actions):
    actions.register_action(memory.ACTION, "Load from files", "Loaded from the content files")
    actions.register_action("programme.progress.record", "Record progress", "An entry was added to the ledger")
