"""Findings: their code, severity and place."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices


class Severity(TextChoices):
    """The severity of a finding."""

    ERROR = "error", "Error"
    WARNING = "warning", "Warning"
    ADVICE = "advice", "Advice"


class Code(TextChoices):
    """The kind of a finding."""

    ALT_MISSING = "alt_missing", "Picture without alternative text"
    ALT_FILE_NAME = "alt_file_name", "Alternative text that is a file name"
    ALT_BEGINS_WITH_IMAGE = "alt_begins_with_image", "Alternative text that begins with “image of”"
    HEADING_SKIPPED = "heading_skipped", "Heading one level too deep"
    TABLE_HEADERS = "table_headers", "Table column without a heading"
    LINK_UNCLEAR = "link_unclear", "Link that doesn’t say where it leads"
    LINK_ADDRESS = "link_address", "Bare address in the text"
    LINK_AMBIGUOUS = "link_ambiguous", "Same link text, different pages"
    ACRONYM_UNEXPLAINED = "acronym_unexplained", "Unexplained abbreviation"
    DATE_NUMERIC = "date_numeric", "Date in figures"
    DATE_ORDINAL = "date_ordinal", "Date with st, nd, rd or th"
    SENTENCE_LONG = "sentence_long", "Long sentence"
    READING_AGE_HIGH = "reading_age_high", "High reading age"
    CAPITALS = "capitals", "Words in capitals"
    EXCLAMATION = "exclamation", "Exclamation mark"
    UNFINISHED = "unfinished", "Text that a template began and nobody finished"
    PERSONAL_DATA = "personal_data", "Personal data"


SEVERITIES = {
    Code.ALT_MISSING: Severity.ERROR,
    Code.ALT_FILE_NAME: Severity.ERROR,
    Code.HEADING_SKIPPED: Severity.ERROR,
    Code.TABLE_HEADERS: Severity.ERROR,
    Code.LINK_UNCLEAR: Severity.ERROR,
    Code.LINK_ADDRESS: Severity.WARNING,
    Code.LINK_AMBIGUOUS: Severity.WARNING,
    Code.ALT_BEGINS_WITH_IMAGE: Severity.WARNING,
    Code.ACRONYM_UNEXPLAINED: Severity.WARNING,
    Code.DATE_NUMERIC: Severity.WARNING,
    Code.DATE_ORDINAL: Severity.ADVICE,
    Code.SENTENCE_LONG: Severity.ADVICE,
    Code.READING_AGE_HIGH: Severity.ADVICE,
    Code.CAPITALS: Severity.WARNING,
    Code.EXCLAMATION: Severity.ADVICE,
    Code.UNFINISHED: Severity.ERROR,
    Code.PERSONAL_DATA: Severity.WARNING,
}

# Each of these keeps somebody from reading the page.
BLOCKING = (Code.ALT_MISSING, Code.HEADING_SKIPPED)
# Regardless of the settings, the first stop a publication and the second need a reason.
ALWAYS_STOP = (Code.UNFINISHED,)
ALWAYS_ASK = (Code.PERSONAL_DATA,)

LONGEST_QUOTE = 160


@dataclass(frozen=True)
class TextPlace:
    """The place of a text: a field of the page, and in a StreamField the block, by its number and its key."""

    field: str = ""
    block: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that an editor may want to change. `message` is for the editor; `quote` is the text concerned."""

    code: Code
    message: str
    place: TextPlace = TextPlace()
    quote: str = ""

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]

    @property
    def mark(self) -> str:
        """A hash that identifies the finding later. It can't be turned back into the quoted text."""
        return hashlib.sha256(f"{self.code}\0{self.place.field}\0{self.quote}".encode()).hexdigest()[:16]

    def as_data(self) -> dict[str, Any]:
        """Return it as stored and as served by the API."""
        place = asdict(self.place)
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "message": self.message,
            "quote": shortened(self.quote),
            **place,
        }


def shortened(text: str) -> str:
    """Return the text, cut between two words if it is longer than a quotation should be."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
