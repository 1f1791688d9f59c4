"""Marks in a text what was looked for, and cuts out the part around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import words

LENGTH = 240
# Further than this nobody's eye follows; the text of a file may be a hundred times as long.
SEARCHED = 120_000
BETWEEN = re.compile(r"[\s\-‐‑–'’]{1,2}")

Span = tuple[int, int]


def marked(text: str, stems: set[str]) -> SafeString:
    """Return the text, escaped, with `<mark>` around the words of the stems; neighbours share one."""
    return _html(text, _spans(text, stems))


def excerpt(texts: Iterable[str], stems: set[str]) -> SafeString:
    """Return a part of the texts around what was looked for, escaped and marked.

    The first text is shown whole if none of the others holds more of the stems than it.
    """
    texts = [text for text in texts if text]
    if not texts:
        return mark_safe("")
    best, most = _beginning(texts[0]), _variety(texts[0], _spans(texts[0], stems))
    for text in texts[1:]:
        text = text[:SEARCHED]
        start, end, variety = _window(text, _spans(text, stems))
        if variety > most:
            best, most = _cut(text, start, end), variety
    return marked(best, stems)


def _spans(text: str, stems: set[str]) -> list[Span]:
    return [match.span() for match in words.words(text) if words.stem_of(match.group()) in stems]


def _variety(text: str, spans: list[Span]) -> int:
    return len({words.stem_of(text[start:end]) for start, end in spans})


def _window(text: str, spans: list[Span]) -> tuple[int, int, int]:
    """Return the first and last place of the part with most different stems in it, and how many those are."""
    best = (0, 0, 0)
    for number, (start, _) in enumerate(spans):
        inside = []
        for span in spans[number : number + 20]:
            if span[1] - start > LENGTH - 40:
                break
            inside.append(span)
        variety = _variety(text, inside)
        if variety > best[2]:
            best = (start, inside[-1][1], variety) if inside else best
    return best


def _beginning(text: str) -> str:
    return text if len(text) <= LENGTH + 60 else _cut(text, 0, 0)


def _cut(text: str, start: int, end: int) -> str:
    """Return so much of the text around the part, from a word's beginning to a word's end."""
    room = max(0, LENGTH - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    if first:
        # From the beginning of the sentence, if that is near.
        sentence = max(text.rfind(". ", first, start), text.rfind("\n", first, start))
        first = sentence + 1 if sentence >= 0 else text.find(" ", first, start + 1) + 1 or start
    if last < len(text):
        last = text.rfind(" ", end, last + 1) if text.rfind(" ", end, last + 1) > 0 else end
    part = " ".join(text[first:last].split())
    return f"{'… ' if first and not part[:1].isupper() else ''}{part}{' …' if last < len(text) else ''}"


def _html(text: str, spans: list[Span]) -> SafeString:
    joined: list[Span] = []
    for start, end in spans:
        if joined and BETWEEN.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    parts, place = [], 0
    for start, end in joined:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308  every part is escaped above
