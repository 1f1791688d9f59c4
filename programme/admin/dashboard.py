"""The programme's part of the dashboard: where to begin, how far the programme is, and what is missing.

A panel is a Component with a template. What it shows costs the same number of queries however much there is.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.dates import today
from cms.graphql.visibility import Visibility
from programme.choices import MeetingState, StreamState
from programme.models import CommitmentPage, Duty, GroupIndexPage, MeetingPage, NewsIndexPage, NewsPage, WorkStreamPage
from programme.site.progress import ledgers, sentences

from .listings import CommitmentListing, MeetingListing

MOST = 5  # longest list on the dashboard; the rest is in the lists of the menu


@dataclass(frozen=True)
class Step:
    """Something that the user may do next, and where."""

    label: str
    explanation: str
    icon: str
    url: str


def next_steps(user: AbstractBaseUser) -> list[Step]:
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


def streams_without_lead() -> QuerySet:
    """Return the streams at work that nobody leads, in the programme's order."""
    leads = Duty.objects.filter(Duty.leading_now(), work_stream=OuterRef("pk"), page__live=True)
    return WorkStreamPage.objects.filter(~Exists(leads), live=True, state=StreamState.ACTIVE).order_by("path")


def meetings_without_minutes() -> QuerySet:
    """Return the meetings that are over and still said to be planned or to have minutes to follow, latest first."""
    over = Q(state=MeetingState.HELD) | Q(state=MeetingState.PLANNED, date__lt=today())
    return MeetingPage.objects.filter(over, live=True).order_by("-date")


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
        counted = ledgers(CommitmentPage.objects.all(), Visibility.for_request(request))
        return {
            "sentences": sentences(counted, today()),
            "gaps": [
                _gap("Work streams without a lead", streams_without_lead(), request.user),
                _gap("Meetings held without minutes", meetings_without_minutes(), request.user),
            ],
        }


def _gap(heading: str, pages: QuerySet, user: AbstractBaseUser) -> dict:
    """Return a list for the template: the first pages, each with whether the user may edit it, and how many more."""
    found = list(pages.defer_streamfields())
    shown = [{"page": page, "may_edit": page.permissions_for_user(user).can_edit()} for page in found[:MOST]]
    return {"heading": heading, "rows": shown, "more": len(found) - len(shown)}
