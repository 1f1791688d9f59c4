"""Which words belong to a recommendation or an action: below its subject, in its points, and who does it by when."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .lines import DocumentLine
from .paragraphs import LONGEST_HEADING, MOST_WORDS
from .patterns import (
    ABOUT,
    BY,
    DECISION,
    DUE,
    FIGURE,
    FIRST_POINT,
    ITEM,
    LABELLED,
    MODAL,
    ONLY_WHO,
    OWNER,
    PARAGRAPH,
    POINT,
    TO_DO,
)

NUMBERED_PARAGRAPHS = 5  # from that many on, the paragraphs of a document have numbers
_GOES_ON = re.compile(r"(?:,[^.:;]*?)?,?\s+(?:should|must|shall|will)\b")  # “, with the Council, should”
SMALLER = 0.6  # points: a footnote


@dataclass(frozen=True)
class ItemWords:
    """The words of an item: its subject, if it has one beside its number; its text; and the place after it."""

    subject: str
    text: str
    after: int


class Words:
    """Finds the words of the items of a document by the places of its lines and headings."""

    def __init__(self, lines: Sequence[DocumentLine], heads: Collection[int]):
        self.lines, self.heads = lines, heads
        numbered = sum(bool(PARAGRAPH.match(f"{line.label} {line.text}".strip())) for line in lines)
        self.is_numbered = numbered >= NUMBERED_PARAGRAPHS

    def of(self, place: int, text: str, *, is_named: bool, is_recommendation: bool) -> ItemWords:
        """Return the words of the item that begins at a line, `text` being what stands there after its number."""
        line, after, subject = self.lines[place], place + 1, ""
        parts = [text] if text else []
        if text and is_named and self._is_plain(after) and self._is_subject(place, text, is_recommendation):
            subject, parts = text, [self.lines[after].text]
            after += 1
        elif not text and self._may_follow(after):
            parts = [self.lines[after].text]
            after += 1
        while parts and self._belongs(after, begins=place, is_below=bool(subject) or not text):
            parts.append(self.lines[after].text)
            after += 1
        points = self._points(after, "\n".join(parts), own=_form(_mark(line)))
        parts += [f"{one.label} {one.text}".strip() for one in points]
        after += len(points)
        while after < len(self.lines) and ABOUT.match(self.lines[after].text) and self._is_plain(after):
            parts.append(self.lines[after].text)
            after += 1
        return ItemWords(subject, "\n".join(parts), after)

    def _may_follow(self, place: int) -> bool:
        """Say whether a line can have the words of a number that stands alone."""
        if place >= len(self.lines) or place in self.heads:
            return False
        return self.lines[place].cells is None and not ITEM.match(self.lines[place].text)

    def _is_plain(self, place: int) -> bool:
        """Say whether a line is a paragraph without a number, a mark or a meaning of its own."""
        if place >= len(self.lines) or place in self.heads:
            return False
        line = self.lines[place]
        if line.cells is not None or line.label or line.is_title:
            return False
        return not any(
            pattern.match(line.text) for pattern in (ITEM, LABELLED, ONLY_WHO, DECISION, FIGURE, PARAGRAPH, POINT)
        )

    def _is_subject(self, place: int, text: str, is_recommendation: bool) -> bool:
        """Say whether what stands beside a number is only a subject, and the words are in the next line."""
        line, following = self.lines[place], self.lines[place + 1].text
        if len(text) > LONGEST_HEADING or len(text.split()) > MOST_WORDS or text[-1] in ".!?;:":
            return False
        if MODAL.search(text) or BY.search(text) or OWNER.search(text) or DUE.search(text) or TO_DO.match(text):
            return False
        if not is_recommendation and re.search(r"\bto\b", text):
            return False  # “GH to ask for offers”
        if line.level or (line.bold and is_recommendation):
            return True
        return bool(MODAL.search(following)) and (line.bold or is_recommendation)

    def _belongs(self, place: int, *, begins: int, is_below: bool) -> bool:
        """Say whether a further paragraph belongs to an item whose words are below it.

        That is so below a heading by style, and where paragraphs have numbers: one without belongs to what is above.
        """
        if not is_below or not self._is_plain(place) or not (self.lines[begins].level or self.is_numbered):
            return False
        first, line = self.lines[begins + 1], self.lines[place]
        return line.size >= first.size - SMALLER and line.bold == first.bold

    def _points(self, place: int, text: str, own: str) -> list[DocumentLine]:
        """Return the points below an item: after a colon, or from “(a)” on, as long as they have the same form."""
        found: list[DocumentLine] = []
        opened, form, open_end = text.endswith(":"), "", False
        for at in range(place, len(self.lines)):
            line = self.lines[at]
            if at in self.heads or line.cells is not None or ITEM.match(line.text) or LABELLED.match(line.text):
                break
            mark = _mark(line)
            its_form = _form(mark)
            ends = not its_form or its_form == own or (its_form == "figure" and form not in ("", "figure"))
            begins = found or opened or FIRST_POINT.match(mark)
            if opened and not mark and (open_end or _goes_on_after(line.text)):
                open_end = _goes_on_after(line.text)  # a point whose mark got lost
            elif ends or not begins:
                break
            form = form or its_form
            found.append(line)
        return found


def _goes_on_after(text: str) -> bool:
    return re.search(r"(?:;|[;,]\s*(?:and|or))$", text) is not None


def _mark(line: DocumentLine) -> str:
    """Return the number or the mark before a paragraph; empty if there is none."""
    if line.label:
        return line.label
    if point := POINT.match(line.text):
        return point["mark"]
    figure = FIGURE.match(line.text)
    return f"{figure['count']}." if figure else ""


def _form(mark: str) -> str:
    if not mark:
        return ""
    if any(character.isdecimal() for character in mark):
        return "figure"
    return "letter" if any(character.isalpha() for character in mark) else "bullet"


def about(text: str, owner: str, due: str, *, is_action: bool, names: Collection[str]) -> tuple[str, str, str]:
    """Return the wording of an item, its owner and its date, as far as its text says them.

    `names` are those that are known as owners: “The … should” names an owner only if it is one of them.
    """
    if not owner and (match := OWNER.search(text)):
        owner = match["value"].strip(" .")
    if not due and (match := DUE.search(text)):
        due = match["value"].strip(" .")
    # What only says who and when is no part of the wording.
    wording = text
    for pattern in (OWNER, DUE):
        wording = pattern.sub(" ", wording)
    wording = re.sub(r"\(\s*\)", "", wording)
    wording = "\n".join(filter(None, (_tidy(line) for line in wording.splitlines()))).strip(" ;,") or text
    if not owner and is_action and (match := TO_DO.match(wording)):
        owner = match["name"]
    if not owner:
        owner = known_owner(wording, names)
    if not due and (match := BY.search(wording)):
        due = match["value"]
    return wording, owner[:150], re.sub(r"^by\s+", "", due, flags=re.IGNORECASE)[:120]


def _tidy(line: str) -> str:
    return re.sub(r"\s+([.;,)])", r"\1", " ".join(line.split()))


def known_owner(wording: str, names: Collection[str]) -> str:
    """Return the longest known name with which a wording begins, if it goes on with “should” or the like."""
    begins = re.sub(r"^the\s+", "", wording, flags=re.IGNORECASE)
    found = (name for name in names if begins.startswith(name) and _GOES_ON.match(begins, len(name)))
    return max(found, key=len, default="")
