"""What of the programme needs attention. Each reporter reads columns, not pages: there may be thousands of rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from cms import attention
from cms.attention import Group, Line
from cms.dates import length
from cms.editing import Asked
from cms.partial_dates import PartialDate
from programme import message_house
from programme.choices import NO_UPDATE, MeetingState, ProgressStatus, StreamState
from programme.models import (
    CommitmentPage,
    Duty,
    EventPage,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    ProgressEntry,
    ReminderSettings,
    TeamProfilePage,
    WorkStreamPage,
)
from programme.site import record, stated, words

# A commitment with one of these asks for no further news.
SETTLED = (ProgressStatus.COMPLETE, ProgressStatus.STOPPED)
WHERE = ("pk", "path", "owner_id")


def register() -> None:
    """Have it all reported. Called when the app is ready."""
    for name, reporter in (
        ("programme.streams", streams),
        ("programme.commitments", commitments),
        ("programme.messages", messages),
        ("programme.meetings", meetings),
        ("programme.events", events),
        ("programme.profiles", profiles),
        ("programme.counts", counts),
    ):
        attention.reporters.add(name, reporter)


def reminders(asked: Asked) -> ReminderSettings:
    """Return the waiting times; read once, whoever asks first."""
    return asked.once("reminders", lambda: ReminderSettings.of(asked.site))


def is_kept(asked: Asked) -> bool:
    """Say whether the record is kept up to date. Of an archive, time alone makes nothing worth a reminder."""
    return asked.once("is kept", lambda: record.ended(asked.visibility) is None)


def streams(asked: Asked) -> Iterable[Group]:
    """Streams at work without news, and those that nobody leads. One query."""
    weeks = reminders(asked).stream_weeks
    limit = asked.today - datetime.timedelta(weeks=weeks)
    news = NewsPage.objects.filter(work_streams=OuterRef("pk"), live=True, date__lte=asked.today).order_by("-date")
    leads = Duty.objects.filter(Duty.leading_now(), work_stream=OuterRef("pk"), page__live=True)
    rows = (
        asked.published(WorkStreamPage.objects.filter(state=StreamState.ACTIVE))
        .annotate(last=Subquery(news.values("date")[:1]), is_led=Exists(leads))
        .order_by("path")
        .values_list(*WHERE, "title", "first_published_at", "last", "is_led")
    )
    silent, leaderless = [], []
    for pk, path, owner, title, first, last, is_led in rows:
        url, own = asked.editing.address(pk, path, owner), frozenset([pk])
        since = last or _day(first)
        if since is None or since < limit:
            reason = f"No news for {length((asked.today - last).days)}." if last else "No news yet."
            silent.append(Line(title, reason, url, own))
        if not is_led:
            leaderless.append(Line(title, "Nobody's duty today says that they lead it.", url, own))
    if is_kept(asked):
        yield Group(
            "silent-streams",
            "work streams without news",
            f"Readers expect to hear of a stream at work; the reminder is set to {weeks} weeks.",
            silent,
        )
    yield Group(
        "streams-without-lead",
        "work streams without a lead",
        "Readers can't see whom to turn to. A lead is a duty on the person's profile under Team.",
        leaderless,
    )


def commitments(asked: Asked) -> Iterable[Group]:
    """Commitments that are overdue, and those whose status is old. One query; none for an archive."""
    if not is_kept(asked):
        return
    weeks = reminders(asked).status_weeks
    limit = asked.today - datetime.timedelta(weeks=weeks)
    entries = ProgressEntry.objects.filter(page=OuterRef("pk"), date__lte=asked.today).order_by("-date", "-sort_order")
    rows = (
        asked.published(CommitmentPage.objects.filter(work_stream__live=True, work_stream__state=StreamState.ACTIVE))
        .annotate(status=Subquery(entries.values("status")[:1]), since=Subquery(entries.values("date")[:1]))
        .filter(Q(status=None) | ~Q(status__in=SETTLED))
        .filter(Q(due_date__lt=asked.today) | Q(since__lt=limit) | Q(since=None))
        .order_by(*CommitmentPage.list_order)
        .values_list(
            *WHERE, "title", "work_stream_id", "work_stream__title", "due", "due_date", "first_published_at", "since"
        )
    )
    overdue, old = [], []
    for pk, path, owner, title, stream, stream_title, due, due_date, first, since in rows:
        text, url, own = f"{stream_title}: {title}", asked.editing.address(pk, path, owner), frozenset([stream])
        if due_date and due_date < asked.today:
            said = f"Due {due}" if due else f"Due {words.day(due_date)}"
            overdue.append(Line(text, f"{said}; {length((asked.today - due_date).days)} overdue.", url, own))
        if since is None and (first is None or _day(first) < limit):
            old.append(Line(text, f"{NO_UPDATE}.", url, own))
        elif since is not None and since < limit:
            old.append(Line(text, f"Last entry {length((asked.today - since).days)} ago.", url, own))
    yield Group(
        "overdue-commitments",
        "overdue recommendations and actions",
        "Their due date has passed and they are neither complete nor stopped.",
        overdue,
    )
    yield Group(
        "old-statuses",
        "recommendations and actions with an old status or none",
        f"Readers can't tell whether it still holds; the reminder is set to {weeks} weeks.",
        old,
    )


def messages(asked: Asked) -> Iterable[Group]:
    """Key messages that no channel used lately. One query and those of the channels; none for an archive."""
    if not is_kept(asked):
        return
    days = reminders(asked).message_days
    limit = asked.today - datetime.timedelta(days=days)
    last: dict[int, datetime.date] = {}
    looking = message_house.Looking(asked.today)
    for channel in message_house.channels.values():
        for use in channel.uses(looking):
            last[use.message] = max(use.day, last.get(use.message, use.day))
    rows = asked.published(KeyMessagePage.objects.order_by("path"))
    lines = []
    for pk, path, owner, title, first in rows.values_list(*WHERE, "title", "first_published_at"):
        used = last.get(pk)
        since = used or _day(first)
        if since is not None and since >= limit:
            continue
        reason = f"Last used {length((asked.today - used).days)} ago." if used else "Never used in any channel."
        lines.append(Line(title, reason, asked.editing.address(pk, path, owner)))
    yield Group(
        "unused-messages",
        "key messages that no channel used lately",
        f"What isn't said isn't heard; the reminder is set to {days} days. The message house shows where each was used.",
        lines,
    )


def meetings(asked: Asked) -> Iterable[Group]:
    """Meetings that are over and have no minutes, or whose minutes were still a draft at the next meeting. One query.

    A group that is closed writes no minutes any more.
    """
    later = MeetingPage.objects.filter(
        group=OuterRef("group"), live=True, date__gt=OuterRef("date"), date__lte=asked.today
    ).order_by("date")
    at_work = Q(group__closed_on=None) | Q(group__closed_on__gt=asked.today)
    rows = (
        asked.published(MeetingPage.objects.filter(at_work, group__live=True, date__lt=asked.today))
        .exclude(state=MeetingState.AGREED)
        .annotate(next=Subquery(later.values("date")[:1]), next_known=Subquery(later.values("date_precision")[:1]))
        .order_by("-date")
        .values_list(*WHERE, "title", "group__title", "date", "date_precision", "state", "next", "next_known")
    )
    missing, drafts = [], []
    for pk, path, owner, title, group, date, precision, state, following, following_known in rows:
        over = PartialDate(date, precision).last_day
        if over >= asked.today:
            continue
        text, url = f"{group}: {title}", asked.editing.address(pk, path, owner)
        if state == MeetingState.MINUTES_DRAFT:
            if following:
                drafts.append(
                    Line(text, f"The group has met again since, {words.day(following, following_known)}.", url)
                )
        elif state == MeetingState.PLANNED:
            missing.append(Line(text, f"Over for {length((asked.today - over).days)} and still “planned”.", url))
        else:
            missing.append(Line(text, f"Held {length((asked.today - over).days)} ago, no minutes.", url))
    if is_kept(asked):
        yield Group(
            "meetings-without-minutes",
            "meetings without minutes",
            "They are over; members and readers wait to see what was decided.",
            missing,
        )
    yield Group(
        "minutes-not-agreed",
        "minutes that are still a draft",
        "The next meeting has been, and should have agreed them.",
        drafts,
    )


def events(asked: Asked) -> Iterable[Group]:
    """Events that are over and don't say what came of them. Two queries: the events and their work streams.

    None for an archive.
    """
    if not is_kept(asked):
        return
    over = (
        asked.published(EventPage.objects.filter(end__lt=asked.now))
        .annotate(told=Cast("outcome", TextField()))
        .filter(Q(told="[]") | Q(told="") | Q(told=None))
        .order_by("-end")
    )
    own = _streams_of(EventPage.work_streams.through.objects, "eventpage_id", over)
    lines = [
        Line(
            title,
            f"Over for {length((asked.today - timezone.localdate(end)).days)}, no outcome.",
            asked.editing.address(pk, path, owner),
            own.get(pk, frozenset()),
        )
        for pk, path, owner, title, end in over.values_list(*WHERE, "title", "end")
    ]
    yield Group(
        "events-without-outcome",
        "events without an outcome",
        "They are over and readers can't see what came of them.",
        lines,
    )


def _streams_of(rows, page: str, pages) -> dict[int, frozenset[int]]:
    """Return the work streams of each of the pages. One query."""
    found: dict[int, set[int]] = {}
    for pk, stream in rows.filter(**{f"{page}__in": pages.order_by().values("pk")}).values_list(page, "workstreampage"):
        found.setdefault(pk, set()).add(stream)
    return {pk: frozenset(keys) for pk, keys in found.items()}


def profiles(asked: Asked) -> Iterable[Group]:
    """Profiles of the team whose review date has come. One query; none for an archive, which shows a team of its time."""
    if not is_kept(asked):
        return
    in_team = Q(left_on=None) | Q(left_on__gte=asked.today)
    rows = (
        asked.published(TeamProfilePage.objects.filter(in_team, review_date__lte=asked.today))
        .order_by("review_date", "path")
        .values_list(*WHERE, "title", "review_date")
    )
    yield Group(
        "profiles-to-review",
        "profiles past their review date",
        "They name real people: somebody promised to look at them again on that day.",
        [
            Line(title, f"Review was due on {words.day(date)}.", asked.editing.address(pk, path, owner))
            for pk, path, owner, title, date in rows
        ],
    )


def counts(asked: Asked) -> Iterable[Group]:
    """Numbers that documents state and that differ from what is recorded."""
    may = asked.user.has_perm("programme.change_programmesettings")
    url = reverse("wagtailsettings:edit", args=["programme", "programmesettings", asked.site.pk]) if asked.site else ""
    yield Group(
        "counts-that-differ",
        "stated numbers that differ from what is recorded",
        "Either a record is missing, or a note under Settings should say why the numbers differ.",
        [
            Line(
                f"{found.stated.number} {found.name} stated, {found.recorded} recorded",
                f"{found.difference}.",
                url if may else "",
            )
            for found in stated.comparisons(asked.visibility)
            if not found.agrees
        ],
    )


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None
