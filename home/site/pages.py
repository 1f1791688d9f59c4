"""What the front page and the plain pages show beside their own fields."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.base import words
from cms.base.choices import ChangeKind, Significance
from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from cms.base.registry import Registry
from cms.models import Change
from cms.pages import contexts
from cms.pages.languages import in_language, is_own
from cms.pages.sources import sources_of
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from home.models import HomePage, StandardPage
from programme.models import EventPage, KeyMessagePage, MeetingPage
from programme.progress import totals
from programme.site import chart, contacts, lists, progress, record, stated
from programme.site.landmarks import landmarks
from programme.site.lists import ListEntry, as_entries

# Each is called with a plain page and the request, and returns safe HTML for the end of the page, or nothing.
endings: Registry[Callable[..., str]] = Registry("ending of plain pages")
NEWS, CHANGES, COMING_UP = 5, 3, 3
# Changes are looked at so far back, for some are of pages that stand among the news already.
LOOKED_AT = NEWS + CHANGES


@contexts.shown.of(HomePage)
def front(page: HomePage, request) -> dict:
    visibility, day = visibility_of(request), today()
    ledgers = progress.ledgers(visibility)
    counted = totals(ledgers, day)
    news, streams = list(lists.latest_news(visibility, NEWS)), list(lists.work_streams(visibility))
    ended = record.ended(visibility)
    # Those of the record, whatever the language of the page.
    of_record = streams if is_own(visibility) else lists.streams_of_record(visibility)
    recorded = stated.recorded((ledger.kind for ledger in ledgers), (stream.origin for stream in of_record))
    return {
        "principles": _principles(page, request, visibility),
        "featured": [
            ListEntry(row.target, [], row.text, row=row)
            for row in page.featured.select_related("target")
            if visibility.can_see(row.target)
        ],
        "news": as_entries(news),
        "changes": _changes(_noted(visibility, LOOKED_AT), besides={item.pk for item in news}),
        "sources": page.sources.all() if getattr(request, "is_preview", False) else sources_of(page.pk),
        "indexes": landmarks(visibility),
        "progress": progress.sentences(ledgers, day),
        "known": progress.known(ledgers, day),
        "counts": progress.counts(counted),
        "bars": chart.bar(counted),
        "stated": [count for count in stated.comparisons(visibility, recorded) if not count.agrees],
        "record": ended,
        "day": ended.until if ended else PartialDate(day),
        "streams": lists.stream_entries(streams, ledgers, day),
        "coming_up": _coming_up(
            lists.upcoming_events(visibility)[:COMING_UP], lists.next_meetings(visibility, COMING_UP, day=day)
        ),
    }


@contexts.shown.of(StandardPage)
def plain(page: StandardPage, request) -> dict:
    """A plain page with the plain pages under it, and what apps add at its end."""
    visibility = visibility_of(request)
    below = visibility.filter(Page.objects.child_of(page)).order_by("path")
    return {
        "contact": contacts.of_page(page, visibility),
        "below": [ListEntry(page) for page in below],
        "endings": [ending for make in endings.values() if (ending := make(page, request))],
    }


def _principles(page: HomePage, request, visibility: Visibility) -> list[dict]:
    """Return the parts of the vision, each with the public messages that carry it. Read once a period."""
    if getattr(request, "is_preview", False):
        return _read_principles(page, visibility)  # what an editor is writing is nothing to keep
    return visibility.fact(("principles", page.pk), lambda: _read_principles(page, visibility))


def _read_principles(page: HomePage, visibility: Visibility) -> list[dict]:
    principles = list(page.principles.all())
    messages = defaultdict(list)
    keys = [principle.pk for principle in principles]
    for message in _carrying(visibility, keys):
        messages[message.principle].append(message)
    return [{"principle": principle, "messages": messages[principle.pk]} for principle in principles]


def _carrying(visibility: Visibility, principles: list[int]) -> QuerySet[KeyMessagePage]:
    """Return the messages that carry any of the principles, once for each."""
    found = KeyMessagePage.objects.filter(principles__in=principles).annotate(principle=F("principles"))
    return in_language(visibility.filter(found), visibility).order_by("path")


def _noted(visibility: Visibility, number: int) -> QuerySet[Change]:
    """Return the latest changes with a note that matters, the latest first, with their pages."""
    changes = Change.objects.filter(kind=ChangeKind.CHANGED, significance=Significance.MAJOR).exclude(note="")
    noted = in_language(visibility.filter(changes), visibility, "page__")
    return noted.select_related("page").order_by("-at", "-pk")[:number]


def _changes(changes: Iterable[Change], besides: set[int]) -> list[ListEntry]:
    """Return the pages that changed in a way that readers should hear of, the latest first, each once."""
    entries, shown = [], set(besides)
    for change in changes:
        if change.page_id not in shown:
            shown.add(change.page_id)
            entries.append(ListEntry(change.page, [words.day(timezone.localdate(change.at))], change.note))
    return entries[:CHANGES]


def _coming_up(events: Iterable[EventPage], meetings: Iterable[MeetingPage]) -> list[ListEntry]:
    """Return the next events and meetings, soonest first."""
    dated = [(timezone.localtime(event.start).replace(tzinfo=None), lists.entry_of(event)) for event in events]
    for meeting in meetings:
        at = datetime.datetime.combine(meeting.date, meeting.start_time or datetime.time.min)
        dated.append((at, lists.entry_of(meeting)))
    return [entry for _, entry in sorted(dated, key=lambda each: each[0])][:COMING_UP]
