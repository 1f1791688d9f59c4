"""Lists that several pages show. Each takes the visibility and returns public things only, in readers' order."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from cms import frame
from cms.dates import today
from cms.empty_pages import empty_list_keys
from cms.partial_dates import PartialDate, beginnings, may_be_from
from cms.visibility.objects import Found, compiled, lasting
from cms.visibility.rule import Visibility
from programme.choices import LEADING_DUTIES, MeetingState, StreamState
from programme.meetings import awaited_until
from programme.models import (
    CommitmentPage,
    Duty,
    EventIndexPage,
    EventPage,
    GlossaryPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsIndexPage,
    NewsPage,
    ProgressPage,
    PublicationIndexPage,
    PublicationPage,
    WorkStreamIndexPage,
    WorkStreamPage,
)
from programme.progress import Ledger, totals

from . import words
from .progress import fact

PER_PAGE = 20
LANDMARK = "landmarks"
LANDMARKS = (EventIndexPage, GlossaryPage, NewsIndexPage, ProgressPage, PublicationIndexPage, WorkStreamIndexPage)


@dataclass(frozen=True)
class Entry:
    """A page in a list: what leads to it, what it is, and a sentence about it."""

    page: Page
    facts: list[str] = field(default_factory=list)
    summary: str = ""
    files: list[dict] = field(default_factory=list)


# What there is. `chosen` are conditions of an address, pairs of lookup and value; `belonging` says what things belong to, such
# as `work_streams=5`. Neither finds a row twice.


@compiled
def work_streams(visibility: Visibility) -> QuerySet[WorkStreamPage]:
    return visibility.filter(WorkStreamPage.objects.order_by("path"))


@compiled
def commitments(visibility: Visibility, **belonging) -> QuerySet[CommitmentPage]:
    """Return commitments by kind and number, with the publications that have their wording."""
    found = CommitmentPage.objects.filter(**belonging).select_related("source")
    return visibility.filter(found.order_by(*CommitmentPage.list_order))


@compiled
def commitments_of_streams(visibility: Visibility, *chosen) -> QuerySet[CommitmentPage]:
    """Return commitments by kind and number, with their streams, themes and the publications that have their wording."""
    found = CommitmentPage.objects.filter(*chosen).select_related("work_stream", "theme", "source")
    return visibility.filter(found.order_by(*CommitmentPage.list_order))


@compiled
def key_messages(visibility: Visibility, **belonging) -> QuerySet[KeyMessagePage]:
    return visibility.filter(KeyMessagePage.objects.filter(**belonging).order_by("path"))


@lasting
@compiled
def news(visibility: Visibility, *chosen) -> QuerySet[NewsPage]:
    return visibility.filter(NewsPage.objects.filter(*chosen).order_by("-date", "-pk"))


@lasting
@compiled
def of_type(visibility: Visibility, model: type[Page]) -> QuerySet[Page]:
    """Return the pages of a type as no more than pages: a database counts them in a quarter of the time."""
    of = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    return visibility.filter(Page.objects.filter(**of))


@compiled
def latest_news(visibility: Visibility, number: int, **belonging) -> QuerySet[NewsPage]:
    """Return the latest news of what belongs somewhere. Sorted by their keys: databases sort rows with all their texts."""
    found = visibility.filter(NewsPage.objects.filter(**belonging))
    return NewsPage.objects.filter(pk__in=found.order_by("-date", "-pk").values("pk")[:number]).order_by("-date", "-pk")


@lasting
@compiled
def publications(visibility: Visibility, *chosen) -> QuerySet[PublicationPage]:
    return visibility.filter(PublicationPage.objects.filter(*chosen).order_by("-date", "-pk"))


@compiled
def latest_publications(visibility: Visibility, number: int, **belonging) -> QuerySet[PublicationPage]:
    """Return the latest publications of what belongs somewhere."""
    found = visibility.filter(PublicationPage.objects.filter(**belonging))
    return found.order_by("-date", "-pk")[:number]


@compiled
def groups(visibility: Visibility, **belonging) -> QuerySet[GroupPage]:
    return visibility.filter(GroupPage.objects.filter(**belonging).order_by("path"))


@compiled
def upcoming_events(visibility: Visibility, *chosen, **belonging) -> QuerySet[EventPage]:
    found = EventPage.objects.filter(*chosen, end__gte=visibility.now, **belonging)
    return visibility.filter(found.order_by("start", "pk"))


@compiled
def next_events(visibility: Visibility, number: int) -> QuerySet[EventPage]:
    coming = EventPage.objects.filter(end__gte=visibility.now)
    return visibility.filter(coming).order_by("start", "pk")[:number]


@compiled
def past_events(visibility: Visibility, *chosen) -> QuerySet[EventPage]:
    return visibility.filter(EventPage.objects.filter(*chosen, end__lt=visibility.now).order_by("-start", "-pk"))


@compiled
def nearest_events(visibility: Visibility, number: int, **belonging) -> QuerySet[EventPage]:
    """Return the next and the last events of those that belong somewhere, at the most `number` of each."""

    def place(*order: str) -> Window:
        return Window(RowNumber(), partition_by=F("over"), order_by=order)

    over = Case(When(end__lt=visibility.now, then=Value(True)), default=Value(False), output_field=BooleanField())
    events = visibility.filter(EventPage.objects.filter(**belonging)).annotate(over=over)
    placed = events.annotate(from_first=place("start", "pk"), from_last=place("-start", "-pk"))
    near = placed.filter(Q(over=False, from_first__lte=number) | Q(over=True, from_last__lte=number))
    return near.order_by("start", "pk")


def coming_and_past(nearest: list[EventPage]) -> tuple[list[EventPage], list[EventPage]]:
    """Part the nearest events into the next, soonest first, and the last, latest first."""
    return [event for event in nearest if not event.over], [event for event in reversed(nearest) if event.over]


@compiled
def meetings(visibility: Visibility, **belonging) -> QuerySet[MeetingPage]:
    return visibility.filter(MeetingPage.objects.filter(**belonging).order_by("-date", "-pk"))


def next_meetings(visibility: Visibility, number: int, day: datetime.date) -> Found[MeetingPage]:
    """Return the meetings planned for the day or later, the next one first."""
    return _meetings_from(visibility, number, day=day, **beginnings(day))


@compiled
def _meetings_from(
    visibility: Visibility, number: int, day: datetime.date, month: datetime.date, year: datetime.date
) -> QuerySet[MeetingPage]:
    possible = may_be_from(day, month=month, year=year)
    planned = visibility.filter(MeetingPage.objects.filter(possible, state=MeetingState.PLANNED))
    return planned.order_by("date", "pk")[:number]


@compiled
def duties(visibility: Visibility) -> QuerySet[Duty]:
    """Return the duties of people of the team, past and present, by seniority, with the person and what they are for."""
    found = Duty.objects.select_related("page", "work_stream", "policy_area").order_by(*Duty.list_order)
    return visibility.filter(found)


@compiled
def duties_on(visibility: Visibility, day: datetime.date, **belonging) -> QuerySet[Duty]:
    """Return the duties that somebody of the team has on the day, by seniority, with the person."""
    held = Duty.objects.filter(Duty.held_on(day), **belonging)
    return visibility.filter(held.select_related("page").order_by(*Duty.list_order))


def landmarks(visibility: Visibility) -> dict[str, Page]:
    """Return the public pages that others lead to: the programme's lists, its progress, its glossary; by the name of their
    model. Part of the frame. None that is empty."""
    empty = empty_list_keys(visibility)
    return {page.content_type.model: page for page in frame.part(visibility, LANDMARK) if page.pk not in empty}


@compiled
def landmark_pages(visibility: Visibility) -> QuerySet[Page]:
    """Return the same with their content types, as the frame reads them."""
    names = [model.__name__.lower() for model in LANDMARKS]
    found = Page.objects.filter(content_type__app_label="programme", content_type__model__in=names)
    return visibility.filter(found).select_related("content_type").order_by("-path")


def leading(duties: Iterable[Duty]) -> tuple[list[Duty], list[Duty]]:
    """Part duties into those that lead and the others."""
    duties = list(duties)
    return [d for d in duties if d.kind in LEADING_DUTIES], [d for d in duties if d.kind not in LEADING_DUTIES]


# As entries


def stream_entry(page: WorkStreamPage) -> Entry:
    return Entry(page, [] if page.state == StreamState.ACTIVE else [page.get_state_display()], page.summary)


def stream_entries(streams: Iterable[WorkStreamPage], ledgers: Iterable[Ledger], day: datetime.date) -> list[Entry]:
    """Return the streams, each with what is recorded of its commitments on the day."""
    by_stream = defaultdict(list)
    for ledger in ledgers:
        by_stream[ledger.stream].append(ledger)
    entries = []
    for stream in streams:
        entry = stream_entry(stream)
        if found := by_stream[stream.pk]:
            entry.facts.append(fact(totals(found, day), stream.slug))
        entries.append(entry)
    return entries


def message_entry(page: KeyMessagePage) -> Entry:
    return Entry(page, [], page.summary)


def news_entry(page: NewsPage) -> Entry:
    return Entry(page, [words.day(page.date), page.get_kind_display()], page.summary)


def publication_entry(page: PublicationPage) -> Entry:
    return Entry(page, [words.day(page.date, page.date_precision), page.get_kind_display()], page.summary)


def group_entry(page: GroupPage) -> Entry:
    closed = PartialDate.of(page, "closed_on")
    return Entry(page, [f"Closed {closed.when}"] if closed else [], page.summary)


def span_of(event: EventPage) -> str:
    """Return when an event takes place, as exactly as it is known."""
    return words.span(PartialDate.of(event, "start"), PartialDate.of(event, "end"))


def event_entry(page: EventPage) -> Entry:
    facts = [span_of(page), page.get_kind_display()]
    return Entry(page, [*facts, page.place] if page.place else facts, page.summary)


def meeting_entry(page: MeetingPage) -> Entry:
    return Entry(page, [words.day(page.date, page.date_precision), record_of(page)])


def record_of(meeting: MeetingPage) -> str:
    """Return in a few words how far a meeting and its minutes are today."""
    if meeting.state == MeetingState.PLANNED:
        return "Planned"
    if meeting.state == MeetingState.AGREED:
        return "Minutes agreed"
    if meeting.has_minutes:
        return "Minutes in draft"
    if today() <= awaited_until(meeting.date, meeting.date_precision):
        return "Minutes to follow"
    return "No published minutes that we know of"


def numbered(
    found: QuerySet | Found | list, request, per_page: int = PER_PAGE, as_many_as: Found | None = None
) -> NumberedPage:
    """Return the page of the list that the address asks for with `?page=`; nonsense gets the first or the last.

    `as_many_as` is what is counted in its place, if there is something that is counted sooner.
    """
    paginator = Paginator(found, per_page)
    if as_many_as is not None:
        paginator.count = as_many_as.count()
    return paginator.get_page(request.GET.get("page"))


def as_entries(pages: Iterable, entry) -> list[Entry]:
    return [entry(page) for page in pages]
