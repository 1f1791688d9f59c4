"""The programme's part of the dashboard: where to begin, what needs attention, and how far the programme is.

A panel is a Component with a template. What it shows costs the same number of queries however much there is.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms import attention
from cms.dates import today
from cms.delivery.viewer import visibility_of
from cms.editing import Asked
from programme.models import CommitmentPage, GroupIndexPage, NewsIndexPage, NewsPage
from programme.site import record, words
from programme.site.progress import ledgers, sentences

from .listings import CommitmentListing, MeetingListing

MOST = 3  # of each group on the dashboard; the rest is on a page of its own


@dataclass(frozen=True)
class Step:
    """Something that the user may do next, and where."""

    label: str
    explanation: str
    icon: str
    url: str


def next_steps(user: User) -> list[Step]:
    """Return what editors do most, as far as this user may."""
    steps = []
    news = NewsIndexPage.objects.first()
    if news and news.permissions_for_user(user).can_add_subpage():
        steps.append(
            Step(
                "Write news",
                "A new item on the list of news.",
                "doc-full-inverse",
                reverse("wagtailadmin_pages:add", args=[NewsPage._meta.app_label, NewsPage._meta.model_name, news.pk]),
            )
        )
    commitment = CommitmentPage.objects.order_by("-live").first()
    if commitment and commitment.permissions_for_user(user).can_edit():
        steps.append(
            Step(
                "Record progress",
                "Choose a recommendation or an action, say how far it is and what shows it.",
                CommitmentListing.icon,
                reverse("programme_choose"),
            )
        )
    groups = GroupIndexPage.objects.first()
    if groups and groups.get_children_count() and groups.permissions_for_user(user).can_add_subpage():
        steps.append(
            Step(
                "Add a meeting",
                "A date ahead with its agenda, or one that was held with its minutes.",
                MeetingListing.icon,
                reverse(f"{MeetingListing.name}:choose_parent"),
            )
        )
    return steps


class NextStepsPanel(Component):
    name = "next_steps"
    template_name = "cms/admin/next_steps.html"
    order = 100

    def get_context_data(self, parent_context):
        return {"steps": next_steps(parent_context["request"].user)}


class ProgrammePanel(Component):
    name = "programme"
    template_name = "cms/admin/programme.html"
    order = 110

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        # Counted as the public pages count, so that both always say the same.
        visibility = visibility_of(request)
        counted = ledgers(visibility)
        return {"sentences": sentences(counted, today()), "record": record.ended(visibility)}


class AttentionPanel(Component):
    """The first lines of each group of what needs attention, and in one sentence what is in order."""

    name = "attention"
    template_name = "programme/admin/attention_panel.html"
    order = 105

    def get_context_data(self, parent_context):
        found = attention.groups(Asked.by(parent_context["request"]))
        return {
            "groups": [(group, group.lines[:MOST]) for group in found if group.lines],
            "in_order": words.listed([group.name for group in found if not group.lines], "or"),
        }
