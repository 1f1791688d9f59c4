"""Makes paragraphs of lines, and finds which of them are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .lines import DocumentLine
from .patterns import FIGURE, ITEM, NUMBERED

FULL = 0.75  # of the widest lines: a line as long as that goes on in the next
LARGER = 1.12  # times the usual size of type
LONGEST_HEADING = 90  # characters
MOST_WORDS = 12
_ENDS = re.compile(r"[.!?;:]['”’)]?$")
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


def headings(lines: Sequence[DocumentLine]) -> dict[int, str]:
    """Return the headings by the place of their line: their words without the number before them."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    styled = any(line.level for line in lines)
    found = {}
    for place, line in enumerate(lines):
        if line.is_title or line.cells is not None or ITEM.match(line.text):
            continue
        if line.level or (not styled and _looks_like_one(line, usual)):
            found[place] = NUMBERED.sub("", line.text).strip() or line.text
    if not styled and (largest := _largest(lines)) in found:
        del found[largest]
    return found


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
    if ITEM.match(line.text) or FIGURE.match(line.text) or line.text[:1] in "•–-*":
        return False
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
