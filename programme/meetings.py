"""The cycle of a group's meetings: plan the next from the last, agree minutes, carry actions over until they are
closed.

An action is one row and belongs to the meeting that agreed it. Later meetings show the actions that were open on their
day. Nothing is copied: an action keeps its number and meeting, and closing it once closes it everywhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from wagtail.models import Page

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.own_words import worded
from cms.pages.addresses import free_slug
from programme import beside
from programme.choices import ActionState, AttendanceKind, MeetingState
from programme.models import Attendance, GroupPage, MeetingAction, MeetingPage

AGREE, CLOSE = "programme.minutes.agree", "programme.action.close"


class NotPossibleError(ValueError):
    """The request isn't possible in the current state. The message gives the reason in a sentence."""


def open_actions(group: GroupPage) -> QuerySet[MeetingAction]:
    """Return the group's published open actions, oldest meeting first."""
    found = MeetingAction.objects.filter(page__group=group.pk, state=ActionState.OPEN, page__live=True)
    return found.order_by("page__date", "number", "sort_order").select_related("page")


def proposed_agenda(group: GroupPage) -> list[str]:
    """Return the items with which every meeting begins and ends."""
    last = _meetings(group).exclude(state__in=[MeetingState.PLANNED, MeetingState.AGREED]).order_by("-date").first()
    minutes = [f"Minutes of the {last.title[0].lower()}{last.title[1:]}"] if last else []
    actions = [worded("Open actions")] if open_actions(group).exists() else []
    return [*minutes, *actions, "Any other business"]


@transaction.atomic
def plan_next(
    group: GroupPage,
    user: User,
    *,
    date: datetime.date,
    hours: tuple[datetime.time | None, datetime.time | None] = (None, None),
    place: str = "",
    agenda: Sequence[str] = (),
) -> MeetingPage:
    """Create and return a draft of the group's meeting on the day, with everybody who has a seat then.

    `hours` are those at which it begins and ends, as far as they are known.

    Raises PermissionDenied, or NotPossibleError if the group is closed or already has a meeting on that day.
    """
    if not group.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    if group.is_closed_on(date):
        raise NotPossibleError(worded("The group is closed on that day."))
    if _meetings(group).filter(date=date, date_precision=DatePrecision.DAY).exists():
        raise NotPossibleError(worded("This group already has a meeting on that day, perhaps as a draft."))
    title = f"Meeting of {date.day} {date:%B %Y}"
    slug = free_slug(group, slugify(date.isoformat()))
    meeting = MeetingPage(title=title, slug=slug, date=date, place=place, live=False, owner=user)
    meeting.start_time, meeting.end_time = hours
    if items := [item for item in agenda if item.strip()]:
        text = format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((item.strip(),) for item in items)))
        meeting.agenda = [("rich_text", {"text": text})]
    meeting.attendance = expected(group, date)
    group.add_child(instance=meeting)
    meeting.save_revision(user=user, log_action="wagtail.create")
    return meeting


def fill_in_members(sender, page: Page, parent: Page, **kwargs) -> None:
    """Begin the form of a new meeting with everybody who has a seat today. Receives Wagtail's `init_new_page`."""
    if isinstance(page, MeetingPage):
        page.attendance = expected(parent, today())


@transaction.atomic
def agree_minutes(meeting_id: int, user: User, *, amendment: str = "") -> MeetingPage:
    """Mark a meeting's minutes as agreed, with any corrections, and publish just that. Returns the meeting.

    Raises PermissionDenied, NotPossibleError, ValidationError.
    """
    meeting = MeetingPage.objects.select_for_update().get(pk=meeting_id)
    if not beside.may_publish(meeting, user) or beside.is_locked(meeting, user):
        raise PermissionDenied
    if meeting.state == MeetingState.AGREED:
        raise NotPossibleError("The minutes have already been agreed.")
    if meeting.state == MeetingState.PLANNED or not meeting.has_minutes:
        raise NotPossibleError("There are no published minutes to agree. Add and publish them first.")

    def agree(version: MeetingPage) -> None:
        version.state = MeetingState.AGREED
        version.amendment_note = amendment or version.amendment_note

    beside.publish(meeting, agree, user, beside.Telling(note="The minutes are agreed."), AGREE)
    return meeting


@transaction.atomic
def close_action(action_id: int, user: User, *, state: str, day: datetime.date) -> MeetingAction:
    """Mark an action as done or dropped, and publish just that. Returns the action as it was.

    Raises PermissionDenied, NotPossibleError, ValidationError.
    """
    action = MeetingAction.objects.select_related("page").get(pk=action_id)
    meeting = MeetingPage.objects.select_for_update().get(pk=action.page_id)
    if not beside.may_publish(meeting, user) or beside.is_locked(meeting, user):
        raise PermissionDenied
    if action.state != ActionState.OPEN:
        raise NotPossibleError(f"Somebody has already marked it as {action.get_state_display().lower()}.")
    if day < meeting.date:
        raise NotPossibleError(worded("This day is before the meeting that agreed the action."))

    def close(version: MeetingPage) -> None:
        for row in version.actions.all():
            if row.pk == action.pk:
                row.state, row.closed_on = state, day
                version.actions.add(row)  # an object from the database, not yet the one of the page in memory

    told = worded("Action %(number)s is %(state)s.", number=action.number, state=ActionState(state).label.lower())
    beside.publish(meeting, close, user, beside.Telling(note=told), CLOSE)
    return action


def _meetings(group: GroupPage) -> QuerySet[MeetingPage]:
    return MeetingPage.objects.filter(group=group.pk)


def expected(group: GroupPage, day: datetime.date) -> list[Attendance]:
    """Return new rows for everybody with a seat on the day. A seat held from or to a month is held for the whole of it."""
    held = Q(start=None) | Q(start__lte=day)
    members = group.members.filter(held, Q(end=None) | Q(end__gte=day)).order_by("sort_order")
    return [_seat(member, place) for place, member in enumerate(members)]


def _seat(member, place: int) -> Attendance:
    return Attendance(
        kind=AttendanceKind.CHAIR if member.is_chair else AttendanceKind.MEMBER,
        # A seat named only by its office counts too.
        name=member.name or ("" if member.organisation_id else member.role[:120]),
        role=member.role if member.name or member.organisation_id else "",
        organisation_id=member.organisation_id,
        sort_order=place,
    )
