"""Markdown in the documents' form."""

import textwrap

LONGEST_LINE = 120


def paragraph(text: str) -> str:
    """Return the text as one paragraph whose lines are no longer than the documents' are."""
    return textwrap.fill(text, LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
