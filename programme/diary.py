"""The programme's entries in the team's calendar. One query a kind, or two where work streams come from elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import DateTimeField, IntegerField, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.base.choices import DatePrecision
from cms.base.dates import moment_of
from cms.base.local_texts import worded_label
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate, may_be_from
from cms.editing import diary
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from cms.models import BasePage
from cms.pages import kinds
from programme.choices import ActionState, StreamState
from programme.models import (
    CommitmentPage,
    GroupPage,
    KeyMessagePage,
    MeetingAction,
    MeetingPage,
    TeamProfilePage,
    WorkStreamPage,
)

ORDER = 10  # order of page kinds, before other entries
A_DAY = datetime.timedelta(days=1)
NOTHING = Value(None, output_field=IntegerField())
COMMON = ("pk", "path", "owner_id", "draft_title", "live")


def register() -> None:
    """Register the kinds. Called when the app is ready."""
    for model in kinds.models(diary=True):
        source, offers = (meetings, plans) if model is MeetingPage else (dated(model), additions(model))
        diary.kinds.add(model.page_kind.name, diary.DiaryKind(model.page_kind.label, source, offers), order=ORDER)
    for name, label, source in (
        ("action", worded_label("Action of a meeting due"), actions),
        ("due", worded_label("Recommendation or action due"), commitments),
        ("review", worded_label("Review of a profile or key message"), reviews),
        ("going-live", "Scheduled publication", scheduled),
        ("expiry", "Expiry", expiries),
    ):
        diary.kinds.add(name, diary.DiaryKind(label, source))


def in_the_tree(asked: DeskContext, pages: QuerySet) -> QuerySet:
    """Return pages of this site, published or not, in the site's own language only."""
    if asked.site is None or not asked.works_here:
        return pages.none()
    root = asked.site.root_page
    return pages.filter(path__startswith=root.path, locale=root.locale_id, alias_of=None)


def known_to(asked: DeskContext, rows: Iterable[tuple]) -> Iterator[tuple]:
    """Yield the rows (beginning with `COMMON`) of the pages that the user may know of."""
    for row in rows:
        if row[4] or asked.editing.may_see_draft(row[1]):
            yield row


def with_streams(rows: Iterable[tuple]) -> list[tuple]:
    """Merge rows that end with one work stream each into one row a page, ending with all its streams."""
    found: dict[int, tuple[tuple, set[int]]] = {}
    for *row, stream in rows:
        found.setdefault(row[0], (tuple(row), set()))[1].add(stream)
    return [(*row, frozenset(streams - {None})) for row, streams in found.values()]


def published(live: bool) -> str:
    """Return the state of a page in words."""
    return "Published" if live else "Draft"


def _day(moment: datetime.datetime) -> datetime.date:
    return timezone.localdate(moment)


