"""The columns of tables that are taken in: how a cell is read, put into a page, and compared with what the draft has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString

from cms.base.date_fields import DayField, PartialDayField, TimeOfDayField
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.base.typed_dates import Towards
from cms.models import BasePage, DocumentRow
from cms.vocabularies.vocabulary import ChoiceVocabulary
from programme.choices import DUTY_KINDS, DutyKind
from programme.dues import due_of
from programme.models import Attendance, Duty, GroupPage, Organisation, WorkStreamPage

FILE = "file"
LARGEST_NUMBER = 9_999
LONGEST_NUMBER = 20  # digits, with zeros before it
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class KnownFile:
    """A file that came with the table: its name, the key of its document, and those of all documents with the same content."""

    name: str
    key: int
    copies: frozenset[int]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class KnownNames:
    """What cells may name: streams, groups, organisations, people and files, by their names in small letters."""

    streams: Mapping[str, WorkStreamPage] = field(default_factory=dict)
    groups: Mapping[str, GroupPage] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, KnownFile] = field(default_factory=dict)


@dataclass(frozen=True)
class IntakeColumn:
    """A column that a table may have.

    `read` returns the value of a cell or raises ValidationError; `put` sets it on a page; `stored` returns, in words, what a
    draft's stored content has; `shown` the same for a value that was read. Values of an `additive` column are lists, and
    those that a page has already stay.
    """

    name: str
    label: str
    read: Callable[[str, KnownNames], Any]
    put: Callable[[BasePage, Any], None]
    stored: Callable[[Mapping[str, Any], KnownNames], str]
    shown: Callable[[Any], str] = str
    also: tuple[str, ...] = ()
    required: bool = False
    additive: bool = False

    @property
    def heading(self) -> str:
        """The label in the words of the programme."""
        return worded(self.label)


def text(of: Field, label: str = "", **options: Any) -> IntakeColumn:
    """A column for a line of text."""

    def read(typed: str, around: KnownNames) -> str:
        return str(of.clean(_SPACES.sub(" ", typed), None))

    return _plain(of, label, read, **options)


def number(of: Field, label: str = "", **options: Any) -> IntakeColumn:
    """A column for a whole number."""

    def read(typed: str, around: KnownNames) -> int:
        # The length first: Python refuses to read a number of thousands of digits.
        if not (len(typed) <= LONGEST_NUMBER and typed.isdecimal() and 0 < int(typed) <= LARGEST_NUMBER):
            raise ValidationError(f"The number must be a whole number from 1 to {LARGEST_NUMBER}, not “{typed}”.")
        return int(typed)

    return _plain(of, label, read, **options)


def vocabulary(of: Field, entries: ChoiceVocabulary, label: str = "", **options: Any) -> IntakeColumn:
    """A column for a kind or a status."""

    def read(typed: str, around: KnownNames) -> str:
        key = entries.key_of(typed)
        if not key:
            raise ValidationError(f"The {of.name} must be {entries.alternatives}, not “{typed}”.")
        return key

    def name_of(key: str) -> str:
        return str(entries(key).label) if key else ""

    return _plain(of, label, read, shown=name_of, **options)


def day(of: Field, label: str = "", *, towards: Towards = Towards.LAST, **options: Any) -> IntakeColumn:
    """A column for a day."""
    reader = DayField(towards=towards)
    return _plain(of, label, lambda typed, around: reader.clean(typed), shown=_day_in_words, **options)


def time(of: Field, label: str = "", **options: Any) -> IntakeColumn:
    """A column for a time of day."""
    reader = TimeOfDayField()
    return _plain(of, label, lambda typed, around: reader.clean(typed), shown=lambda it: str(it)[:5], **options)


def partial_day(of: Field, label: str = "", *, towards: Towards = Towards.LAST, **options: Any) -> IntakeColumn:
    """A column for a day, or only its month or year."""
    reader = PartialDayField(towards=towards)

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        value = content.get(of.name)
        known = PartialDate(of.to_python(value), content[f"{of.name}_precision"]) if value else None
        return str(known or "")

    return IntakeColumn(
        of.name,
        label or of.name.replace("_", " "),
        lambda typed, around: reader.clean(typed),
        of.save_form_data,
        stored,
        **options,
    )


def due(**options: Any) -> IntakeColumn:
    """The column for the date at which a commitment is due, or words for it."""

    def put(page: BasePage, value: tuple) -> None:
        page.due, page.due_date = value

    return IntakeColumn(
        "due",
        "due",
        lambda typed, around: due_of(typed),
        put,
        lambda content, around: content.get("due") or "",
        shown=lambda value: value[0],
        **options,
    )


def rich_text(of: Field, label: str = "text", **options: Any) -> IntakeColumn:
    """A column for a text that a page has as rich text."""
    return IntakeColumn(
        of.name,
        label,
        lambda typed, around: typed,
        lambda page, value: setattr(page, of.name, paragraphs(value)),
        lambda content, around: without_tags(content.get(of.name) or ""),
        shown=_in_one_line,
        **options,
    )


def blocks(of: Field, label: str = "text", **options: Any) -> IntakeColumn:
    """A column for a text that a page has as blocks: one block of rich text."""

    stream: Any = of

    def put(page: BasePage, value: str) -> None:
        setattr(page, of.name, [("rich_text", {"text": paragraphs(value)})])

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        return _in_one_line(" ".join(stream.get_searchable_content(stream.to_python(content.get(of.name) or "[]"))))

    return IntakeColumn(of.name, label, lambda typed, around: typed, put, stored, shown=_in_one_line, **options)


def organisation(of: Field, label: str, **options: Any) -> IntakeColumn:
    """A column for an organisation of the hub, by its name or abbreviation."""

    def read(typed: str, around: KnownNames) -> Organisation:
        found = around.organisations.get(typed.lower())
        if found is None:
            if typed.lower() in around.people:
                raise ValidationError(f"“{typed}” is a person. Name the organisation.")
            raise ValidationError(f"There is no organisation “{typed}”. Add it under Organisations first.")
        return found

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        return next((str(one) for one in around.organisations.values() if one.pk == content.get(of.name)), "")

    return IntakeColumn(of.name, label, read, lambda page, one: setattr(page, of.name, one), stored, **options)


def streams(name: str = "work_streams", label: str = "work streams", **options: Any) -> IntakeColumn:
    """A column for work streams, separated by semicolons."""

    def put(page: BasePage, value: list[WorkStreamPage]) -> None:
        there = list(getattr(page, name).all())
        setattr(page, name, [*there, *(one for one in value if one not in there)])

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        titles = {one.pk: one.title for one in around.streams.values()}
        return _listed(titles.get(pk, "") for pk in content.get(name) or ())

    return IntakeColumn(name, label, _streams_in, put, stored, shown=_listed, additive=True, **options)


def led_streams(**options: Any) -> IntakeColumn:
    """A column for the work streams that a person leads, separated by semicolons: each becomes a duty."""

    def put(page: BasePage, value: list[WorkStreamPage]) -> None:
        there = list(page.duties.all())
        led = {duty.work_stream_id for duty in there if duty.kind == DutyKind.LEADS}
        kind = DUTY_KINDS.first_of(DutyKind.LEADS)
        new = [Duty(kind=kind, work_stream=one) for one in value if one.pk not in led]
        _append(page, "duties", there, new)

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        titles = {one.pk: one.title for one in around.streams.values()}
        rows = content.get("duties") or ()
        return _listed(titles.get(row["work_stream"], "") for row in rows if row["kind"] == DutyKind.LEADS)

    return IntakeColumn("leads", "leads", _streams_in, put, stored, shown=_listed, additive=True, **options)


def attendance(**options: Any) -> IntakeColumn:
    """A column for the people at a meeting, separated by semicolons. They must be in the team or in a group."""

    def read(typed: str, around: KnownNames) -> list[str]:
        names = split(typed)
        if unknown := [f"“{name}”" for name in names if name.lower() not in around.people]:
            raise ValidationError(
                f"{' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} neither in the team nor in a group."
            )
        return [around.people[name.lower()] for name in names]

    def put(page: BasePage, value: list[str]) -> None:
        there = list(page.attendance.all())
        known = {row.name.lower() for row in there}
        _append(page, "attendance", there, [Attendance(name=name) for name in value if name.lower() not in known])

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        return _listed(row["name"] for row in content.get("attendance") or ())

    return IntakeColumn("attendance", "people", read, put, stored, shown=_listed, additive=True, **options)


def files(row: type[DocumentRow], relation: str, **options: Any) -> IntakeColumn:
    """A column for files that came with the table, separated by semicolons: each becomes a row. `relation` has the rows."""

    def read(typed: str, around: KnownNames) -> list[KnownFile]:
        names = split(typed)
        if unknown := [name for name in names if name.lower() not in around.files]:
            raise ValidationError([f"“{name}” wasn't uploaded with the table." for name in unknown])
        return [around.files[name.lower()] for name in names]

    def put(page: BasePage, value: list[KnownFile]) -> None:
        there = list(getattr(page, relation).all())
        known = {one.document_id for one in there}
        _append(page, relation, there, [row(document_id=one.key) for one in value if not known & one.copies])

    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        known = {one["document"] for one in content.get(relation) or ()}
        return _listed(one for one in around.files.values() if known & one.copies)

    return IntakeColumn(FILE, FILE, read, put, stored, shown=_listed, additive=True, **options)


def above(name: str, label: str, **options: Any) -> IntakeColumn:
    """A column that names the page above: the work stream or the group. `name` is that of the known names."""

    def read(typed: str, around: KnownNames) -> BasePage:
        known: Mapping[str, BasePage] = getattr(around, name)
        found = known.get(typed.lower())
        if found is None:
            raise ValidationError(worded(f"There is no {label} “%(name)s”.", name=typed))
        return found

    # It says which page a line is about, so it is never a difference.
    return IntakeColumn(
        label.replace(" ", "_"), label, read, lambda page, value: None, lambda content, around: "", **options
    )


def paragraphs(text: str) -> SafeString:
    """Return plain text as HTML, a paragraph for each line."""
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


def without_tags(html: str) -> str:
    """Return the words of HTML in one line."""
    return _in_one_line(unescape(strip_tags(html.replace("<", " <"))))


def split(typed: str) -> list[str]:
    """Return the values of a cell that has several, separated by semicolons or line breaks."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[;\n]", typed) if part.strip()))


