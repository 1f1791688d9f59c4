"""All rules together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from . import personal, placeholders, structure, wording
from .findings import Code, Finding, Severity
from .personal import Contacts
from .pieces import Kind, Piece
from .reading import Figures, figures

# Raise it when a rule changes: what was found by older rules is then looked for anew.
RULES = 2

OLDEST_READER = 14
ORDER = list(Severity)


@dataclass(frozen=True)
class Quality:
    """What writing help has to say about a text."""

    figures: Figures
    findings: tuple[Finding, ...]

    def number(self, severity: Severity) -> int:
        """Return how many findings are of the severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the findings as they are kept."""
        return [finding.as_data() for finding in self.findings]


def judge(pieces: Sequence[Piece], known: Container[str] = (), contacts: Contacts = frozenset) -> Quality:
    """Judge a text. The worst findings come first.

    `known` are the abbreviations that the site's glossary explains. `contacts` returns the telephone numbers and addresses
    that the site publishes on purpose; it is called only for a text that has some.
    """
    counted = figures(piece.text for piece in pieces if piece.kind is Kind.PROSE)
    found = [
        *placeholders.unfinished(pieces),
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
        f"The reading age is {counted.reading_age}; most people read with ease what fits an age of {OLDEST_READER} or less."
        " Shorter sentences and everyday words bring it down."
    )
    return [Finding(Code.READING_AGE_HIGH, message)]
