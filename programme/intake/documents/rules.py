"""Proposes records from the lines of a document, by rules: headings, numbered lists, “Recommendation 3”, tables, dates.

No model and no network. A proposal says where it was found, and has the passage, so that a person can judge it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cms.base.typed_dates import Towards, UnreadableDateError, in_words, read_date
from programme.models import ProposalKind

from .lines import DocumentLine
from .paragraphs import headings, joined, title_of
from .patterns import (
    BEFORE_A_NAME,
    BY,
    COLUMNS,
    DAY,
    DUE,
    FIGURE,
    ITEM,
    NAME,
    OWNER,
    PEOPLE,
    PEOPLE_LINE,
    TO_DO,
    UNDER_ACTIONS,
    UNDER_RECOMMENDATIONS,
    counted,
)

RECOMMENDATION, ACTION = ProposalKind.RECOMMENDATION, ProposalKind.ACTION
LONGEST_PASSAGE = 1_500
MOST = 400  # proposals of a document


@dataclass(frozen=True)
class Proposal:
    """A record that a document seems to have. `where` says in words where its passage is."""

    kind: ProposalKind
    passage: str
    where: str
    title: str = ""
    text: str = ""
    number: int | None = None
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class DocumentFindings:
    """What the rules make of a document."""

    title: str
    proposals: list[Proposal]


def read(lines: Sequence[DocumentLine], file_name: str) -> DocumentFindings:
    """Return the title of a document and the proposals, in the order in which the document has them."""
    found = joined(lines)
    return DocumentFindings(title_of(found, file_name)[:255], list(_Reader(found, file_name).proposals())[:MOST])


@dataclass
class _Reader:
    lines: list[DocumentLine]
    file_name: str
    section: str = ""
    numbers: dict[ProposalKind, int] = field(default_factory=dict)

    def proposals(self) -> Iterator[Proposal]:
        """Yield the proposals in the order of the lines; people and dates once each."""
        heads = headings(self.lines)
        dates: set[str] = set()
        people: set[str] = set()
        place = 0
        while place < len(self.lines):
            line, start = self.lines[place], place
            if place in heads:
                self.section = heads[place]
                yield self._section(place, heads)
                place += 1
            elif line.cells:
                rows = self._table(place)
                place += len(rows)
                yield from self._of_table(rows, start, people)
                continue
            elif item := self._item(place, heads):
                proposal, place = item
                yield proposal
                continue
            else:
                place += 1
                for proposal in self._people(line, start, in_list=PEOPLE.search(self.section) is not None):
                    if proposal.title not in people:
                        people.add(proposal.title)
                        yield proposal
            for proposal in self._dates(line, start):
                if proposal.title not in dates:
                    dates.add(proposal.title)
                    yield proposal

    def _where(self, place: int) -> str:
        page = self.lines[place].page
        return f"page {page}" if page else f"paragraph {place + 1}"

    def _section(self, place: int, heads: dict[int, str]) -> Proposal:
        """Return the section below a heading: its paragraphs up to the next heading, an item or a table."""
        parts: list[str] = []
        for after in range(place + 1, len(self.lines)):
            line = self.lines[after]
            if after in heads or line.cells is not None or ITEM.match(line.text):
                break
            parts.append(f"{line.label} {line.text}".strip())
        return Proposal(
            ProposalKind.SECTION,
            passage="\n".join([self.lines[place].text, *parts])[:LONGEST_PASSAGE],
            where=self._where(place),
            title=heads[place][:255],
            text="\n".join(parts),
        )

    def _item(self, place: int, heads: dict[int, str]) -> tuple[Proposal, int] | None:
        """Return the recommendation or action that begins at a line, and the place after it; None if none does."""
        line = self.lines[place]
        kind, number, text = self._begun(line)
        if kind is None:
            return None
        passage, after = [f"{line.label} {line.text}".strip()], place + 1
        # “Recommendation 1” on a line of its own, or a heading: the text follows.
        if (not text or line.level) and after < len(self.lines) and after not in heads:
            following = self.lines[after]
            if following.cells is None and not ITEM.match(following.text):
                passage.append(following.text)
                text, after = f"{text} {following.text}".strip(), after + 1
        if not text:
            return None
        self.numbers[kind] = number
        return _completed(
            Proposal(kind, "\n".join(passage)[:LONGEST_PASSAGE], self._where(place), "", text, number)
        ), after

    def _begun(self, line: DocumentLine) -> tuple[ProposalKind | None, int, str]:
        if match := ITEM.match(line.text):
            is_recommendation = match["recommendation"] or match["short_recommendation"]
            kind = RECOMMENDATION if is_recommendation else ACTION
            return kind, counted(match["count"] or match["short_count"]), line.text[match.end() :].strip()
        listed = self._kind_of_section()
        if listed is None:
            return None, 0, ""
        if figure := re.match(r"\D*(\d{1,3})[.)]?\Z", line.label):
            return listed, int(figure[1]), line.text
        if figure := FIGURE.match(line.text):
            return listed, int(figure["count"]), figure["text"]
        if line.label:
            return listed, self.numbers.get(listed, 0) + 1, line.text
        return None, 0, ""

    def _kind_of_section(self) -> ProposalKind | None:
        if UNDER_RECOMMENDATIONS.search(self.section):
            return RECOMMENDATION
        return ACTION if UNDER_ACTIONS.search(self.section) else None

    def _table(self, place: int) -> list[DocumentLine]:
        rows = []
        for line in self.lines[place:]:
            if not line.cells:
                break
            rows.append(line)
        return rows

    def _of_table(self, rows: list[DocumentLine], start: int, people: set[str]) -> Iterator[Proposal]:
        """Yield the items or people in the rows of a table whose first row names its columns."""
        head = rows[0].cells or []
        named = {
            name: place
            for name, pattern in COLUMNS.items()
            for place, cell in enumerate(head)
            if pattern.match(cell.strip())
        }
        kind = RECOMMENDATION if "recommendation" in named else ACTION if "action" in named else None
        for at, row in enumerate(rows[1:], start + 1):
            cells = row.cells or []

            def cell(name: str, cells: list[str] = cells) -> str:
                return cells[named[name]].strip() if name in named and named[name] < len(cells) else ""

            if kind and (text := cell(kind.value)):
                yield self._row(kind, row, at, text, cell("number"), cell("owner"), cell("due"))
            elif kind is None and (match := NAME.match(cell("name"))) and match["name"] not in people:
                people.add(match["name"])
                yield Proposal(ProposalKind.PERSON, row.text, self._where(at), match["name"], cell("post"))

    def _row(
        self, kind: ProposalKind, row: DocumentLine, at: int, text: str, number: str, owner: str, due: str
    ) -> Proposal:
        if figure := re.search(r"\d{1,3}", number):
            self.numbers[kind] = int(figure[0])
        elif match := ITEM.match(text):
            self.numbers[kind] = counted(match["count"] or match["short_count"])
            text = text[match.end() :]
        else:
            self.numbers[kind] = self.numbers.get(kind, 0) + 1
        proposal = Proposal(kind, row.text, self._where(at), "", text, self.numbers[kind], owner[:150], due[:120])
        return _completed(proposal)

    def _people(self, line: DocumentLine, place: int, *, in_list: bool) -> Iterator[Proposal]:
        """Yield the people named after “Present:” or, below such a heading, one in a line."""
        if match := PEOPLE_LINE.match(line.text):
            for part in _divided(match["names"]):
                yield from self._person(part, line, place)
        elif in_list and len(line.text) <= 150:
            yield from self._person(line.text, line, place)

    def _person(self, part: str, line: DocumentLine, place: int) -> Iterator[Proposal]:
        match = NAME.match(part.strip())
        if match is None:
            return
        rest = part.strip()[match.end() :].strip()
        if rest and rest[0] not in ",(–—-:":
            return  # a sentence that begins with capitals
        post = rest.strip(" ,()–—-:.")
        yield Proposal(ProposalKind.PERSON, line.text[:LONGEST_PASSAGE], self._where(place), match["name"], post[:255])

    def _dates(self, line: DocumentLine, place: int) -> Iterator[Proposal]:
        for match in DAY.finditer(line.text):
            if day := _day(match["day"]):
                yield Proposal(ProposalKind.DATE, line.text[:LONGEST_PASSAGE], self._where(place), day)


def _divided(names: str) -> list[str]:
    """Return the names of a list, separated by semicolons, or by commas that stand before a name."""
    if ";" in names:
        return names.split(";")
    return BEFORE_A_NAME.split(names)


def _completed(proposal: Proposal) -> Proposal:
    """Return an item with its owner and its date, as far as its text says them."""
    text, owner, due = proposal.text, proposal.owner, proposal.due
    if not owner and (match := OWNER.search(text)):
        owner = match["value"].strip(" .")
    if not due and (match := DUE.search(text)):
        due = match["value"].strip(" .")
    # What only says who and when is no part of the wording.
    wording = text
    for pattern in (OWNER, DUE):
        wording = pattern.sub(" ", wording)
    wording = re.sub(r"\(\s*\)", "", wording)
    wording = re.sub(r"\s+([.;,)])", r"\1", " ".join(wording.split())).strip(" ;,)") or text
    if not owner and proposal.kind == ACTION and (match := TO_DO.match(wording)):
        owner = match["name"]
    if not due and (match := BY.search(wording)):
        due = match["value"]
    due = re.sub(r"^by\s+", "", due, flags=re.IGNORECASE)
    return replace(proposal, text=wording, owner=owner[:150], due=due[:120])


def _day(typed: str) -> str:
    """Return a date in words, without the day of the week; empty if there is no such day."""
    try:
        found = read_date(typed, today=datetime.date(2000, 1, 1), towards=Towards.LAST)
    except UnreadableDateError:
        return ""
    return in_words(found.date, found.precision).partition(" ")[2]
