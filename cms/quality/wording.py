"""Rules about words: abbreviations, dates, capitals, exclamation marks, long sentences.

Dates are written as the Scottish Government's and GOV.UK's styles have it: “12 March 2018”.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from .findings import Code, Finding
from .pieces import PieceKind, TextPiece
from .readability import LONG_SENTENCE, sentences, words

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)")
ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
ORDINAL = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)\b(?:\s+of)?\s+({'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})\b", re.I
)
ACRONYM = re.compile(r"(?<![\w/.@#-])([A-Z]{2,}\d*|[A-Z]&[A-Z])(s?)(?![\w@/-]|\.\w|&)")
ROMAN = re.compile(r"[IVX]+")
# Better known than the words they abbreviate.
COMMON = frozenset(
    (
        "AA",
        "AAA",
        "AD",
        "AIDS",
        "AM",
        "BBC",
        "BC",
        "BSL",
        "CD",
        "CV",
        "DNA",
        "DVD",
        "EU",
        "FAQ",
        "FAQs",
        "GB",
        "GP",
        "HIV",
        "HTML",
        "ID",
        "IT",
    )
    + ("MEP", "MP", "MSP", "NHS", "OK", "PC", "PDF", "PM", "TV", "UK", "US", "USA", "VAT")
)
SHOUTED = re.compile(r"\b[A-Z][A-Z’'-]+(?:[ ,]+[A-Z][A-Z’'-]+)+\b")
ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”]+", re.I)

SAYING = (PieceKind.PROSE, PieceKind.LABEL, PieceKind.HEADING)


def acronyms(pieces: Sequence[TextPiece], known: Container[str]) -> Iterator[Finding]:
    """Yield the abbreviations that the page doesn't write out where it first uses them.

    `known` are those that the site explains automatically. If a heading or a title uses one first, the first sentence counts.
    """
    seen: set[str] = set()
    prose = [piece for piece in pieces if piece.kind is PieceKind.PROSE]
    labels = [piece for piece in pieces if piece.kind in (PieceKind.LABEL, PieceKind.HEADING)]
    for piece in [*prose, *labels]:
        if _is_shouted(piece.text):
            continue
        for match in ACRONYM.finditer(piece.text):
            name = match[1]
            if name in seen or name in known or name in COMMON or ROMAN.fullmatch(name):
                continue
            seen.add(name)
            before, after = piece.text[: match.start()], piece.text[match.end() :]
            explained = re.search(r"\w[\s“\"]*\([“\"]?\s*$", before) or re.match(r"[”\"]?\s*\(\s*\w+\W+\w", after)
            if not explained:
                yield Finding(
                    Code.ACRONYM_UNEXPLAINED,
                    f"{name} isn’t explained. Write it out where you first use it, with {name} in brackets, or add it to the"
                    " glossary.",
                    piece.place,
                    _around(piece.text, match),
                )


def dates(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield the dates that aren't written as “12 March 2018”."""
    for piece in pieces:
        if piece.kind not in SAYING:
            continue
        text = ADDRESS.sub(lambda match: " " * len(match[0]), piece.text)
        for match in NUMERIC.finditer(text):
            if (said := _in_words(match[1], match[3], match[4])) or match[2] == "/":
                yield _date(Code.DATE_NUMERIC, piece, match, said)
        for match in ISO.finditer(text):
            if said := _in_words(match[3], match[2], match[1]):
                yield _date(Code.DATE_NUMERIC, piece, match, said)
        for match in ORDINAL.finditer(text):
            yield _date(Code.DATE_ORDINAL, piece, match, f"{int(match[1])} {match[2]}")


def capitals(pieces: Sequence[TextPiece], known: Container[str]) -> Iterator[Finding]:
    """Yield words written in capitals, which are hard to read and are read out letter by letter."""
    for piece in pieces:
        if piece.kind not in SAYING:
            continue
        for match in SHOUTED.finditer(piece.text):
            shouted = [word for word in words(match[0]) if word not in known and word not in COMMON]
            if len(shouted) > 1 and any(len(word) > 4 for word in shouted):
                yield Finding(
                    Code.CAPITALS,
                    "Words in capitals are hard to read. Write them as in a sentence; use bold for emphasis.",
                    piece.place,
                    match[0],
                )


def exclamations(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield the sentences that end with an exclamation mark."""
    for piece in pieces:
        if piece.kind in SAYING and "!" in piece.text:
            quote = next((sentence for sentence in sentences(piece.text) if "!" in sentence), piece.text)
            yield Finding(
                Code.EXCLAMATION, "An exclamation mark sounds loud. A full stop is enough.", piece.place, quote
            )


def long_sentences(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield the sentences that are too long, longest first."""
    found = []
    for piece in pieces:
        if piece.kind is PieceKind.PROSE:
            for sentence in sentences(piece.text):
                if (length := len(words(sentence))) > LONG_SENTENCE:
                    found.append((length, sentence, piece.place))
    for length, sentence, place in sorted(found, key=lambda item: -item[0]):
        message = (
            f"This sentence has {length} words. Up to {LONG_SENTENCE} are easy to follow: split it, or make it a list."
        )
        yield Finding(Code.SENTENCE_LONG, message, place, sentence)


def _date(code: Code, piece: TextPiece, match: re.Match, said: str) -> Finding:
    instead = f"“{said}”" if said else "the month in words, such as “12 March 2018”"
    return Finding(code, f"Write {instead} instead of “{match[0]}”.", piece.place, _around(piece.text, match))


def _in_words(day: str, month: str, year: str) -> str:
    """Return the date in words, day first as in Britain; empty if it isn't a date."""
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return ""
    return f"{int(day)} {MONTHS[int(month) - 1]} {year if len(year) == 4 else '20' + year}"


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _around(text: str, match: re.Match, reach: int = 50) -> str:
    """Return the words around a match, so that an editor can find the place."""
    start, end = max(0, match.start() - reach), min(len(text), match.end() + reach)
    before = text[start : match.start()]
    after = text[match.end() : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before + match[0] + after


# An ellipsis that stands alone on its line, in brackets, or at a line's end where words should follow. One between words or
# after a word without a space leaves something out on purpose.
PLACEHOLDER = re.compile(r"(?:^|[\s:(\[“\"])(?:…|\.{3,})[)\]”\".]?\s*$", re.M)
UNFINISHED = "“…” was left in from a template. Replace it with words, or delete the sentence."


def is_unfinished(text: str) -> bool:
    """Say whether the text still holds a template's “…”: the one rule for pages, posts and answers."""
    return PLACEHOLDER.search(text) is not None


def unfinished(pieces: Sequence[TextPiece]) -> Iterator[Finding]:
    """Yield the texts that a template began and nobody finished."""
    for piece in pieces:
        if piece.kind is not PieceKind.IMAGE and is_unfinished(piece.text):
            yield Finding(Code.UNFINISHED, UNFINISHED, piece.place, piece.text)
