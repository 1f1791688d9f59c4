"""Data that each page type shows besides its own fields; called from the model's `get_context`.

A page in a preview may not be saved yet. It then has no key, and `=` with None would find every row without a target:
so lookups use `__in`, here and in `lists.belongs_to`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cms.base import words
from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.local_texts import hub_text
from cms.base.partial_dates import PartialDate
from cms.pages import contexts
from cms.pages.kinds import when
from cms.pages.languages import key_of_original
from cms.pages.viewer import visibility_of
from cms.templatetags.hub import announce_links
from cms.visibility.rule import Visibility
from programme.choices import ATTENDANCE_KINDS, ActionState, AttendanceKind, MeetingState
from programme.models import (
    CommitmentPage,
    Duty,
    EventPage,
    GroupPage,
    KeyMessagePage,
    MeetingAction,
    MeetingPage,
    NewsPage,
    PublicationPage,
    TeamProfilePage,
    WorkStreamPage,
)
from programme.progress import totals

from . import chart, contacts, kit, lists, progress, record, related
from .landmarks import landmarks
from .lists import as_entries

LATEST = 5


def seen(things: Iterable, visibility: Visibility) -> list:
    """Return the things that exist and are public."""
    return [thing for thing in things if thing is not None and visibility.can_see(thing)]


def shown(thing, visibility: Visibility):
    """Return the thing if it exists and is public, otherwise None."""
    return thing if thing is not None and visibility.can_see(thing) else None


# Work streams and their commitments


@contexts.shown.of(WorkStreamPage)
def work_stream(page: WorkStreamPage, request) -> dict:
    visibility, day = visibility_of(request), today()
    key = key_of_original(page, visibility)
    belonging = {"work_streams": key}
    leads, others = lists.leading(lists.duties_on(visibility, day=day, work_stream=key))
    table = progress.rows(visibility, lists.commitments(visibility, work_stream=key), day)
    announce_links(request, [row.page.text for row in table])
    ledgers = [row.ledger for row in table]
    counted = totals(ledgers, day)
    coming = lists.upcoming_events(visibility, **belonging)[:LATEST]
    past = lists.past_events(visibility, **belonging)[:LATEST]
    ended = record.ended(visibility)
    return {
        "record": ended,
        "leads": leads,
        "others": others,
        "key_messages": as_entries(lists.key_messages(visibility, **belonging)),
        "commitments": progress.by_kind(table),
        "progress": progress.sentences(ledgers, day),
        "known": progress.known(ledgers, day),
        "contact": contacts.of_page(page, visibility),
        "counts": progress.counts(counted),
        "bars": chart.bar(counted),
        "day": ended.day if ended else words.day(day),
        "indexes": landmarks(visibility),
        "news": as_entries(lists.latest_news(visibility, LATEST, **belonging)),
        "upcoming_events": as_entries(coming),
        "past_events": as_entries(past),
        "publications": as_entries(lists.publications(visibility, **belonging)[:LATEST]),
        "related_streams": seen(page.related_streams.all(), visibility),
        "collections": related.collections_about(page, visibility),
        "outside_records": related.outside_records(page, visibility),
    }


@contexts.shown.of(CommitmentPage)
def commitment(page: CommitmentPage, request) -> dict:
    visibility, day = visibility_of(request), today()
    entries = list(page.progress_entries.select_related("evidence_page", "evidence_document"))
    ledger = sorted(
        (entry for entry in entries if entry.date <= day),
        key=lambda entry: (entry.date, entry.sort_order or 0),
    )
    corrected = {entry.pk: entry for entry in ledger if entry.pk}
    return {
        "record": record.ended(visibility),
        "status": progress.status(ledger, day),
        "ledger": [
            {
                "entry": entry,
                "evidence": progress.evidence(entry, visibility),
                "corrects": corrected.get(entry.corrects_id),
            }
            for entry in reversed(ledger)
        ],
        "work_stream": shown(page.work_stream, visibility) if page.work_stream_id else None,
        "theme": shown(page.theme, visibility),
        "areas": seen(page.areas.all(), visibility),
        "responsible_body": shown(page.responsible_body, visibility),
        "source": shown(page.source, visibility),
        "news": as_entries(lists.latest_news(visibility, LATEST, commitments=page.pk)),
        "contact": contacts.of_page(page, visibility),
        "outside_records": related.outside_records(page, visibility),
    }


# Key messages


@contexts.shown.of(KeyMessagePage)
def key_message(page: KeyMessagePage, request) -> dict:
    visibility = visibility_of(request)
    carrying = {"key_messages": key_of_original(page, visibility)}
    return {
        **kit.of_message(page, visibility),
        "contact": contacts.of_page(page, visibility),
        "work_streams": as_entries(seen(page.work_streams.all(), visibility)),
        "events": as_entries(lists.upcoming_events(visibility, **carrying)[:LATEST]),
        "audiences": related.audiences(page, visibility),
        "phases": related.phases(page, visibility),
        "outside_records": related.outside_records(page, visibility),
    }


# Team


@contexts.shown.of(TeamProfilePage)
def team_profile(page: TeamProfilePage, request) -> dict:
    visibility, day = visibility_of(request), today()
    current: list[Any] = []
    past: list[Any] = []
    for duty in page.duties.select_related("work_stream", "policy_area"):
        (past if duty.end and duty.end < day else current).append(duty_facts(duty, visibility))
    return {
        "duties": current,
        "past_duties": past,
        "photo": shown(page.photo, visibility),
        "has_left": page.left_on is not None and page.left_on < day,
    }


def duty_facts(duty: Duty, visibility: Visibility) -> dict:
    """Return a duty with its stream or area, if that is public."""
    return {
        "duty": duty,
        "name": duty.title or hub_text(duty.get_kind_display()),
        "work_stream": shown(duty.work_stream, visibility),
        "policy_area": shown(duty.policy_area, visibility),
        "period": words.period(PartialDate.of(duty, "start"), PartialDate.of(duty, "end")),
    }


# News and publications


@contexts.shown.of(NewsPage)
def news(page: NewsPage, request) -> dict:
    visibility = visibility_of(request)
    return {
        "image": shown(page.image, visibility),
        "work_streams": seen(page.work_streams.all(), visibility),
        "key_messages": seen(page.key_messages.all(), visibility),
        "commitments": seen(page.commitments.all(), visibility),
        "topics": seen(page.topics.all(), visibility),
        "audiences": related.audiences(page, visibility),
        "phases": related.phases(page, visibility),
        "contact": contacts.of_news(page, visibility),
    }


@contexts.shown.of(PublicationPage)
def publication(page: PublicationPage, request) -> dict:
    visibility = visibility_of(request)
    held = visibility.filter(CommitmentPage.objects.filter(source__in=[key_of_original(page, visibility)]))
    return {
        "documents": _documents(page.attachments, visibility),
        "publisher": shown(page.publisher, visibility),
        "work_streams": seen(page.work_streams.all(), visibility),
        "key_messages": seen(page.key_messages.all(), visibility),
        "topics": seen(page.topics.all(), visibility),
        "audiences": related.audiences(page, visibility),
        "phases": related.phases(page, visibility),
        "contact": contacts.of_page(page, visibility),
        "outside_records": related.outside_records(page, visibility),
        # A commitment is below its stream, so if it is public the stream is too.
        "commitments": list(held.select_related("work_stream").order_by(*CommitmentPage.list_order)),
    }


def _documents(rows, visibility: Visibility) -> list[dict]:
    """Return the public documents of attachments, papers or materials, with the titles they have there."""
    return [
        {"document": row.document, "title": row.title or row.document.title, "row": row}
        for row in rows.select_related("document")
        if visibility.can_see(row.document)
    ]


# Groups and meetings


@contexts.shown.of(GroupPage)
def group(page: GroupPage, request) -> dict:
    visibility, day = visibility_of(request), today()
    past: list[Any] = []
    coming: list[Any] = []
    for meeting in lists.meetings(visibility, group=page.pk):
        (coming if meeting.is_coming_on(day) else past).append(lists.entry_of(meeting))
    members: list[Any] = []
    former: list[Any] = []
    for row in page.members.select_related("organisation", "profile"):
        (former if row.end and row.end < day else members).append(_member(row, visibility))
    _note_predecessors(members, former)
    chairs = [member for member in (*members, *_newest_first(former)) if member["row"].is_chair and member["name"]]
    held = next((entry for entry in past if entry.page.state != MeetingState.PLANNED), None)
    sub_groups = lists.groups(visibility, parent_group=page.pk)
    agreed = MeetingAction.objects.filter(page__group__in=[page.pk], state=ActionState.OPEN)
    return {
        "closed": page.is_closed_on(day),
        "members": _seats(members),
        "former_members": _seats(former),
        # One chair alone is marked among the members.
        "chairs": _seats(chairs) if len(chairs) > 1 else {},
        "phases": related.phases(page, visibility),
        "periods_held": any(member["period"] for member in members + former),
        "next_meeting": coming[-1] if coming else None,
        "later_meetings": coming[-2::-1],
        "last_meeting": held,
        "past_meetings": past,
        "open_actions": list(
            visibility.filter(agreed).select_related("page").order_by("-page__date", "number", "sort_order")
        ),
        "parent_group": shown(page.parent_group, visibility),
        "sub_groups": as_entries(sub_groups),
        "contact": contacts.of_page(page, visibility),
    }


def _seats(members: list[dict]) -> dict:
    """Return the rows of a table of members and its non-empty columns; nothing if there are no members."""
    rows = [member for member in members if member["name"]]
    given = {f"has_{name}": any(row[name] for row in rows) for name in ("role", "organisation")}
    return {"rows": rows, **given} if rows else {}


def _newest_first(former: list[dict]) -> list[dict]:
    """Return former members in the order in which their time ended, the last first."""
    return sorted(
        former, key=lambda member: (member["row"].end, member["row"].start or member["row"].end), reverse=True
    )


def _note_predecessors(members: list[dict], former: list[dict]) -> None:
    """Note with each seat who held it before, the last first.

    A seat is that of an organisation and a post. If two people hold such a one today, nobody can say who came after whom.
    """

    def seat_of(member: dict) -> tuple[Any, str] | None:
        row = member["row"]
        return (row.organisation_id, row.role.casefold()) if row.organisation_id and row.name else None

    held: dict[tuple[Any, str], list[dict]] = defaultdict(list)
    for member in _newest_first(former):
        if seat := seat_of(member):
            held[seat].append(member)
    seats = [seat_of(member) for member in members]
    for member, seat in zip(members, seats, strict=True):
        if seat and seats.count(seat) == 1:
            member["before"] = held.get(seat, [])


def _member(row, visibility: Visibility) -> dict:
    """Return a seat: the person if named, otherwise the post, otherwise the organisation."""
    organisation = shown(row.organisation, visibility)
    names = [row.name, row.role, organisation.name if organisation else ""]
    name = next((text for text in names if text), "")
    return {
        "row": row,
        "name": name,
        "is_chair": row.is_chair and "chair" not in f"{name} {row.role}".lower(),
        "role": row.role if row.role != name else "",
        "organisation": organisation if organisation and organisation.name != name else None,
        "profile": shown(row.profile, visibility),
        "period": words.period(PartialDate.of(row, "start"), PartialDate.of(row, "end")),
    }


# Headings for people who attended in one capacity, singular and plural, unless the programme has its own words. Apologies
# have a section of their own.
PARTS = {
    AttendanceKind.CHAIR: ("Chair", "Chairs"),
    AttendanceKind.MEMBER: ("Member", "Members"),
    AttendanceKind.DEPUTY: ("Deputy for a member", "Deputies for members"),
    AttendanceKind.OTHER: ("Also there", "Also there"),
    AttendanceKind.SECRETARIAT: ("Secretariat", "Secretariat"),
}


def _parts(people: dict[str, list[Any]]) -> list[str]:
    """Return the capacities in which somebody attended, in order; last those that the programme doesn't have any more."""
    there = {kind for kind, found in people.items() if found and kind != AttendanceKind.APOLOGY}
    known = ATTENDANCE_KINDS.values if ATTENDANCE_KINDS.is_own else [kind.value for kind in PARTS]
    return [kind for kind in known if kind in there] + sorted(there - {*known})


