"""Data for the list pages: filtered, paginated, each item with the facts that readers choose by. Called from the
models' `get_context`."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.base.dates import today
from cms.base.orders import list_order
from cms.models import IndexPage
from cms.pages import contexts, kinds
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from programme.models import (
    Attachment,
    EventIndexPage,
    EventPage,
    GroupIndexPage,
    KeyMessageIndexPage,
    NewsIndexPage,
    NewsPage,
    PublicationIndexPage,
    PublicationPage,
    TeamIndexPage,
    TeamProfilePage,
    WorkStreamIndexPage,
)

from . import filters, lists, progress, record
from .as_at import AsAt
from .filters import Filters
from .landmarks import landmarks
from .lists import as_entries
from .pages import duty_facts

BY = "by"
AREA = "area"
THE_PROGRAMME = "The programme as a whole"


@contexts.shown.of(WorkStreamIndexPage)
def work_streams(page: Page, request) -> dict:
    visibility = visibility_of(request)
    ledgers = progress.ledgers(visibility)
    entries = lists.stream_entries(lists.work_streams(visibility), ledgers, today())
    return {"entries": entries, "record": record.ended(visibility)}


@contexts.shown.of(KeyMessageIndexPage)
def key_messages(page: Page, request) -> dict:
    return {"entries": as_entries(lists.key_messages(visibility_of(request)))}


@contexts.shown.of(GroupIndexPage)
def groups(page: Page, request) -> dict:
    visibility, day = visibility_of(request), today()
    open_groups: list[Any] = []
    closed: list[Any] = []
    for group in lists.groups(visibility):
        (closed if group.is_closed_on(day) else open_groups).append(lists.entry_of(group))
    return {"open_groups": open_groups, "closed_groups": closed}


@contexts.shown.of(IndexPage)
def of_kind(page: IndexPage, request) -> dict:
    """A list without a function of its own: the pages of its kind below it, in the kind's order."""
    model = next((model for model in kinds.page_types.values() if kinds.index_of(model) is type(page)), None)
    if model is None:
        return {}
    found = lists.shown(visibility_of(request), model.objects.order_by(*list_order(model)))
    kind = model.page_kind
    return _filtered(found, Filters.of(request, ()), request, f"{kind.label.lower()},{kind.plural.lower()}")


# Lists with filters


@contexts.shown.of(NewsIndexPage)
def news(page: Page, request) -> dict:
    visibility = visibility_of(request)
    asked = Filters.of(request, filters.of_list(NewsPage, visibility, dated="date"))
    found = lists.news(visibility, *asked.conditions)
    all_of_it = None if asked.conditions else lists.of_type(visibility, NewsPage)
    return _filtered(found, asked, request, "news item,news items", all_of_it)


@contexts.shown.of(PublicationIndexPage)
def publications(page: Page, request) -> dict:
    visibility = visibility_of(request)
    asked = Filters.of(request, filters.of_list(PublicationPage, visibility, dated="date"))
    found = lists.publications(visibility, *asked.conditions)
    shown = _filtered(found, asked, request, "publication,publications")
    shown["indexes"] = landmarks(visibility)
    files = _files(shown["numbered"], visibility)
    for entry in shown["entries"]:
        entry.files.extend(files[entry.page.pk])
    return shown


def _files(publications: Iterable[PublicationPage], visibility: Visibility) -> dict[int, list[dict]]:
    """Return the public documents of the publications, with the titles they have there. One query."""
    files = defaultdict(list)
    rows = visibility.filter(Attachment.objects.filter(page__in=[publication.pk for publication in publications]))
    for row in rows.select_related("document").order_by("sort_order", "pk"):
        files[row.page_id].append({"document": row.document, "title": row.title or row.document.title})
    return files


@contexts.shown.of(EventIndexPage)
def events(page: Page, request) -> dict:
    visibility = visibility_of(request)
    asked = Filters.of(request, filters.of_list(EventPage, visibility, dated="start", topics=False))
    past, coming = (find(visibility, *asked.conditions) for find in (lists.past_events, lists.upcoming_events))
    shown = _filtered(past, asked, request, "past event,past events")
    return shown | {"upcoming": as_entries(coming)}


def _filtered(found: QuerySet, asked: Filters, request, things: str, as_many_as: QuerySet | None = None) -> dict:
    numbered = lists.numbered(found, request, as_many_as=as_many_as)
    return {"filters": asked, "numbered": numbered, "entries": as_entries(numbered), "things": things}


# The team


@contexts.shown.of(TeamIndexPage)
def team(page: Page, request) -> dict:
    """The team by seniority or by area of work, today or on a given day."""
    visibility, as_at = visibility_of(request), AsAt.of(request)
    by_area = request.GET.get(BY) == AREA
    members = _members(visibility, as_at)
    return {
        "as_at": as_at,
        "members": members,
        "areas": _by_area(members) if by_area else [],
        "by_area": by_area,
        "by_seniority_address": filters.address(request.path, as_at.beside),
        "by_area_address": filters.address(request.path, as_at.beside | {BY: AREA}),
    }


def _members(visibility: Visibility, as_at: AsAt) -> list[dict]:
    """Return the members of the team on the day, by seniority, with their duties on that day. Two queries.

    Only duties show when somebody joined: a person who has duties, but none on that day, wasn't in the team.
    """
    day = as_at.day
    held, has_any = defaultdict(list), set()
    for duty in lists.duties(visibility):
        has_any.add(duty.page_id)
        if duty.is_held_on(day):
            held[duty.page_id].append(duty_facts(duty, visibility))
    return [
        {"profile": profile, "duties": held[profile.pk]}
        for profile in visibility.filter(TeamProfilePage.objects.order_by("path"))
        if _was_there(profile, day) and (as_at.is_today or profile.pk not in has_any or held[profile.pk])
    ]


def _was_there(profile: TeamProfilePage, day: datetime.date) -> bool:
    return profile.left_on is None or profile.left_on >= day


def _by_area(members: list[dict]) -> list[dict]:
    """Return the work streams in order, the policy areas by name and the programme as a whole, each with its people."""
    areas: dict[tuple, dict] = {}
    for member in members:
        for item in member["duties"]:
            stream, area, duty = item["work_stream"], item["policy_area"], item["duty"]
            if not (stream or area) and (duty.work_stream_id or duty.policy_area_id):
                continue  # a duty for something not public, and not for the programme as a whole
            place = (0, stream.path) if stream else (1, area.name) if area else (2, "")
            name = stream.title if stream else area.name if area else THE_PROGRAMME
            found = areas.setdefault(place, {"name": name, "stream": stream, "policy_area": area, "people": []})
            found["people"].append({"profile": member["profile"], "duty": item})
    return [areas[place] for place in sorted(areas)]
