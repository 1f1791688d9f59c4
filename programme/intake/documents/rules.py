"""Proposes records from the lines of a document, by rules: headings, numbered lists, “Recommendation 3”, tables, dates.

No model and no network. A proposal says where it was found, and has the passage, so that a person can judge it.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from cms.base.typed_dates import Towards, UnreadableDateError, in_words, read_date
from programme.models import ProposalKind

from .items import Words, about, known_owner
from .lines import DocumentLine
from .paragraphs import headings, joined, title_of, without_contents
from .patterns import (
    BEFORE_A_NAME,
    COLUMNS,
    DAY,
    FIGURE,
    FURTHER_LABEL,
    INITIALS,
    ITEM,
    LABELLED,
    NAME,
    ONE_WHO,
    ONLY_WHO,
    PEOPLE,
    PEOPLE_LINE,
    UNDER_ACTIONS,
    UNDER_RECOMMENDATIONS,
    counted,
)

RECOMMENDATION, ACTION = ProposalKind.RECOMMENDATION, ProposalKind.ACTION
LONGEST_PASSAGE = 1_500
LONGEST_REFERENCE = 20
MOST = 400  # proposals of a document


@dataclass(frozen=True)
class Proposal:
    """A record that a document seems to have. `where` says in words where its passage is.

    The `title` of an item is its subject. `reference` is what the document calls it, such as “2.1” or “A26/31”, if that is
    more than a number.
    """

    kind: ProposalKind
    passage: str
    where: str
    title: str = ""
    text: str = ""
    number: int | None = None
    reference: str = ""
    owner: str = ""
    due: str = ""


class _OnlyWho(Proposal):
    """An action for which only initials are given: its text is the paragraph above them."""


@dataclass(frozen=True)
class DocumentFindings:
    """What the rules make of a document."""

    title: str
    proposals: list[Proposal]


def read(lines: Sequence[DocumentLine], file_name: str, names: Collection[str] = ()) -> DocumentFindings:
    """Return the title of a document and the proposals, in the order in which the document has them.

    `names` are the organisations and people of the hub, who may be owners of items.
    """
    found = joined(without_contents(lines))
    title = title_of(found, file_name)[:255]
    proposals = _with_owners(_told_apart(_Reader(found, file_name).proposals()), names)
    return DocumentFindings(title, proposals[:MOST])


class _Reader:
    def __init__(self, lines: list[DocumentLine], file_name: str):
        self.lines, self.file_name = lines, file_name
        self.heads = headings(lines)
        self.words = Words(lines, self.heads)
        self.section = ""
        self.numbers: dict[ProposalKind, int] = {}

    def proposals(self) -> list[Proposal]:
        """Return the proposals in the order of the lines; people and dates once each."""
        found: list[Proposal] = []
        sections: list[tuple[int, list[str]]] = []  # the place of each among the proposals, and its paragraphs
        once: set[tuple[ProposalKind, str]] = set()
        place = 0
        while place < len(self.lines):
            line, start = self.lines[place], place
            new: list[Proposal] = []
            if place in self.heads:
                self.section = self.heads[place]
                sections.append((len(found), []))
                found.append(Proposal(ProposalKind.SECTION, line.text, self._where(place), self.section[:255]))
                place += 1
            elif line.cells:
                rows = self._table(place)
                place += len(rows)
                new += self._of_table(rows, start)
            elif ONLY_WHO.match(line.text):
                place += 1
                found += self._only_who(start)
            elif item := self._item(place):
                proposal, place = item
                found.append(proposal)
                continue
            else:
                place += 1
                if sections and line.text:
                    sections[-1][1].append(f"{line.label} {line.text}".strip())
                new += self._people(line, start, in_list=PEOPLE.search(self.section) is not None)
            if not line.cells:
                new += self._dates(line, start)
            for proposal in new:
                is_once = proposal.kind in (ProposalKind.PERSON, ProposalKind.DATE)
                if not is_once or (proposal.kind, proposal.title) not in once:
                    once.add((proposal.kind, proposal.title))
                    found.append(proposal)
        for at, parts in sections:
            passage = "\n".join([found[at].passage, *parts])[:LONGEST_PASSAGE]
            found[at] = replace(found[at], passage=passage, text="\n".join(parts))
        return found

    def _where(self, place: int) -> str:
        page = self.lines[place].page
        return f"page {page}" if page else f"paragraph {place + 1}"

    def _item(self, place: int) -> tuple[Proposal, int] | None:
        """Return the recommendation or action that begins at a line, and the place after it; None if none does."""
        line = self.lines[place]
        kind, number, reference, text = self._begun(line)
        if kind is None:
            return None
        words = self.words.of(
            place, text, is_named=ITEM.match(line.text) is not None, is_recommendation=kind == RECOMMENDATION
        )
        if not words.text:
            return None
        self.numbers[kind] = number
        passage = [f"{one.label} {one.text}".strip() for one in self.lines[place : words.after]]
        proposal = Proposal(
            kind,
            "\n".join(passage)[:LONGEST_PASSAGE],
            self._where(place),
            words.subject[:255],
            words.text,
            number,
            reference[:LONGEST_REFERENCE],
        )
        return proposal, words.after

    def _begun(self, line: DocumentLine) -> tuple[ProposalKind | None, int, str, str]:
        """Return the kind of the item that begins at a line, its number, its reference, and what stands after them."""
        if match := ITEM.match(line.text):
            is_recommendation = match["recommendation"] or match["short_recommendation"]
            kind = RECOMMENDATION if is_recommendation else ACTION
            return kind, *counted(match["count"] or match["short_count"]), line.text[match.end() :].strip()
        if label := LABELLED.match(line.text):
            return ACTION, self.numbers.get(ACTION, 0) + 1, "", line.text[label.end() :].strip()
        listed = self._kind_of_section()
        if listed is None:
            return None, 0, "", ""
        if figure := re.match(r"\D*(\d{1,3})[.)]?\Z", line.label):
            return listed, int(figure[1]), "", line.text
        if figure := FIGURE.match(line.text):
            return listed, int(figure["count"]), "", figure["text"]
        if line.label:
            return listed, self.numbers.get(listed, 0) + 1, "", line.text
        return None, 0, "", ""

    def _only_who(self, place: int) -> Iterator[Proposal]:
        """Yield the actions of a line that says only who: their words are those of the paragraph above, if there is one."""
        line, before = self.lines[place], max(place - 1, 0)
        is_text = self.lines[before].cells is None and before not in self.heads and before != place
        above = self.lines[before].text if is_text else ""
        for match in ONE_WHO.finditer(line.text):
            number, reference = counted(match["reference"])
            passage = f"{above}\n{line.text}".strip()[:LONGEST_PASSAGE]
            text, where = above or line.text, self._where(place)
            yield _OnlyWho(ACTION, passage, where, "", text, number, reference, match["who"])

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

    def _of_table(self, rows: list[DocumentLine], start: int) -> Iterator[Proposal]:
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
                for part in _labelled(text):
                    owner = cell("owner")
                    if kind == ACTION and INITIALS.match(part):
                        # Only who: beside it stands what.
                        beside = max((one for one in cells if one.strip() != text), key=len, default="")
                        part, owner = beside.strip() or part, owner or part.strip(". ")
                    yield self._row(kind, row, at, part, cell("number"), owner, cell("due"))
            elif kind is None and (match := NAME.match(cell("name"))):
                yield Proposal(ProposalKind.PERSON, row.text, self._where(at), match["name"], cell("post"))

    def _row(
        self, kind: ProposalKind, row: DocumentLine, at: int, text: str, number: str, owner: str, due: str
    ) -> Proposal:
        reference = ""
        if re.search(r"\d", number):
            self.numbers[kind], reference = counted(number)
        elif match := ITEM.match(text):
            self.numbers[kind], reference = counted(match["count"] or match["short_count"])
            text = text[match.end() :]
        else:
            self.numbers[kind] = self.numbers.get(kind, 0) + 1
        where = self._where(at)
        reference = reference[:LONGEST_REFERENCE]
        return Proposal(kind, row.text, where, "", text, self.numbers[kind], reference, owner[:150], due[:120])

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


def _labelled(text: str) -> list[str]:
    """Return the actions of a cell: each after its “Action:”, or the text as it is without such a label."""
    label = LABELLED.match(text)
    return [part.strip() for part in FURTHER_LABEL.split(text[label.end() :])] if label else [text]


def _divided(names: str) -> list[str]:
    """Return the names of a list, separated by semicolons, or by commas that stand before a name."""
    if ";" in names:
        return names.split(";")
    return BEFORE_A_NAME.split(names)


def _told_apart(proposals: list[Proposal]) -> list[Proposal]:
    """Return the proposals with the numbers of items left open where references of several parts share one.

    “1.1” and “2.1” would both be 1. An action with only initials is left out if the document has it elsewhere.
    """
    names: dict[tuple[ProposalKind, int | None], set[str]] = defaultdict(set)
    elsewhere = set()
    for one in proposals:
        names[one.kind, one.number].add(one.reference)
        if not isinstance(one, _OnlyWho):
            elsewhere.add((one.kind, one.number, one.reference))
    shared = {kind for (kind, _), references in names.items() if len(references) > 1}
    return [
        replace(one, number=None) if one.reference and one.kind in shared else one
        for one in proposals
        if not (isinstance(one, _OnlyWho) and (one.kind, one.number, one.reference) in elsewhere)
    ]


def _with_owners(proposals: list[Proposal], names: Collection[str]) -> list[Proposal]:
    """Return the proposals, the items among them with their owners and dates as far as their texts say them."""
    found = [_completed(one, names) if one.kind in (RECOMMENDATION, ACTION) else one for one in proposals]
    named = {*names, *(one.owner for one in found if one.owner)}
    return [replace(one, owner=known_owner(one.text, named)[:150]) if _lacks_owner(one) else one for one in found]


def _lacks_owner(proposal: Proposal) -> bool:
    return proposal.kind in (RECOMMENDATION, ACTION) and not proposal.owner


def _completed(proposal: Proposal, names: Collection[str]) -> Proposal:
    text, owner, due = about(
        proposal.text, proposal.owner, proposal.due, is_action=proposal.kind == ACTION, names=names
    )
    return replace(proposal, text=text, owner=owner, due=due)


def _day(typed: str) -> str:
    """Return a date in words, without the day of the week; empty if there is no such day."""
    try:
        found = read_date(typed, today=datetime.date(2000, 1, 1), towards=Towards.LAST)
    except UnreadableDateError:
        return ""
    return in_words(found.date, found.precision).partition(" ")[2]
