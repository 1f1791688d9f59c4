"""Makes paragraphs of lines, and finds which of them are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .lines import DocumentLine
from .patterns import DECISION, FIGURE, ITEM, LABELLED, NUMBERED, ONLY_WHO, PARAGRAPH, PEOPLE, POINT

FULL = 0.75  # of the widest lines: a line as long as that goes on in the next
LARGER = 1.12  # times the usual size of type
LONGEST_HEADING = 90  # characters
MOST_WORDS = 12
_ENDS = re.compile(r"[.!?;:]['”’)]?$")
_BEFORE_A_POINT = re.compile(r"[;,]\s+(?:and|or)$")
# A line that ends in the middle of a sentence: “as we set out in”, “the works (see”.
_OPEN = re.compile(r"(?:\b(?:see|in|at|to|of|by|with|and|or|under|from|our|the)|[,(])$", re.IGNORECASE)
_LEADERS = re.compile(r"(?:(?:\.\s?){4,}|…)\s*\d{1,3}$")
_CONTENTS = re.compile(r"(?:\d\.?\s+)?(?:table of )?contents\Z", re.IGNORECASE)
_ENTRY = re.compile(r"\S\s+(?:\d{1,3}|[ivxl]{1,6})$")
_COLUMNS = re.compile(r"[a-z.] [A-Z]")  # a name of a column after another
_CHAPTER = re.compile(r"(?:chapter|part|section|annex|appendix)\s+[0-9ivxlc]+\b", re.IGNORECASE)


def joined(lines: Sequence[DocumentLine]) -> list[DocumentLine]:
    """Return the lines with those of a PDF joined to paragraphs. Word's are paragraphs already."""
    if not any(line.page for line in lines):
        return list(lines)
    widest = sorted((len(line.text) for line in lines), reverse=True)
    full = FULL * widest[len(widest) // 20]
    found: list[DocumentLine] = []
    last = ""  # the last line, before it was joined
    for line in lines:
        if found and _goes_on(found[-1], last, line, full):
            found[-1] = replace(found[-1], text=_glued(found[-1].text, line.text))
        else:
            found.append(line)
        last = line.text
    return found


def without_contents(lines: Sequence[DocumentLine]) -> list[DocumentLine]:
    """Return the lines without tables of contents: lines with leaders, and below such a heading those with a page number
    or that come again as headings."""
    times = Counter(line.text for line in lines)
    found: list[DocumentLine] = []
    entries: list[DocumentLine] | None = None  # those of the table of contents in which the line is
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if _LEADERS.search(line.text):
            continue
        if line.cells is None and _CONTENTS.match(line.text):
            entries = []
            continue
        if entries is not None and _is_entry(line, following, entries, times):
            entries.append(line)
            continue
        entries = None
        found.append(line)
    return found


def _is_entry(
    line: DocumentLine, following: DocumentLine | None, entries: list[DocumentLine], times: Counter[str]
) -> bool:
    if line.cells is not None or line.level or any(line.text == one.text for one in entries):
        return False
    if entries and line.size > entries[0].size * LARGER:
        return False
    # The first half of an entry in two lines has no number.
    is_half = following is not None and following.page == line.page and bool(_ENTRY.search(following.text))
    return bool(_ENTRY.search(line.text)) or times[line.text] > 1 or (is_half and not _ENDS.search(line.text))


def headings(lines: Sequence[DocumentLine]) -> dict[int, str]:
    """Return the headings by the place of their line: their words without the number before them.

    Bold and short lines count unless the document has at least as many headings by style: there they only emphasise.
    """
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    possible = [
        place
        for place, line in enumerate(lines)
        if not (line.is_title or line.cells is not None or _is_part_of_text(line.text))
    ]
    styled = {place for place in possible if lines[place].level}
    looking = {
        place
        for place in possible
        if place not in styled and _looks_like_one(lines[place], usual) and not _is_head_of_table(lines, place, usual)
    }
    if len(styled) < len(looking):
        if not any(line.is_title for line in lines):
            looking.discard(_largest(lines) or 0)
        styled |= looking
    return {place: without_number(lines[place].text) for place in sorted(styled)}


def without_number(text: str) -> str:
    """Return a heading without the number before it."""
    number = NUMBERED.match(text)
    return (text[number.end() :].strip() if number else "") or text


def title_of(lines: Sequence[DocumentLine], fallback: str) -> str:
    """Return the title of a document: by its style, in the largest type, or its first short line."""
    for line in lines:
        if line.is_title:
            return line.text
    first = _largest(lines)
    return lines[first].text if first is not None and len(lines[first].text) <= LONGEST_HEADING else fallback


def _largest(lines: Sequence[DocumentLine]) -> int | None:
    """Return the place of the first line in the largest type of the first page; where types aren't known, of the first
    line."""
    at_first = [place for place, line in enumerate(lines) if line.cells is None and line.page <= 1]
    return max(at_first, key=lambda place: (lines[place].size, -place), default=None)


def _is_part_of_text(text: str) -> bool:
    return any(pattern.match(text) for pattern in (ITEM, LABELLED, ONLY_WHO, DECISION))


def _is_head_of_table(lines: Sequence[DocumentLine], place: int, usual: float) -> bool:
    """Say whether a bold line of a PDF names columns: several, above rows that are no sentences."""
    line = lines[place]
    if not line.page or line.size > usual * LARGER or not _COLUMNS.search(line.text) or PEOPLE.search(line.text):
        return False
    rows = [one for one in lines[place + 1 : place + 3] if one.page == line.page]
    return len(rows) == 2 and not any(
        row.bold or _ENDS.search(row.text) or FIGURE.match(row.text) or POINT.match(row.text) for row in rows
    )


def _looks_like_one(line: DocumentLine, usual: float) -> bool:
    text = line.text
    if (
        line.label
        or len(text) > LONGEST_HEADING
        or len(text.split()) > MOST_WORDS
        or not re.search(r"[^\W\d_]{3}", text)
    ):
        return False
    if usual and line.size > usual * LARGER:
        return True
    if text[-1] in ".;," or not text[0].isalnum():
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    in_capitals = len(words) > 1 and text.upper() == text
    return line.bold or in_capitals or bool(_CHAPTER.match(text))


def _goes_on(before: DocumentLine, last: str, line: DocumentLine, full: float) -> bool:
    if line.cells is not None or before.cells is not None or line.page - before.page > 1:
        return False
    if abs(line.size - before.size) > 0.6 or line.bold != before.bold:
        return False
    if POINT.match(line.text) and _BEFORE_A_POINT.search(last):
        return False
    if len(last) >= full and _OPEN.search(last):
        return True
    if any(pattern.match(line.text) for pattern in (ITEM, FIGURE, POINT)):
        return False
    if PARAGRAPH.match(line.text):
        return len(last) >= full and last[-1].isalpha()  # “at / 01.54. The call”
    if ITEM.fullmatch(before.text):
        return False  # “Recommendation 1” on a line of its own
    if last.upper() == last and line.text.upper() != line.text and last != last.lower():
        return False  # a heading in capitals
    return len(last) >= full or (line.text[:1].islower() and not _ENDS.search(last))


def _glued(before: str, after: str) -> str:
    """Return two lines as one. A word that was divided at the end of the line is joined."""
    if re.search(r"[a-z]-$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"
