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

from cms.graphql.visibility import Visibility
from programme.choices import LEADING_DUTIES, MeetingState, StreamState
from programme.models import (
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

PER_PAGE = 20
LANDMARKS = (EventIndexPage, GlossaryPage, NewsIndexPage, ProgressPage, PublicationIndexPage, WorkStreamIndexPage)


@dataclass(frozen=True)
class Entry:
    """A page in a list: what leads to it, what it is, and a sentence about it."""

    page: Page
    facts: list[str] = field(default_factory=list)
    summary: str = ""
    files: list[dict] = field(default_factory=list)


# What there is


def work_streams(visibility: Visibility) -> QuerySet[WorkStreamPage]:
    return visibility.filter(WorkStreamPage.objects.order_by("path"))


def key_messages(visibility: Visibility) -> QuerySet[KeyMessagePage]:
    return visibility.filter(KeyMessagePage.objects.order_by("path"))


def news(visibility: Visibility) -> QuerySet[NewsPage]:
    return visibility.filter(NewsPage.objects.order_by("-date", "-pk"))


def publications(visibility: Visibility) -> QuerySet[PublicationPage]:
    return visibility.filter(PublicationPage.objects.order_by("-date", "-pk"))


def groups(visibility: Visibility) -> QuerySet[GroupPage]:
    return visibility.filter(GroupPage.objects.order_by("path"))


def upcoming_events(visibility: Visibility) -> QuerySet[EventPage]:
    return visibility.filter(EventPage.objects.filter(end__gte=visibility.now).order_by("start", "pk"))


def past_events(visibility: Visibility) -> QuerySet[EventPage]:
    return visibility.filter(EventPage.objects.filter(end__lt=visibility.now).order_by("-start", "-pk"))


def nearest_events(visibility: Visibility, number: int, **belonging) -> tuple[list[EventPage], list[EventPage]]:
    """Return the next and the last events of those that belong somewhere, at the most `number` of each. One query."""

    def place(*order: str) -> Window:
        return Window(RowNumber(), partition_by=F("over"), order_by=order)

    over = Case(When(end__lt=visibility.now, then=Value(True)), default=Value(False), output_field=BooleanField())
    events = visibility.filter(EventPage.objects.filter(**belonging)).annotate(over=over)
    placed = events.annotate(from_first=place("start", "pk"), from_last=place("-start", "-pk"))
    near = placed.filter(Q(over=False, from_first__lte=number) | Q(over=True, from_last__lte=number))
    found = list(near.order_by("start", "pk"))
    return [event for event in found if not event.over], [event for event in reversed(found) if event.over]


def meetings(visibility: Visibility) -> QuerySet[MeetingPage]:
    return visibility.filter(MeetingPage.objects.order_by("-date", "-pk"))


def duties(visibility: Visibility) -> QuerySet[Duty]:
    """Return the duties of people of the team, past and present, by seniority."""
    return visibility.filter(Duty.objects.order_by(*Duty.list_order))


def duties_on(visibility: Visibility, day: datetime.date) -> QuerySet[Duty]:
    """Return the duties that somebody of the team has on the day, with the person."""
    return duties(visibility).filter(Duty.held_on(day)).select_related("page")


def landmarks(visibility: Visibility) -> dict[str, Page]:
    """Return the public pages that others lead to: the programme's lists, its progress, its glossary; by the name of their
    model. Read once a period."""
    return visibility.fact(("landmarks", visibility.site and visibility.site.pk), lambda: _landmarks(visibility))


def _landmarks(visibility: Visibility) -> dict[str, Page]:
    names = [model.__name__.lower() for model in LANDMARKS]
    found = Page.objects.filter(content_type__app_label="programme", content_type__model__in=names)
    pages = visibility.filter(found).select_related("content_type").order_by("-path")
    return {page.content_type.model: page for page in pages}


def leading(duties: Iterable[Duty]) -> tuple[list[Duty], list[Duty]]:
    """Part duties into those that lead and the others."""
    duties = list(duties)
    return [d for d in duties if d.kind in LEADING_DUTIES], [d for d in duties if d.kind not in LEADING_DUTIES]


# As entries


def stream_entry(page: WorkStreamPage) -> Entry:
    return Entry(page, [] if page.state == StreamState.ACTIVE else [page.get_state_display()], page.summary)


def stream_entries(streams: Iterable[WorkStreamPage], ledgers: Iterable[Ledger], day: datetime.date) -> list[Entry]:
    """Return the streams, each with how many of its commitments are complete on the day."""
    by_stream = defaultdict(list)
    for ledger in ledgers:
        by_stream[ledger.stream].append(ledger)
    entries = []
    for stream in streams:
        entry = stream_entry(stream)
        if found := by_stream[stream.pk]:
            entry.facts.append(f"{totals(found, day).complete} of {len(found)} complete")
        entries.append(entry)
    return entries


def message_entry(page: KeyMessagePage) -> Entry:
    return Entry(page, [], page.summary)


def news_entry(page: NewsPage) -> Entry:
    return Entry(page, [words.day(page.date), page.get_kind_display()], page.summary)


def publication_entry(page: PublicationPage) -> Entry:
    return Entry(page, [words.day(page.date, page.date_precision), page.get_kind_display()], page.summary)


def group_entry(page: GroupPage) -> Entry:
    return Entry(page, [f"Closed on {words.day(page.closed_on)}"] if page.closed_on else [], page.summary)


def event_entry(page: EventPage) -> Entry:
    facts = [words.span(page.start, page.end), page.get_kind_display()]
    return Entry(page, [*facts, page.place] if page.place else facts, page.summary)


def meeting_entry(page: MeetingPage) -> Entry:
    return Entry(page, [words.day(page.date, page.date_precision), record_of(page)])


def record_of(meeting: MeetingPage) -> str:
    """Return in a few words how far a meeting and its minutes are."""
    if meeting.state == MeetingState.PLANNED:
        return "Planned"
    if meeting.state == MeetingState.AGREED:
        return "Minutes agreed"
    if meeting.has_minutes:
        return "Minutes in draft"
    return "Minutes to follow"


def numbered(queryset: QuerySet, request, per_page: int = PER_PAGE) -> NumberedPage:
    """Return the page of the list that the address asks for with `?page=`; nonsense gets the first or the last."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))


def as_entries(pages: Iterable, entry) -> list[Entry]:
    return [entry(page) for page in pages]
