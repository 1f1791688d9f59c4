"""Lists shared by several pages. Each takes the visibility and returns only public objects, in readers' order."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.base.partial_dates import may_be_from
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.languages import in_language, in_own_language
from cms.sites.rows import own_first
from cms.visibility.rule import Visibility
from programme.choices import LEADING_DUTIES, MeetingState
from programme.models import (
    Audience,
    CommitmentPage,
    Duty,
    EventPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    PublicationPage,
    WorkStreamPage,
)
from programme.progress import Ledger, totals

from .progress import fact

PER_PAGE = 20


@dataclass(frozen=True)
class ListEntry:
    """A page in a list: the page, its facts and a sentence about it; `row` is what names it in the list's own form."""

    page: Page
    facts: list[str] = field(default_factory=list)
    summary: str = ""
    files: list[dict] = field(default_factory=list)
    row: Model | None = None


# Querysets. `chosen` are the conditions of an address, pairs of lookup and value; `belonging` restricts by relation,
# such as `work_streams=5`. Neither may return a row twice.


def shown(visibility: Visibility, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Return the public pages in the language of the request. The record, which is kept once, is in every language."""
    return in_language(visibility.filter(pages), visibility)


def belongs_to(things: dict[str, int | None]) -> dict[str, list[int | None]]:
    """Return the conditions for a relation. Nothing belongs to an unsaved page, which has no key."""
    return {f"{name}__in": [key] for name, key in things.items()}


def work_streams(visibility: Visibility) -> QuerySet[WorkStreamPage]:
    return shown(visibility, WorkStreamPage.objects.order_by("path"))


def audiences(visibility: Visibility) -> list[Audience]:
    """Return the public audiences, by name; the programme's own if another has the same slug. One query."""
    found = visibility.filter(Audience.objects.order_by(own_first(visibility.site_key), "pk"))
    by_slug: dict[str, Audience] = {}
    for audience in found:
        by_slug.setdefault(audience.slug, audience)
    return sorted(by_slug.values(), key=lambda audience: audience.name.casefold())


def streams_of_record(visibility: Visibility) -> QuerySet[WorkStreamPage]:
    """Return the work streams to which commitments belong: those in the site's own language."""
    return in_own_language(visibility.filter(WorkStreamPage.objects.order_by("path")), visibility)


def commitments(visibility: Visibility, **belonging: int | None) -> QuerySet[CommitmentPage]:
    """Return commitments by kind and number, with the publications that contain their wording."""
    found = CommitmentPage.objects.filter(**belongs_to(belonging)).select_related("source")
    return visibility.filter(found.order_by(*CommitmentPage.list_order))


def commitments_of_streams(visibility: Visibility, *chosen) -> QuerySet[CommitmentPage]:
    """Return commitments by kind and number, with their streams, themes and the publications that contain their
    wording."""
    # Prefetched, not joined: many commitments share a few of each.
    found = CommitmentPage.objects.filter(*chosen).prefetch_related("work_stream", "theme", "source")
    return visibility.filter(found.order_by(*CommitmentPage.list_order))


def key_messages(visibility: Visibility, **belonging) -> QuerySet[KeyMessagePage]:
    return shown(visibility, KeyMessagePage.objects.filter(**belongs_to(belonging)).order_by("path"))


def news(visibility: Visibility, *chosen) -> QuerySet[NewsPage]:
    return shown(visibility, NewsPage.objects.filter(*chosen).order_by("-date", "-pk"))


def of_type(visibility: Visibility, model: type[Page]) -> QuerySet[Page]:
    """Return the pages of a type as plain `Page` objects, which a database counts in a quarter of the time."""
    kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    return shown(visibility, Page.objects.filter(**kind))


def latest_news(visibility: Visibility, number: int, **belonging) -> QuerySet[NewsPage]:
    """Return the latest news for a relation. Sorted by key first: databases sort rows together with their texts."""
    found = shown(visibility, NewsPage.objects.filter(**belongs_to(belonging)))
    return NewsPage.objects.filter(pk__in=found.order_by("-date", "-pk").values("pk")[:number]).order_by("-date", "-pk")


def publications(visibility: Visibility, *chosen, **belonging) -> QuerySet[PublicationPage]:
    found = PublicationPage.objects.filter(*chosen, **belongs_to(belonging))
    return shown(visibility, found.order_by("-date", "-pk"))


def groups(visibility: Visibility, **belonging) -> QuerySet[GroupPage]:
    return visibility.filter(GroupPage.objects.filter(**belongs_to(belonging)).order_by("path"))


def upcoming_events(visibility: Visibility, *chosen, **belonging) -> QuerySet[EventPage]:
    found = EventPage.objects.filter(*chosen, end__gt=visibility.now, **belongs_to(belonging))
    return shown(visibility, found.order_by("start", "pk"))


def past_events(visibility: Visibility, *chosen, **belonging) -> QuerySet[EventPage]:
    found = EventPage.objects.filter(*chosen, end__lte=visibility.now, **belongs_to(belonging))
    return shown(visibility, found.order_by("-start", "-pk"))


def meetings(visibility: Visibility, **belonging) -> QuerySet[MeetingPage]:
    return visibility.filter(MeetingPage.objects.filter(**belongs_to(belonging)).order_by("-date", "-pk"))


def next_meetings(visibility: Visibility, number: int, day: datetime.date) -> QuerySet[MeetingPage]:
    """Return the meetings planned for the day or later, soonest first."""
    planned = visibility.filter(MeetingPage.objects.filter(may_be_from(day), state=MeetingState.PLANNED))
    return planned.order_by("date", "pk")[:number]


def duties(visibility: Visibility) -> QuerySet[Duty]:
    """Return the duties of people in the team, past and present, by seniority, with the person and the stream or area."""
    found = Duty.objects.select_related("page", "work_stream", "policy_area").order_by(*Duty.list_order)
    return visibility.filter(found)


def duties_on(visibility: Visibility, day: datetime.date, **belonging) -> QuerySet[Duty]:
    """Return the duties that people in the team have on the day, by seniority, with the person."""
    held = Duty.objects.filter(Duty.held_on(day), **belongs_to(belonging))
    return visibility.filter(held.select_related("page").order_by(*Duty.list_order))


def leading(duties: Iterable[Duty]) -> tuple[list[Duty], list[Duty]]:
    """Split duties into those of leads and those of other people."""
    duties = list(duties)
    leads = [duty for duty in duties if duty.kind in LEADING_DUTIES]
    people = {duty.page_id for duty in leads}
    return leads, [duty for duty in duties if duty.page_id not in people]


# As entries


def entry_of(page: BasePage) -> ListEntry:
    """Return the page with the facts and summary of its kind."""
    return ListEntry(page, kinds.facts(page), kinds.summary(page))


def stream_entries(streams: Iterable[WorkStreamPage], ledgers: Iterable[Ledger], day: datetime.date) -> list[ListEntry]:
    """Return the streams, each with the recorded progress of its commitments on the day."""
    by_stream = defaultdict(list)
    for ledger in ledgers:
        by_stream[ledger.stream].append(ledger)
    entries = []
    for stream in streams:
        entry = entry_of(stream)
        if found := by_stream[stream.pk]:
            entry.facts.append(fact(totals(found, day), stream.slug))
        entries.append(entry)
    return entries


def numbered(
    found: QuerySet | list, request, per_page: int = PER_PAGE, as_many_as: QuerySet | None = None
) -> NumberedPage:
    """Return the page of the list requested with `?page=`; an invalid number gives the first or the last page.

    `as_many_as` is a queryset of the same length that is faster to count.
    """
    paginator = Paginator(found, per_page)
    if as_many_as is not None:
        paginator.count = as_many_as.count()
    return paginator.get_page(request.GET.get("page"))


def as_entries(pages: Iterable[BasePage]) -> list[ListEntry]:
    return [entry_of(page) for page in pages]
