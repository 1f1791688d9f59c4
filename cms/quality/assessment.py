"""All rules together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from . import personal, structure, wording
from .findings import Code, Finding, Severity
from .personal import Contacts
from .pieces import PieceKind, TextPiece
from .readability import Figures, figures

# Raise it when a rule changes: pages assessed by older rules are then assessed again.
RULES = 2

OLDEST_READER = 14
ORDER = list(Severity)


@dataclass(frozen=True)
class Quality:
    """Writing help's assessment of a text."""

    figures: Figures
    findings: tuple[Finding, ...]

    def number(self, severity: Severity) -> int:
        """Return the number of findings with the severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the findings as they are stored."""
        return [finding.as_data() for finding in self.findings]


def judge(pieces: Sequence[TextPiece], known: Container[str] = (), contacts: Contacts = frozenset) -> Quality:
    """Assess a text. The worst findings come first.

    `known` are the abbreviations that the site's glossary explains. `contacts` returns the telephone numbers and addresses
    that the site publishes on purpose; it is called only for a text that has some.
    """
    counted = figures(piece.text for piece in pieces if piece.kind is PieceKind.PROSE)
    found = [
        *wording.unfinished(pieces),
        *personal.personal_data(pieces, contacts),
        *structure.pictures(pieces),
        *structure.headings(pieces),
        *structure.tables(pieces),
        *structure.links(pieces),
        *wording.acronyms(pieces, known),
        *wording.dates(pieces),
        *wording.capitals(pieces, known),
        *_reading_age(counted),
        *wording.long_sentences(pieces),
        *wording.exclamations(pieces),
    ]
    return Quality(counted, tuple(sorted(found, key=lambda finding: ORDER.index(finding.severity))))


def _reading_age(counted: Figures) -> list[Finding]:
    if counted.reading_age is None or counted.reading_age <= OLDEST_READER:
        return []
    message = (
        f"The reading age is {counted.reading_age}; most people can easily read text for an age of {OLDEST_READER} or less."
        " Shorter sentences and everyday words bring it down."
    )
    return [Finding(Code.READING_AGE_HIGH, message)]
