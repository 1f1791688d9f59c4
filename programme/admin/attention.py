"""What needs attention in the programme. Each reporter reads columns, not pages: there may be thousands of rows."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from cms.base import words
from cms.base.choices import StatusCategory
from cms.base.dates import length
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.kinds import Reminder
from programme import message_house
from programme.choices import NO_UPDATE, STATUSES, MeetingState, StreamState
from programme.models import (
    CommitmentPage,
    Duty,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    ProgressEntry,
    ReminderSettings,
    TeamProfilePage,
    WorkStreamPage,
)
from programme.site import record, stated

# A commitment with a status of such a meaning is settled and needs no further entry.
SETTLED = (StatusCategory.DONE, StatusCategory.STOPPED)
WHERE = ("pk", "path", "owner_id")


def register() -> None:
    """Register all reporters. Called when the app is ready."""
    for name, reporter in (
        ("programme.streams", streams),
        ("programme.commitments", commitments),
        ("programme.messages", messages),
        ("programme.meetings", meetings),
        ("programme.missing", missing),
        ("programme.profiles", profiles),
        ("programme.counts", counts),
    ):
        attention.reporters.add(name, reporter)


def reminders(asked: DeskContext) -> ReminderSettings:
    """Return the waiting times, read once for all reporters."""
    return asked.once("reminders", lambda: ReminderSettings.of(asked.site))


def is_kept(asked: DeskContext) -> bool:
    """Say whether the record is kept up to date. In an archive, the passing of time gives no reason for a reminder."""
    return asked.once("is kept", lambda: record.ended(asked.visibility) is None)


def streams(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Active streams without recent news, and those without a lead. One query."""
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
            silent.append(AttentionLine(title, reason, url, own, f"{pk} {last}"))
        if not is_led:
            leaderless.append(AttentionLine(title, "Nobody currently has the duty of leading it.", url, own, f"{pk}"))
    if is_kept(asked):
        yield AttentionGroup(
            "silent-streams",
            worded("work streams without news"),
            worded("Readers expect news from an active stream; the reminder is set to %(weeks)s weeks.", weeks=weeks),
            silent,
        )
    yield AttentionGroup(
        "streams-without-lead",
        worded("work streams without a lead"),
        "Readers can't see whom to contact. Add a lead as a duty on the person's profile, under Team.",
        leaderless,
    )


