"""What tables can become: for each kind the page, its columns, the page above it, and what makes two lines the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.text import slugify

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.base.typed_dates import Towards
from cms.models import BasePage
from programme.choices import COMMITMENT_KINDS, NEWS_KINDS, PUBLICATION_KINDS, MeetingState
from programme.models import (
    Attachment,
    CommitmentPage,
    IntakeKind,
    MeetingPage,
    NewsIndexPage,
    NewsPage,
    PublicationIndexPage,
    PublicationPage,
    TeamIndexPage,
    TeamProfilePage,
)

from . import columns
from .columns import Columns, IntakeColumn

Values = Mapping[str, Any]


@dataclass(frozen=True)
class IntakeTarget:
    """A kind of page that lines of a table become.

    `key` returns what distinguishes a line, from its values; `key_fields` are the page's fields with the same. `above` is
    the model of the list that the pages are below, or the name of the column that says so. `title` and `finish` complete a
    new page.
    """

    kind: IntakeKind
    model: type[BasePage]
    columns: Columns
    key: Callable[[Values], tuple | None]
    key_fields: tuple[str, ...]
    key_of_stored: Callable[[Mapping[str, Any]], tuple]
    above: type[BasePage] | str
    title: Callable[[Values], str]
    finish: Callable[[BasePage, Values], None] = lambda page, values: None
    slug: Callable[[Values], str] = lambda values: ""

    def column(self, name: str) -> IntakeColumn | None:
        """Return the column of that name, None if there is none."""
        return next((one for one in self.columns if one.name == name), None)

    def is_needed_always(self, column: IntakeColumn) -> bool:
        """Say whether a column is required for pages that are there, too: their lines are found by it."""
        return column.required and column.name in self.key_fields


def _field(model: type[BasePage], name: str) -> Field:
    return model._meta.get_field(name)


def _by_title(values: Values) -> tuple | None:
    return (values["title"].lower(),) if values.get("title") else None


def _stored_title(stored: Mapping[str, Any]) -> tuple:
    return ((stored["title"] or "").lower(),)


def _slug_column(model: type[BasePage]) -> IntakeColumn:
    def read(typed: str, around: columns.KnownNames) -> str:
        if slugify(typed, allow_unicode=True) != typed:
            raise ValidationError("The last part of the address may have small letters, figures and hyphens only.")
        return typed

    # It says which page a line is about; a page that is there keeps its own.
    return IntakeColumn(
        "slug", "last part of the address", read, lambda page, value: None, lambda content, around: "", also=("slug",)
    )


def _news_finish(page: BasePage, values: Values) -> None:
    if "date" in values:
        page.date_is_typed = True


def _person_name(values: Values) -> str:
    return f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()


def _person_finish(page: BasePage, values: Values) -> None:
    person: Any = page
    person.title = _person_name(vars(person))
    person.sort_name = person.sort_name or f"{person.family_name}, {person.given_name}"
    if not person.as_at:
        person.as_at, person.as_at_precision = today(), DatePrecision.DAY


def _commitment_key(values: Values) -> tuple | None:
    stream, kind, number = values.get("work_stream"), values.get("kind"), values.get("number")
    return (stream.pk, kind, number) if stream and kind and number else None


def _meeting_key(values: Values) -> tuple | None:
    group, date = values.get("group"), values.get("date")
    return (group.pk, date.first_day, date.precision) if group and date else None


def _meeting_title(values: Values) -> str:
    return f"Meeting of {values['date']}"


def _meeting_finish(page: BasePage, values: Values) -> None:
    meeting: Any = page
    if meeting.state != MeetingState.PLANNED:
        return
    if meeting.minutes and meeting.date <= today():
        meeting.state = MeetingState.MINUTES_DRAFT
    elif PartialDate.of(meeting, "date").last_day < today():  # type: ignore[union-attr]  # a meeting has a date
        meeting.state = MeetingState.HELD


def _stored_date(model: type[BasePage], stored: Mapping[str, Any]) -> tuple:
    return _field(model, "date").to_python(stored["date"]), stored["date_precision"]


_title: dict[str, Any] = {"required": True, "also": ("name", "heading", "headline")}
_summary: dict[str, Any] = {"required": True, "also": ("description", "standfirst", "abstract")}
_body: dict[str, Any] = {"also": ("body", "content", "wording")}

targets: dict[str, IntakeTarget] = {
    one.kind: one
    for one in (
        IntakeTarget(
            IntakeKind.NEWS,
            NewsPage,
            (
                columns.text(_field(NewsPage, "title"), **_title),
                columns.day(_field(NewsPage, "date"), also=("published", "day")),
                columns.vocabulary(_field(NewsPage, "kind"), NEWS_KINDS, also=("type", "category")),
                columns.text(_field(NewsPage, "summary"), **_summary),
                columns.blocks(_field(NewsPage, "body"), **_body),
                columns.text(_field(NewsPage, "author"), also=("by", "written by")),
                columns.streams(also=("work stream", "streams", "stream")),
                _slug_column(NewsPage),
            ),
            key=_by_title,
            key_fields=("title",),
            key_of_stored=_stored_title,
            above=NewsIndexPage,
            title=lambda values: values["title"],
            finish=_news_finish,
            slug=lambda values: values.get("slug", ""),
        ),
        IntakeTarget(
            IntakeKind.PEOPLE,
            TeamProfilePage,
            (
                columns.text(
                    _field(TeamProfilePage, "given_name"), required=True, also=("first name", "forename", "given")
                ),
                columns.text(
                    _field(TeamProfilePage, "family_name"), required=True, also=("last name", "surname", "family")
                ),
                columns.text(_field(TeamProfilePage, "post_title"), also=("post", "job title", "role", "job", "title")),
                columns.rich_text(_field(TeamProfilePage, "biography"), "biography", also=("about", "bio", "text")),
                columns.partial_day(_field(TeamProfilePage, "as_at"), also=("correct on", "date")),
                columns.partial_day(_field(TeamProfilePage, "left_on"), also=("left", "leaving date")),
                columns.led_streams(also=("leads work stream", "work stream", "lead of")),
                _slug_column(TeamProfilePage),
            ),
            key=lambda values: (_person_name(values).lower(),) if _person_name(values) else None,
            key_fields=("given_name", "family_name"),
            key_of_stored=lambda stored: (_person_name(stored).lower(),),
            above=TeamIndexPage,
            title=_person_name,
            finish=_person_finish,
            slug=lambda values: values.get("slug", ""),
        ),
        IntakeTarget(
            IntakeKind.COMMITMENTS,
            CommitmentPage,
            (
                columns.above("streams", "work stream", required=True, also=("stream",)),
                columns.vocabulary(_field(CommitmentPage, "kind"), COMMITMENT_KINDS, required=True, also=("type",)),
                columns.number(
                    _field(CommitmentPage, "number"), required=True, also=("no", "no.", "nr", "#", "ref", "reference")
                ),
                columns.rich_text(
                    _field(CommitmentPage, "text"), also=("wording", "body", "description", "recommendation", "action")
                ),
                columns.organisation(
                    _field(CommitmentPage, "responsible_body"),
                    "owner",
                    also=("responsible body", "organisation", "responsible", "lead organisation"),
                ),
                columns.due(also=("due date", "deadline", "by when", "target date")),
                columns.day(_field(CommitmentPage, "accepted_on"), also=("accepted",)),
                columns.text(_field(CommitmentPage, "source_page"), also=("page",)),
            ),
            key=_commitment_key,
            key_fields=("work_stream", "kind", "number"),
            key_of_stored=lambda stored: (stored["work_stream"], stored["kind"], stored["number"]),
            above="work_stream",
            title=lambda values: f"{COMMITMENT_KINDS(values['kind']).label} {values['number']}",
        ),
        IntakeTarget(
            IntakeKind.MEETINGS,
            MeetingPage,
            (
                columns.above("groups", "group", required=True, also=("committee", "board")),
                columns.partial_day(
                    _field(MeetingPage, "date"), towards=Towards.NEXT, required=True, also=("day", "date of meeting")
                ),
                columns.time(_field(MeetingPage, "start_time"), "from", also=("start", "start time", "time", "begins")),
                columns.time(_field(MeetingPage, "end_time"), "until", also=("end", "end time", "to", "ends")),
                columns.text(_field(MeetingPage, "place"), also=("venue", "where", "location", "room")),
                columns.blocks(_field(MeetingPage, "agenda"), "agenda"),
                columns.blocks(_field(MeetingPage, "minutes"), "minutes", also=("notes", "text")),
                columns.attendance(also=("attendance", "attendees", "who came", "present", "attended")),
            ),
            key=_meeting_key,
            key_fields=("group", "date", "date_precision"),
            key_of_stored=lambda stored: (stored["group"], *_stored_date(MeetingPage, stored)),
            above="group",
            title=_meeting_title,
            finish=_meeting_finish,
            slug=lambda values: slugify(values["date"].iso),
        ),
        IntakeTarget(
            IntakeKind.PUBLICATIONS,
            PublicationPage,
            (
                columns.text(_field(PublicationPage, "title"), **_title),
                columns.vocabulary(
                    _field(PublicationPage, "kind"), PUBLICATION_KINDS, required=True, also=("type", "category")
                ),
                columns.partial_day(_field(PublicationPage, "date"), required=True, also=("published", "day", "year")),
                columns.text(_field(PublicationPage, "summary"), **_summary),
                columns.blocks(_field(PublicationPage, "body"), **_body),
                columns.organisation(
                    _field(PublicationPage, "publisher"), "publisher", also=("published by", "organisation")
                ),
                columns.text(_field(PublicationPage, "isbn"), "ISBN", also=("isbn",)),
                columns.text(
                    _field(PublicationPage, "official_address"), also=("address", "url", "link", "web address")
                ),
                columns.streams(also=("work stream", "streams", "stream")),
                columns.files(
                    Attachment, "attachments", also=("files", "file name", "document", "documents", "pdf", "attachment")
                ),
                _slug_column(PublicationPage),
            ),
            key=_by_title,
            key_fields=("title",),
            key_of_stored=_stored_title,
            above=PublicationIndexPage,
            title=lambda values: values["title"],
            slug=lambda values: values.get("slug", ""),
        ),
    )
}


def guessed(target: IntakeTarget, headings: list[str]) -> dict[str, str]:
    """Return for each heading the name of the column that it most likely is, empty if none is. No column is given twice."""
    found: dict[str, str] = dict.fromkeys(headings, "")
    free = list(target.columns)
    # Exact names of all columns first, so that a further name of one doesn't take the heading of another.
    for matches in (_is_named, _is_also_named):
        for heading in headings:
            column = next((one for one in free if not found[heading] and matches(one, heading)), None)
            if column:
                found[heading] = column.name
                free.remove(column)
    return found


def _plain_name(heading: str) -> str:
    return " ".join(heading.lower().replace("_", " ").replace("-", " ").split())


def _is_named(column: IntakeColumn, heading: str) -> bool:
    return _plain_name(heading) in {_plain_name(name) for name in (column.name, column.label, column.heading)}


def _is_also_named(column: IntakeColumn, heading: str) -> bool:
    return _plain_name(heading) in {_plain_name(worded(name)) for name in column.also} | set(column.also)