def _plain(
    of: Field, label: str, read: Callable[[str, KnownNames], Any], shown: Callable[[Any], str] = str, **options: Any
) -> IntakeColumn:
    def stored(content: Mapping[str, Any], around: KnownNames) -> str:
        value = of.to_python(content.get(of.name))
        return "" if value is None else shown(value)

    def put(page: BasePage, value: Any) -> None:
        setattr(page, of.name, value)

    return IntakeColumn(of.name, label or of.name.replace("_", " "), read, put, stored, shown=shown, **options)


def _streams_in(typed: str, around: KnownNames) -> list[WorkStreamPage]:
    names = split(typed)
    if unknown := [name for name in names if name.lower() not in around.streams]:
        raise ValidationError([worded("There is no work stream “%(name)s”.", name=name) for name in unknown])
    return list(dict.fromkeys(around.streams[name.lower()] for name in names))


def _append(page: BasePage, relation: str, there: list, new: list) -> None:
    for place, row in enumerate(new, len(there)):
        row.sort_order = place
    getattr(page, relation).set([*there, *new])


def _listed(things: Any) -> str:
    return "; ".join(filter(None, map(str, things)))


def _in_one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _day_in_words(value: Any) -> str:
    return str(PartialDate(value))


Columns = Sequence[IntakeColumn]
