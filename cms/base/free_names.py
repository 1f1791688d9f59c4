"""Names that must be the only ones of their sort, such as keys and last parts of addresses."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, count


def first_free(wanted: str, taken: Container[str]) -> str:
    """Return the wanted name, or if it is taken the first with a number that isn't: “news-2”, “news-3”."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(name for name in chain([wanted], numbered) if name not in taken)
