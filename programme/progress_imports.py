"""Progress entries from a file: what becomes of each line, and all of them recorded or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from cms.base import csv_files
from cms.base.date_fields import PartialDayField
from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from programme.beside import Telling, is_locked
from programme.choices import COMMITMENT_KINDS, STATUSES
from programme.entries import may_record, record
from programme.models import CommitmentPage, ProgressEntry, WorkStreamPage

COLUMNS = ("work stream", "kind", "number", "date", "status", "note", "evidence")
REQUIRED = COLUMNS[:-1]
MOST = 500  # lines; each becomes a publication of its page


@dataclass
class Line:
    """One line of the file: what it says, and what is wrong with it."""

    number: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    is_there: bool = False
    page: CommitmentPage | None = None
    date: PartialDate | None = None
    status: str = ""

    @property
    def stream(self) -> str:
        return self.values["work stream"]

    @property
    def named(self) -> str:
        """The commitment, as the file names it."""
        return f"{self.values['kind']} {self.values['number']}".strip()

    @property
    def day(self) -> str:
        """The date in words, so that a mistaken month is seen; as it was typed if it is none."""
        return str(self.date) if self.date else self.values["date"]

    @property
    def fate(self) -> str:
        """What becomes of the line, in words."""
        if self.problems:
            return " ".join(self.problems)
        return "Is there already: left out" if self.is_there else "Added"


@dataclass(frozen=True)
class Plan:
    """What an import does, line by line."""

    lines: list[Line]

    @property
    def added(self) -> list[Line]:
        return [line for line in self.lines if not line.problems and not line.is_there]

    @property
    def there(self) -> list[Line]:
        return [line for line in self.lines if line.is_there and not line.problems]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.problems]


def plan(text: str, user: User) -> Plan:
    """Say what becomes of each line of a CSV file. Changes nothing; the number of statements doesn't grow with the lines.

    Raises UnreadableFileError.
    """
    lines = [Line(number, values) for number, values in csv_files.lines(text, COLUMNS, REQUIRED, most=MOST)]
    streams = _streams()
    pages = {
        (page.work_stream_id, page.kind, page.number): page
        for page in CommitmentPage.objects.filter(alias_of=None).prefetch_related("progress_entries")
    }
    seen: dict[tuple, int] = {}
    for line in lines:
        line.problems = list(_problems(line, streams, pages, user))
        if line.problems:
            continue
        key = (line.page.pk, line.date, line.status, line.values["note"])
        there = {
            (PartialDate.of(entry, "date"), entry.status, entry.note) for entry in line.page.progress_entries.all()
        }
        line.is_there = key[1:] in there
        if key in seen:
            line.problems.append(f"Says the same as line {seen[key]}.")
        seen.setdefault(key, line.number)
    return Plan(lines)


@transaction.atomic
def carry_out(text: str, user: User) -> Plan:
    """Do what `plan` says now, and return it. Raises UnreadableFileError, PlanRefusedError; then nothing is written."""
    found = plan(text, user)
    if found.wrong:
        raise csv_files.PlanRefusedError("Nothing was recorded: some lines can't be, any more.")
    for line in sorted(found.added, key=lambda line: (line.date.first_day, line.number)):
        entry = ProgressEntry(
            date=line.date.first_day,
            date_precision=line.date.precision,
            status=line.status,
            note=line.values["note"],
            evidence_link=line.values["evidence"],
        )
        try:
            record(line.page.pk, entry, user, Telling())
        except ValueError as error:
            raise csv_files.PlanRefusedError(f"Nothing was recorded. Line {line.number}: {error}") from None
        except ValidationError as error:
            said = " ".join(error.messages)
            raise csv_files.PlanRefusedError(f"Nothing was recorded. Line {line.number}: {said}") from None
    return found


def _streams() -> dict[str, int]:
    """Return the streams' keys by what people call them: title and slug, in small letters."""
    found: dict[Any, Any] = {}
    for pk, title, slug in WorkStreamPage.objects.filter(alias_of=None).values_list("pk", "title", "slug"):
        found |= {title.lower(): pk, slug: pk}
    return found


def _problems(line: Line, streams: dict, pages: dict, user: User) -> Iterator[str]:
    values = line.values
    yield from (f"No {worded(name)} given." for name in REQUIRED if not values[name])
    stream = streams.get(values["work stream"].lower())
    if values["work stream"] and stream is None:
        yield worded("No work stream of this name.")
    kind = COMMITMENT_KINDS.key_of(values["kind"])
    if values["kind"] and not kind:
        yield f"The kind must be {COMMITMENT_KINDS.alternatives}."
    number = int(values["number"]) if values["number"].isdecimal() and len(values["number"]) < 6 else None
    if values["number"] and number is None:
        yield "The number must be a whole number."
    if stream and kind and number is not None:
        line.page = pages.get((stream, kind, number))
        if line.page is None:
            yield worded(
                "The stream has no %(kind)s %(number)s.", kind=str(COMMITMENT_KINDS(kind).label).lower(), number=number
            )
        else:
            yield from _objections(line.page, user)
    if values["date"]:
        yield from _about_date(line)
    line.status = STATUSES.key_of(values["status"])
    if values["status"] and not line.status:
        yield f"The status must be {STATUSES.alternatives}."
    yield from _about_evidence(values["evidence"])


def _about_date(line: Line) -> Iterator[str]:
    """Read the line's date, and yield what is wrong with it."""
    try:
        line.date = PartialDayField().clean(line.values["date"])
    except ValidationError as error:
        yield from error.messages
        return
    if line.date.first_day > today():
        yield "This day is in the future."


def _objections(page: CommitmentPage, user: User) -> Iterator[str]:
    if not may_record(page, user) or not page.permissions_for_user(user).can_publish():
        yield "You may not publish this page."
    elif is_locked(page, user):
        yield "The page is locked."
    elif not page.live:
        yield "The page isn't published yet."


def _about_evidence(address: str) -> Iterator[str]:
    try:
        if address:
            URLValidator(schemes=["http", "https"])(address)
        if len(address) > ProgressEntry._meta.get_field("evidence_link").max_length:
            raise ValidationError("")
    except ValidationError:
        yield "The evidence must be a web address of 200 characters at most, beginning with https://."
