"""Commitments from a spreadsheet: each line is read, with everything that is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from cms.base import csv_files
from cms.base.own_words import worded
from programme.choices import COMMITMENT_KINDS, STATUSES
from programme.dues import due_of

COLUMNS = ("stream", "kind", "number", "text", "owner", "due", "status")
REQUIRED = ("stream", "kind", "text")
ALSO = {"work stream": "stream", "no": "number", "no.": "number", "wording": "text", "type": "kind"}
MOST = 500  # lines; each becomes a page
LARGEST_NUMBER = 9_999


@dataclass(frozen=True)
class NamesAround:
    """The names that lines may give: of the streams, of people on the site, and of organisations; in small letters."""

    streams: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


@dataclass
class CommitmentLine:
    """A commitment as a line of a spreadsheet gives it, and what is wrong with the line."""

    line: int
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    kind: str = ""
    number: int = 0
    due_date: datetime.date | None = None
    status: str = ""

    @property
    def name(self) -> str:
        """The kind with the number, which is also the title of its page: “Recommendation 3”."""
        return f"{COMMITMENT_KINDS(self.kind).label if self.kind else self.values['kind']} {self.number or ''}".strip()

    @property
    def owner(self) -> str:
        return self.values["owner"].lower()

    @property
    def stream(self) -> str:
        return self.values["stream"].lower()


def read(text: str, around: NamesAround) -> list[CommitmentLine]:
    """Return the lines, each with all its problems. Those without a number continue the numbers of their stream and kind.

    Kinds, statuses and headings are those of the active programme; the product's own headings are known, too. Raises
    UnreadableFileError if it isn't a table with these columns.
    """
    lines = [
        CommitmentLine(number, values)
        for number, values in csv_files.lines(text.strip("\n"), COLUMNS, REQUIRED, most=MOST, also=ALSO)
    ]
    for line in lines:
        line.problems += _problems(line, around)
    _number(lines)
    return lines


def _problems(line: CommitmentLine, around: NamesAround) -> Iterator[str]:
    values = line.values
    yield from (f"No {worded(name)} is given." for name in REQUIRED if not values[name])
    if values["stream"] and line.stream not in around.streams:
        yield worded("There is no work stream “%(name)s”.", name=values["stream"])
    line.kind = COMMITMENT_KINDS.key_of(values["kind"])
    if values["kind"] and not line.kind:
        yield f"The kind must be {COMMITMENT_KINDS.alternatives}, not “{values['kind']}”."
    yield from _about_number(line)
    if line.owner and line.owner not in around.people | around.organisations:
        yield f"“{values['owner']}” is neither one of the people shown on the site nor an organisation."
    yield from _about_due(line)
    line.status = STATUSES.key_of(values["status"])
    if values["status"] and not line.status:
        yield f"The status must be {STATUSES.alternatives}, not “{values['status']}”."


def _about_number(line: CommitmentLine) -> Iterator[str]:
    typed = line.values["number"]
    if typed and not (typed.isdecimal() and 0 < int(typed) <= LARGEST_NUMBER):
        yield f"The number must be a whole number from 1 to {LARGEST_NUMBER}, not “{typed}”."
    elif typed:
        line.number = int(typed)


def _about_due(line: CommitmentLine) -> Iterator[str]:
    """Read when it is due. Words without a figure, such as “every year”, stay as they are."""
    try:
        line.values["due"], line.due_date = due_of(line.values["due"])
    except ValidationError as error:
        yield from error.messages


def _number(lines: list[CommitmentLine]) -> None:
    """Give lines without a number the next of their stream and kind, and note numbers that are there twice."""
    first: dict[tuple[str, str, int], CommitmentLine] = {}
    highest: dict[tuple[str, str], int] = {}
    for line in sorted(lines, key=lambda line: not line.values["number"]):
        if not line.kind or not line.stream:
            continue
        among = (line.stream, line.kind)
        if not line.values["number"]:
            line.number = highest.get(among, 0) + 1
        if not line.number:
            continue
        highest[among] = max(highest.get(among, 0), line.number)
        before = first.setdefault((*among, line.number), line)
        if before is not line:
            line.problems.append(f"{line.name} is in line {before.line} already.")
