"""The programme's part of the dashboard: what waits for the user, what comes up, next steps, reminders and progress.

A panel is a Component with a template. Its number of queries doesn't depend on the amount of content.
"""

import datetime
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from cms.base import words
from cms.base.dates import today
from cms.base.own_words import worded
from cms.editing import attention, diary
from cms.editing.permissions import DeskContext
from cms.editing.shortcuts import shortcuts
from cms.editing.shown_rows import pages_shown
from cms.pages.viewer import visibility_of
from programme.models import CommitmentPage, GroupIndexPage, MeetingPage, NewsIndexPage, NewsPage
from programme.site import record
from programme.site.progress import ledgers, sentences

from .listings import CommitmentListing, ProgrammeGroup

MOST = 3  # of each group on the dashboard; the page “What needs attention” has the rest
AHEAD = datetime.timedelta(days=14)
MOST_COMING = 6


@dataclass(frozen=True)
class Step:
    """An action that the user may take next, and its address."""

    label: str
    explanation: str
    icon: str
    url: str


def next_steps(request) -> list[Step]:
    """Return the most frequent actions of editors in the programme at this address, as far as the user has permission."""
    steps, user, here = [], request.user, pages_shown(request)
    news = NewsIndexPage.objects.filter(here).first()
    if news and news.permissions_for_user(user).can_add_subpage():
        steps.append(
            Step(
                "Write news",
                "A new item on the list of news.",
                "doc-full-inverse",
                reverse("wagtailadmin_pages:add", args=[NewsPage._meta.app_label, NewsPage._meta.model_name, news.pk]),
            )
        )
    commitment = CommitmentPage.objects.filter(here).order_by("-live").first()
    if commitment and commitment.permissions_for_user(user).can_edit():
        steps.append(
            Step(
                "Record progress",
                worded("Choose a recommendation or an action, give its status and the evidence."),
                CommitmentListing.icon,
                reverse("programme_choose"),
            )
        )
    groups = GroupIndexPage.objects.filter(here).first()
    if groups and groups.get_children_count() and groups.permissions_for_user(user).can_add_subpage():
        steps.append(
            Step(
                "Add a meeting",
                "A future meeting with its agenda, or a past one with its minutes.",
                MeetingPage.page_kind.icon,
                reverse(f"{MeetingPage.page_kind.address}:choose_parent"),
            )
        )
    return steps


def additions(user: User) -> list[tuple[str, str]]:
    """Return labels and addresses of the forms for everything else that this user may add."""
    found = []
    if page_permission_policy.user_has_any_permission(user, {"add"}):
        found = [
            (listing.model.page_kind.label, reverse(f"{listing.name}:choose_parent"))
            for listing in ProgrammeGroup.items
            if listing.model not in (NewsPage, MeetingPage)
        ]
    return found + [
        (shortcut.label, reverse(shortcut.url_name))
        for shortcut in shortcuts.values()
        if user.has_perm(shortcut.permission)
    ]


class NextStepsPanel(Component):
    name = "next_steps"
    template_name = "cms/admin/next_steps.html"
    order = 30

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"steps": next_steps(request), "additions": additions(request.user)}


class ProgrammePanel(Component):
    name = "programme"
    template_name = "cms/admin/programme.html"
    order = 50

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        # Counted as on the public pages, so that both always agree.
        visibility = visibility_of(request)
        counted = ledgers(visibility)
        return {"sentences": sentences(counted, today()), "record": record.ended(visibility)}


class WaitingPanel(Component):
    """What waits for the user, the most urgent first."""

    name = "waiting"
    template_name = "programme/admin/waiting_panel.html"
    order = 15

    def get_context_data(self, parent_context):
        found = attention.groups(DeskContext.by(parent_context["request"]))
        return {"groups": [(group, group.lines[:MOST]) for group in found if group.waits and group.lines]}


class ComingPanel(Component):
    """The next entries of the calendar."""

    name = "coming"
    template_name = "programme/admin/coming_panel.html"
    order = 20

    def get_context_data(self, parent_context):
        asked = DeskContext.by(parent_context["request"])
        last = asked.today + AHEAD
        found = [
            # What takes several days has begun before, and is shown as of today.
            (entry if entry.day >= asked.today else replace(entry, day=asked.today))
            for entry in diary.entries(asked, asked.today, last)
            if entry.last >= asked.today
        ]
        return {"entries": found[:MOST_COMING], "more": max(0, len(found) - MOST_COMING), "days": AHEAD.days}


class AttentionPanel(Component):
    """The reminders that wait for nobody: a line for each group, with its first objects."""

    name = "attention"
    template_name = "programme/admin/attention_panel.html"
    order = 40

    def get_context_data(self, parent_context):
        found = [group for group in attention.groups(DeskContext.by(parent_context["request"])) if not group.waits]
        return {
            "groups": [(group, group.lines[:MOST]) for group in found if group.lines],
            "in_order": words.listed([group.name for group in found if not group.lines], "or"),
        }
