"""Texts of the programme's page types, in addition to their fields and kinds. Importing it registers them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Q

from cms.base.dates import today
from cms.base.partial_dates import VAGUE
from home.models import HomePage
from programme.choices import COMMITMENT_KINDS, STATUSES, MeetingState
from programme.models import (
    AWAITED_FOR,
    CommitmentPage,
    DocumentCollectionPage,
    Duty,
    EventIndexPage,
    EventPage,
    GlossaryPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsIndexPage,
    NewsPage,
    ProgressEntry,
    ProgressPage,
    PublicationPage,
    TeamProfilePage,
    WorkStreamPage,
    awaited_until,
)
from programme.progress import standing
from search.engine.terms import ALL

from .texts import Said, more

# Headings and labels on the page that people search by.
STREAM_LABELS = ["lead", "who leads", "team", "progress", "key messages", "recommendations and actions"]
GROUP_LABELS = ["members", "membership", "meetings", "minutes", "remit", "chair"]


def _keys(relation) -> list[int]:
    return [thing.pk for thing in relation.all()]


@more.register
def _home(page: HomePage, said: Said) -> None:
    said.labels += ["home", "front page", "vision", "principles"]


@more.register
def _news_index(page: NewsIndexPage, said: Said) -> None:
    said.labels += ["feed", "RSS", "Atom"]


@more.register
def _event_index(page: EventIndexPage, said: Said) -> None:
    said.labels += ["calendar", "diary", "iCalendar", "dates"]


@more.register
def _progress(page: ProgressPage, said: Said) -> None:
    # The page's subject in words that people search by.
    said.labels += ["how many", "how far", *COMMITMENT_KINDS.labels, *STATUSES.labels]
    said.lists("recommendation", "action", "commitment")


@more.register
def _glossary(page: GlossaryPage, said: Said) -> None:
    said.labels += ["words", "abbreviations", "acronyms", "terms"]
    said.mark("glossary", ALL)


@more.register
def _stream(page: WorkStreamPage, said: Said) -> None:
    said.aliases += page.other_name_list
    said.labels += [*STREAM_LABELS, page.get_state_display()]
    said.mark("stream", page.pk)
    said.mark("outside", *_keys(page.outside_records))
    said.mark(
        "person", *Duty.objects.filter(Duty.held_on(today()), work_stream=page.pk).values_list("page_id", flat=True)
    )


@more.register
def _commitment(page: CommitmentPage, said: Said) -> None:
    said.aliases.append(f"{page.get_kind_display()} {page.number}")
    said.labels += [page.get_text_status_display(), page.due, page.source_page]
    # Excerpts show it, so future entries and corrected ones are left out.
    said.body += [entry.note for entry in standing(page.progress_entries.all()) if entry.date <= today()]
    said.mark("held", page.text_status)
    said.mark("theme", page.theme_id)
    said.mark("area", *_keys(page.areas))
    said.mark("outside", *_keys(page.outside_records))
    said.mark("organisation", page.responsible_body_id)


@more.register
def _message(page: KeyMessagePage, said: Said) -> None:
    said.body.append(page.social_text)
    said.mark("outside", *_keys(page.outside_records))


@more.register
def _news(page: NewsPage, said: Said) -> None:
    said.labels.append(page.author)
    said.mark("topic", *_keys(page.topics))


@more.register
def _publication(page: PublicationPage, said: Said) -> None:
    said.aliases.append(page.citation)
    said.labels += [page.isbn, page.isbn and "ISBN", "report document download"]
    said.mark("topic", *_keys(page.topics))
    said.mark("organisation", page.publisher_id)
    said.mark("outside", *_keys(page.outside_records))


@more.register
def _collection(page: DocumentCollectionPage, said: Said) -> None:
    said.mark("outside", *(row.record_id for row in page.items.all()))


@more.register
def _group(page: GroupPage, said: Said) -> None:
    said.labels += [*GROUP_LABELS, page.chair, page.frequency, page.closing_reason]
    said.lists("meeting", "minutes")
    said.mark("group", page.pk, page.parent_group_id)
    for member in page.members.all():
        said.labels += [member.name, member.role]
        said.mark("organisation", member.organisation_id)
        said.mark("person", member.profile_id)


@more.register
def _meeting(page: MeetingPage, said: Said) -> None:
    said.labels += [page.get_state_display(), page.place, "meeting", "minutes" if page.has_minutes else ""]
    said.body += [page.amendment_note, *(f"{row.text} {row.owner}" for row in page.actions.all())]
    said.mark("group", page.group_id)
    for row in page.attendance.all():
        # Not the posts: with forty people, every meeting would be found by “director” or “adviser”.
        said.body.append(" ".join(filter(None, (row.name, row.on_behalf_of))))
        said.mark("organisation", row.organisation_id)
    if page.date_precision in VAGUE:
        said.labels.append(str(page.date.year))


@more.register
def _event(page: EventPage, said: Said) -> None:
    said.labels.append(page.place)
    said.mark("organisation", page.host_id)


@more.register
def _person(page: TeamProfilePage, said: Said) -> None:
    said.aliases.append(f"{page.given_name} {page.family_name}")
    said.labels.append(page.post_title)
    for duty in page.duties.all():
        said.labels += [duty.get_kind_display(), duty.title]
        if not duty.is_held_on(today()):
            continue
        said.mark("stream", duty.work_stream_id)
        said.mark("policy", duty.policy_area_id)
        # The subject of a duty is lent to the person while it is public.
        for name, key in (("stream", duty.work_stream_id), ("policy", duty.policy_area_id)):
            said.mark("duty", key and f"{duty.kind}:{name}:{key}")
        if not (duty.work_stream_id or duty.policy_area_id) and str(duty) not in said.facts:
            said.facts.append(str(duty))
    said.mark("person", page.pk)


def turning(since: datetime.date, until: datetime.date) -> Iterator[tuple[int, datetime.date]]:
    """Yield keys of pages whose texts change on a day without an edit, with that day, both ends included.

    Commitments from the day of an entry in their ledger; people and their streams from the first day of a duty (or of its
    month or year), and from the day after its last or after the person's last in the team; meetings from the day on which
    their minutes are no longer awaited. Four statements.
    """
    yield from ProgressEntry.objects.filter(date__range=(since, until)).values_list("page_id", "date")
    a_day = datetime.timedelta(days=1)
    held = (since - AWAITED_FOR - 366 * a_day, until - AWAITED_FOR)  # some are known only to the month or year
    waiting = MeetingPage.objects.filter(state=MeetingState.HELD, date__range=held).order_by()
    for meeting, date, precision in waiting.values_list("pk", "date", "date_precision"):
        day = awaited_until(date, precision) + a_day
        if since <= day <= until:
            yield meeting, day
    ended = (since - a_day, until - a_day)
    duties = Duty.objects.order_by()
    begun = duties.filter(start__range=(since, until)).values_list("page_id", "work_stream_id", "start")
    over = duties.filter(Q(end__range=ended) | Q(page__left_on__range=ended))
    days = [
        *begun,
        *(
            (person, stream, day + a_day)
            for person, stream, end, left in over.values_list("page_id", "work_stream_id", "end", "page__left_on")
            for day in (end, left)
            if day and ended[0] <= day <= ended[1]
        ),
    ]
    for person, stream, day in days:
        yield person, day
        if stream:
            yield stream, day