def commitments(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Commitments that are overdue, and those with an outdated status. One query; none for an archive."""
    if not is_kept(asked):
        return
    weeks = reminders(asked).status_weeks
    limit = asked.today - datetime.timedelta(weeks=weeks)
    entries = ProgressEntry.objects.filter(page=OuterRef("pk"), date__lte=asked.today).order_by("-date", "-sort_order")
    rows = (
        asked.published(CommitmentPage.objects.filter(work_stream__live=True, work_stream__state=StreamState.ACTIVE))
        .annotate(status=Subquery(entries.values("status")[:1]), since=Subquery(entries.values("date")[:1]))
        .filter(Q(status=None) | ~Q(status__in=[status.key for status in STATUSES if status.category in SETTLED]))
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
            late = f"{said}; {length((asked.today - due_date).days)} overdue."
            overdue.append(AttentionLine(text, late, url, own, f"{pk} {due_date}"))
        if since is None and (first is None or _day(first) < limit):
            old.append(AttentionLine(text, f"{NO_UPDATE}.", url, own, f"{pk}"))
        elif since is not None and since < limit:
            reason = f"Last entry {length((asked.today - since).days)} ago."
            old.append(AttentionLine(text, reason, url, own, f"{pk} {since}"))
    yield AttentionGroup(
        "overdue-commitments",
        worded("overdue recommendations and actions"),
        "The due date has passed and they are neither complete nor stopped.",
        overdue,
    )
    yield AttentionGroup(
        "old-statuses",
        worded("recommendations and actions with an outdated status or none"),
        f"Readers can't tell whether the status still holds; the reminder is set to {weeks} weeks.",
        old,
    )


def messages(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Key messages that no channel has used recently, and those past their review date. One query and those of the
    channels; none for an archive."""
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
    lines, to_review = [], []
    columns = ("title", "first_published_at", "review_date", "kept_by")
    for pk, path, owner, title, first, review, keeper in rows.values_list(*WHERE, *columns):
        url = asked.editing.address(pk, path, owner)
        if review and review <= asked.today:
            reason = f"Review was due on {words.day(review)}{f'; its owner is {keeper}' if keeper else ''}."
            to_review.append(AttentionLine(title, reason, url, key=f"{pk} {review}"))
        used = last.get(pk)
        since = used or _day(first)
        if since is not None and since >= limit:
            continue
        reason = f"Last used {length((asked.today - used).days)} ago." if used else "Never used in any channel."
        lines.append(AttentionLine(title, reason, url, key=f"{pk} {used}"))
    yield AttentionGroup(
        "unused-messages",
        worded("key messages not used recently in any channel"),
        f"Messages need repeating; the reminder is set to {days} days. The message house shows where each was used.",
        lines,
    )
    yield AttentionGroup(
        "messages-to-review",
        worded("key messages past their review date"),
        "Facts and answers age, and people go on quoting them.",
        to_review,
    )


def meetings(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Past meetings without minutes, or with minutes still in draft at the next meeting. One query.

    Closed groups are left out: they write no more minutes.
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
                reason = worded("The group has met again since, %(day)s.", day=words.day(following, following_known))
                drafts.append(AttentionLine(text, reason, url, key=f"{pk}"))
        elif state == MeetingState.PLANNED:
            reason = f"Over for {length((asked.today - over).days)} and still “planned”."
            missing.append(AttentionLine(text, reason, url, key=f"{pk}"))
        else:
            reason = f"Held {length((asked.today - over).days)} ago, no minutes."
            missing.append(AttentionLine(text, reason, url, key=f"{pk}"))
    if is_kept(asked):
        yield AttentionGroup(
            "meetings-without-minutes",
            "meetings without minutes",
            "The meeting is over, and members and readers are waiting to see what was decided.",
            missing,
        )
    yield AttentionGroup(
        "minutes-not-agreed",
        "minutes still in draft",
        "The next meeting has been held and should have agreed them.",
        drafts,
    )


def missing(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Pages that lack something they should have by now, as their kind declares. Two queries a kind: the pages and
    their streams.

    None for an archive.
    """
    for model in kinds.page_types.values() if is_kept(asked) else ():
        if model.page_kind.remind:
            yield _missing(model, model.page_kind.remind, asked)


def _missing(model: type[BasePage], remind: Reminder, asked: DeskContext) -> AttentionGroup:
    kind = model.page_kind
    has_moment = isinstance(model._meta.get_field(remind.after), DateTimeField)
    limit = (asked.now if has_moment else asked.today) - datetime.timedelta(days=remind.days)
    over = (
        asked.published(model.objects.filter(**{f"{remind.after}__lt": limit}))
        .annotate(told=Cast(remind.field, TextField()))
        .filter(Q(told="[]") | Q(told="") | Q(told=None))
        .order_by(f"-{remind.after}")
    )
    own: dict[int, set[int]] = defaultdict(set)
    if kind.streams:
        streams = over.order_by().filter(**{f"{kind.streams}__isnull": False}).values_list("pk", kind.streams)
        for pk, stream in streams:
            own[pk].add(stream)
    lines = [
        AttentionLine(
            title,
            f"Over for {length((asked.today - (_day(end) if has_moment else end)).days)}, "
            f"no {model._meta.get_field(remind.field).verbose_name}.",
            asked.editing.address(pk, path, owner),
            frozenset(own[pk]),
            f"{pk}",
        )
        for pk, path, owner, title, end in over.values_list(*WHERE, "title", remind.after)
    ]
    plural = kind.plural.lower()
    return AttentionGroup(
        f"{kind.address}-without-{remind.field}", f"{plural} without {remind.missing}", remind.why, lines
    )


def profiles(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Team profiles due for review. One query; none for an archive, which shows the team of its time."""
    if not is_kept(asked):
        return
    in_team = Q(left_on=None) | Q(left_on__gte=asked.today)
    rows = (
        asked.published(TeamProfilePage.objects.filter(in_team, review_date__lte=asked.today))
        .order_by("review_date", "path")
        .values_list(*WHERE, "title", "review_date")
    )
    yield AttentionGroup(
        "profiles-to-review",
        "profiles past their review date",
        "They are about real people, and somebody undertook to review them on that day.",
        [
            AttentionLine(
                title,
                f"Review was due on {words.day(date)}.",
                asked.editing.address(pk, path, owner),
                key=f"{pk} {date}",
            )
            for pk, path, owner, title, date in rows
        ],
    )


def counts(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Numbers stated in documents that differ from the numbers recorded here."""
    may = asked.user.has_perm("programme.change_programmesettings")
    url = reverse("wagtailsettings:edit", args=["programme", "programmesettings", asked.site.pk]) if asked.site else ""
    yield AttentionGroup(
        "counts-that-differ",
        "stated numbers that differ from those recorded",
        "Either a record is missing, or a note under Settings should say why the numbers differ.",
        [
            AttentionLine(
                f"{found.stated.number} {found.name} stated, {found.recorded} recorded",
                f"{found.difference}.",
                url if may else "",
                key=f"{found.name} {found.stated.number} {found.recorded}",
            )
            for found in stated.comparisons(asked.visibility)
            if not found.agrees
        ],
    )


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None