def moments(first: datetime.date, last: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the moments at which the first day begins and the last day ends."""
    start = datetime.datetime.combine(first, datetime.time.min)
    end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(start), timezone.make_aware(end)


def dated(model: type[BasePage]) -> diary.Source:
    """Return a source of the pages of a type, by the date of their kind, on every day up to its end if it has one."""
    kind = model.page_kind

    def source(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
        has_moment = isinstance(model._meta.get_field(kind.date), DateTimeField)
        columns = [
            *known_columns(model, kind.date),
            *known_columns(model, kind.end or kind.date),
            kind.streams or NOTHING,
        ]
        begin, end = moments(first, last) if has_moment else (first, last + A_DAY)
        within = {f"{kind.date}__lt": end, f"{kind.end or kind.date}__gte": begin}
        rows = in_the_tree(asked, model.objects.filter(**within)).values_list(*COMMON, *columns)
        for pk, path, owner, title, live, start, start_known, over, end_known, streams in with_streams(
            known_to(asked, rows)
        ):
            begins, ends = PartialDate(start, start_known), PartialDate(over, end_known)
            url = asked.editing.address(pk, path, owner)
            yield DiaryEntry(
                f"{kind.name}-{pk}",
                kind.name,
                begins.first_day,
                title,
                url,
                published(live),
                streams,
                # An entry on an unknown day of May isn't on every day of May.
                until=ends.last_day if kind.end and not begins.is_vague else None,
                at=start if begins.precision == DatePrecision.TIME else None,
                vague_date=str(begins) if begins.is_vague else "",
                draft=0 if live or begins.is_vague or not url else pk,
            )

    return source


def known_columns(model: type[BasePage], name: str) -> tuple[str, str | Value]:
    """Return the column of a date and the column of its precision, or a constant precision."""
    if kinds.has_field(model, f"{name}_precision"):
        return name, f"{name}_precision"
    has_time = isinstance(model._meta.get_field(name), DateTimeField)
    return name, Value(DatePrecision.TIME if has_time else DatePrecision.DAY)


def meetings(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Meetings. Those dated only by month or year are in each month of it."""
    rows = in_the_tree(asked, MeetingPage.objects.filter(may_be_from(first), date__lte=last))
    values = rows.values_list(*COMMON, "group__title", "date", "date_precision", "start_time", "state")
    labels = dict(MeetingPage._meta.get_field("state").choices)
    for pk, path, owner, title, live, group, date, precision, start, state in known_to(asked, values):
        known = PartialDate(date, precision)
        said = labels[state] if live else f"Draft, {labels[state].lower()}"
        url = asked.editing.address(pk, path, owner)
        vague_date = str(known) if known.is_vague else ""
        at = None if vague_date else moment_of(date, start)
        name = f"{group}: {title}"
        draft = 0 if live or vague_date or not url else pk
        yield DiaryEntry(f"meeting-{pk}", "meeting", date, name, url, said, at=at, vague_date=vague_date, draft=draft)


def additions(model: type[BasePage]) -> diary.Offers:
    """Return what offers the form of a new page of the type, in the list of such pages. One query."""

    def offers(asked: DeskContext, day: datetime.date) -> Iterable[tuple[str, str]]:
        index = kinds.index_of(model)
        for parent in in_the_tree(asked, index.objects.all()) if index else ():
            if parent.permissions_for_user(asked.user).can_add_subpage():
                meta = model._meta
                url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
                yield model.page_kind.label, f"{url}?day={day:%Y-%m-%d}"

    return offers


def plans(asked: DeskContext, day: datetime.date) -> Iterable[tuple[str, str]]:
    """Offer to plan the meeting of each group at work. One query."""
    if day < asked.today:
        return
    for group in in_the_tree(asked, GroupPage.objects.filter(closed_on=None)).order_by("path"):
        if group.permissions_for_user(asked.user).can_add_subpage():
            url = reverse("programme_plan_meeting", args=[group.pk])
            yield f"Meeting of the {group.title}", f"{url}?day={day:%Y-%m-%d}"


def actions(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Open actions of meetings by the day that they are due."""
    pages = in_the_tree(asked, MeetingPage.objects.all())
    rows = MeetingAction.objects.filter(
        due_date__range=(first, last), state=ActionState.OPEN, page__in=pages.order_by().values("pk")
    )
    values = rows.values_list(
        *(f"page__{name}" for name in COMMON), "pk", "number", "owner", "due_date", "page__group__title"
    )
    for page, path, owner, title, _, pk, number, who, due, group in known_to(asked, values):
        name = worded("%(group)s, action %(number)s of %(title)s", group=group, number=number, title=title) + (
            f" ({who})" if who else ""
        )
        yield DiaryEntry(f"action-{pk}", "action", due, name, asked.editing.address(page, path, owner), "Open")


def commitments(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Recommendations and actions by the day that they are due."""
    rows = in_the_tree(asked, CommitmentPage.objects.filter(due_date__range=(first, last)))
    rows = rows.exclude(work_stream__state=StreamState.ARCHIVED)
    values = rows.values_list(*COMMON, "due_date", "work_stream", "work_stream__title")
    for pk, path, owner, title, live, due, stream, name in known_to(asked, values):
        url = asked.editing.address(pk, path, owner)
        yield DiaryEntry(f"due-{pk}", "due", due, f"{name}: {title}", url, published(live), frozenset([stream]))


def reviews(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Profiles and key messages by their review date, unless the person has left."""
    due = Q(review_date__range=(first, last))
    for pages in (TeamProfilePage.objects.filter(due, left_on=None), KeyMessagePage.objects.filter(due)):
        rows = in_the_tree(asked, pages).values_list(*COMMON, "review_date")
        for pk, path, owner, title, live, date in known_to(asked, rows):
            url = asked.editing.address(pk, path, owner)
            yield DiaryEntry(f"review-{pk}", "review", date, f"Review of {title}", url, published(live))


def scheduled(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Pages whose approved revision is scheduled to go live. News has no other entry until then."""
    begin, end = moments(first, last)
    revisions = Revision.page_revisions.filter(approved_go_live_at__gte=begin, approved_go_live_at__lt=end)
    times = {int(key): at for key, at in revisions.values_list("object_id", "approved_go_live_at")}
    first_publications = {
        pk: f"{model.page_kind.name}-{pk}"
        for model in kinds.models(dated_by_publication=True)
        for pk in model.objects.filter(pk__in=times, live=False).values_list("pk", flat=True)
    }
    for pk, entry in _pages(asked, Page.objects.filter(pk__in=times), times, "going-live", "Scheduled"):
        yield replace(entry, stands_for=first_publications.get(pk, ""))


def expiries(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Published pages with an expiry date."""
    begin, end = moments(first, last)
    pages = Page.objects.filter(live=True, expire_at__gte=begin, expire_at__lt=end)
    times = dict(pages.values_list("pk", "expire_at"))
    for _, entry in _pages(asked, Page.objects.filter(pk__in=times), times, "expiry", "Leaves the site"):
        yield entry


def _pages(asked: DeskContext, pages: QuerySet, times: dict, kind: str, state: str) -> Iterator[tuple[int, DiaryEntry]]:
    """Yield keys and entries of pages of any type, with the streams that they name or are below.

    Five queries if there are any.
    """
    if not times:
        return
    streams: dict[int, set[int]] = {pk: set() for pk in times}
    for model in kinds.models_with("date", "streams"):
        column, through = f"{model._meta.model_name}_id", getattr(model, model.page_kind.streams).through
        rows = through.objects.filter(**{f"{column}__in": times})
        for pk, stream in rows.values_list(column, "workstreampage_id"):
            streams[pk].add(stream)
    under = dict(WorkStreamPage.objects.values_list("path", "pk"))
    depth = {len(path) for path in under}
    for pk, path, owner, title, _ in known_to(asked, in_the_tree(asked, pages).values_list(*COMMON)):
        own = streams[pk] | {under[path[:size]] for size in depth if path[:size] in under}
        at = times[pk]
        url = asked.editing.address(pk, path, owner)
        yield pk, DiaryEntry(f"{kind}-{pk}", kind, _day(at), title, url, state, frozenset(own), at=at)