def _part(kind: str, number: int) -> str:
    """Return the heading for a number of people in one capacity."""
    if kind in PARTS and not ATTENDANCE_KINDS.is_own:
        return PARTS[AttendanceKind(kind)][number > 1]
    return ATTENDANCE_KINDS.plural(kind) if number > 1 else ATTENDANCE_KINDS(kind).label


@contexts.shown.of(MeetingPage)
def meeting(page: MeetingPage, request) -> dict:
    visibility, day = visibility_of(request), today()
    group = shown(page.group, visibility) if page.group_id else None
    people = defaultdict(list)
    for row in page.attendance.select_related("organisation"):
        organisation = shown(row.organisation, visibility)
        if row.name or organisation:
            who = [row.name, row.role, organisation.name if organisation else ""]
            people[row.kind].append({"row": row, "who": [text for text in who if text]})
    return {
        "group": group,
        # Meetings of different groups may have the same title: this distinguishes them in tabs, bookmarks and search
        # results.
        "full_title": f"{page.title} – {group.title}" if group else page.title,
        "date": words.day(page.date, page.date_precision),
        "exact_day": page.date if page.date_precision == DatePrecision.DAY else None,
        "planned": page.state == MeetingState.PLANNED,
        "is_past": PartialDate.of(page, "date").last_day < day,
        "record": page.record,
        "apologies": people[AttendanceKind.APOLOGY],
        "attendance": [(_part(kind, len(people[kind])), people[kind]) for kind in _parts(people)],
        "posts_given": any(person["row"].role for part in people.values() for person in part),
        "papers": _documents(page.papers, visibility),
        "actions": sorted(page.actions.all(), key=lambda action: (action.number, action.sort_order or 0)),
        "carried": list(visibility.filter(page.carried_actions())) if page.group_id else [],
        "contact": contacts.of_page(page, visibility),
    }


# Events


@contexts.shown.of(EventPage)
def event(page: EventPage, request) -> dict:
    visibility = visibility_of(request)
    return {
        "when": when(page),
        "is_over": page.is_over_at(visibility.now),
        "host": shown(page.host, visibility),
        "audiences": related.audiences(page, visibility),
        "materials": _documents(page.materials, visibility),
        "contact": contacts.of_page(page, visibility),
        "work_streams": seen(page.work_streams.all(), visibility),
        "key_messages": seen(page.key_messages.all(), visibility),
    }
