"""What of the programme stands in the team's calendar. One query a kind, or two where work streams come from elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from cms import diary
from cms.choices import DatePrecision
from cms.diary import Entry
from cms.editing import Asked
from cms.partial_dates import PartialDate, may_be_from
from programme.choices import ActionState, StreamState
from programme.models import (
    CommitmentPage,
    EventPage,
    MeetingAction,
    MeetingPage,
    NewsPage,
    PublicationPage,
    TeamProfilePage,
    WorkStreamPage,
)

COMMON = ("pk", "path", "owner_id", "draft_title", "live")


def register() -> None:
    """Register the kinds. Called when the app is ready."""
    for name, label, source in (
        ("news", "News", news),
        ("event", "Event", events),
        ("meeting", "Meeting", meetings),
        ("action", "Action of a meeting due", actions),
        ("due", "Recommendation or action due", commitments),
        ("review", "Review of a profile", reviews),
        ("going-live", "Scheduled publication", scheduled),
        ("expiry", "Expiry", expiries),
    ):
        diary.kinds.add(name, diary.Kind(label, source))


def in_the_tree(asked: Asked, pages: QuerySet) -> QuerySet:
    """Return pages of this site, published or not, in its own language and each once."""
    if asked.site is None:
        return pages.none()
    root = asked.site.root_page
    return pages.filter(path__startswith=root.path, locale=root.locale_id, alias_of=None)


def known_to(asked: Asked, rows: Iterable[tuple]) -> Iterator[tuple]:
    """Yield the rows, which begin with `COMMON`, of pages that the user may know of."""
    for row in rows:
        if row[4] or asked.editing.may_see_draft(row[1]):
            yield row


def with_streams(rows: Iterable[tuple]) -> list[tuple]:
    """Return one row a page of rows that end with one work stream each: with all of the page's streams at the end."""
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
    """Return the moment in which the first day begins and that in which the last one is over."""
    start = datetime.datetime.combine(first, datetime.time.min)
    end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(start), timezone.make_aware(end)


def news(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """News by the day that readers see."""
    rows = in_the_tree(asked, NewsPage.objects.filter(date__range=(first, last)))
    for pk, path, owner, title, live, date, streams in with_streams(
        known_to(asked, rows.values_list(*COMMON, "date", "work_streams"))
    ):
        url = asked.editing.address(pk, path, owner)
        yield Entry(f"news-{pk}", "news", date, title, url, published(live), streams)


def events(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Events, on all of their days."""
    begin, end = moments(first, last)
    rows = in_the_tree(asked, EventPage.objects.filter(start__lt=end, end__gte=begin))
    for pk, path, owner, title, live, start, start_known, over, end_known, streams in with_streams(
        known_to(asked, rows.values_list(*COMMON, "start", "start_precision", "end", "end_precision", "work_streams"))
    ):
        begins, ends = PartialDate(start, start_known), PartialDate(over, end_known)
        url = asked.editing.address(pk, path, owner)
        yield Entry(
            f"event-{pk}",
            "event",
            begins.first_day,
            title,
            url,
            published(live),
            streams,
            # One that is on some day of May isn't on all of its days.
            until=None if begins.is_vague else ends.last_day,
            at=start if begins.precision == DatePrecision.TIME else None,
            vague_date=str(begins) if begins.is_vague else "",
        )


def meetings(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Meetings; of some only the month or the year is known: they are in each of its months."""
    rows = in_the_tree(asked, MeetingPage.objects.filter(may_be_from(first), date__lte=last))
    values = rows.values_list(*COMMON, "group__title", "date", "date_precision", "state")
    labels = dict(MeetingPage._meta.get_field("state").choices)
    for pk, path, owner, title, live, group, date, precision, state in known_to(asked, values):
        known = PartialDate(date, precision)
        said = labels[state] if live else f"Draft, {labels[state].lower()}"
        url = asked.editing.address(pk, path, owner)
        vague_date = str(known) if known.is_vague else ""
        yield Entry(f"meeting-{pk}", "meeting", date, f"{group}: {title}", url, said, vague_date=vague_date)


def actions(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Open actions of meetings by the day that they are due."""
    pages = in_the_tree(asked, MeetingPage.objects.all())
    rows = MeetingAction.objects.filter(
        due_date__range=(first, last), state=ActionState.OPEN, page__in=pages.order_by().values("pk")
    )
    values = rows.values_list(
        *(f"page__{name}" for name in COMMON), "pk", "number", "owner", "due_date", "page__group__title"
    )
    for page, path, owner, title, _, pk, number, who, due, group in known_to(asked, values):
        name = f"{group}, action {number} of {title}" + (f" ({who})" if who else "")
        yield Entry(f"action-{pk}", "action", due, name, asked.editing.address(page, path, owner), "Open")


def commitments(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Recommendations and actions by the day that they are due."""
    rows = in_the_tree(asked, CommitmentPage.objects.filter(due_date__range=(first, last)))
    rows = rows.exclude(work_stream__state=StreamState.ARCHIVED)
    values = rows.values_list(*COMMON, "due_date", "work_stream", "work_stream__title")
    for pk, path, owner, title, live, due, stream, name in known_to(asked, values):
        url = asked.editing.address(pk, path, owner)
        yield Entry(f"due-{pk}", "due", due, f"{name}: {title}", url, published(live), frozenset([stream]))


def reviews(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Profiles by the day that somebody should look at them again, unless the person has left."""
    rows = in_the_tree(asked, TeamProfilePage.objects.filter(review_date__range=(first, last), left_on=None))
    for pk, path, owner, title, live, date in known_to(asked, rows.values_list(*COMMON, "review_date")):
        url = asked.editing.address(pk, path, owner)
        yield Entry(f"review-{pk}", "review", date, f"Review of {title}", url, published(live))


def scheduled(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Pages whose approved revision goes live at a time."""
    begin, end = moments(first, last)
    revisions = Revision.page_revisions.filter(approved_go_live_at__gte=begin, approved_go_live_at__lt=end)
    times = {int(key): at for key, at in revisions.values_list("object_id", "approved_go_live_at")}
    yield from _pages(asked, Page.objects.filter(pk__in=times or [0]), times, "going-live", "Scheduled")


def expiries(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Published pages that go from the site at a time."""
    begin, end = moments(first, last)
    pages = Page.objects.filter(live=True, expire_at__gte=begin, expire_at__lt=end)
    times = dict(pages.values_list("pk", "expire_at"))
    yield from _pages(asked, Page.objects.filter(pk__in=times or [0]), times, "expiry", "Goes from the site")


def _pages(asked: Asked, pages: QuerySet, times: dict, kind: str, state: str) -> Iterable[Entry]:
    """Return entries for pages of any type, with the streams that they name or stand under. Five queries."""
    streams: dict[int, set[int]] = {pk: set() for pk in times}
    for model in (NewsPage, EventPage, PublicationPage):
        column = f"{model._meta.model_name}_id"
        rows = model.work_streams.through.objects.filter(**{f"{column}__in": times or [0]})
        for pk, stream in rows.values_list(column, "workstreampage_id"):
            streams[pk].add(stream)
    under = dict(WorkStreamPage.objects.values_list("path", "pk"))
    depth = {len(path) for path in under}
    for pk, path, owner, title, _ in known_to(asked, in_the_tree(asked, pages).values_list(*COMMON)):
        own = streams[pk] | {under[path[:size]] for size in depth if path[:size] in under}
        at = times[pk]
        url = asked.editing.address(pk, path, owner)
        yield Entry(f"{kind}-{pk}", kind, _day(at), title, url, state, frozenset(own), at=at)
