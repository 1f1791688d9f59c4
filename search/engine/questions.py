"""Questions to the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

MOST_AT_ONCE = 100


class Order(models.TextChoices):
    """The order of the results."""

    RELEVANCE = "relevance", "Most relevant first"
    DATE = "date", "Newest first"


@dataclass(frozen=True)
class Question:
    """Words as typed, and filters.

    Values of one filter are alternatives; different filters must all match. None doesn't filter, and of no alternatives
    none matches. Values that no public page has are ignored and named in the answer.

    With `locale`, the key of a language, only pages in it are searched; otherwise those in all languages.
    `language` is the code of the language in which facets give names of terms, where they are translated.
    `types` and the facet are kinds of result or, with `by_page_type`, types of pages.
    """

    words: str
    types: tuple[str, ...] | None = None
    streams: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    statuses: tuple[str, ...] | None = None
    order: Order = Order.RELEVANCE
    offset: int = 0
    size: int = 10
    exact: bool = False
    by_page_type: bool = False
    locale: int | None = None
    language: str = ""

    def chosen(self) -> dict[str, tuple[str, ...] | None]:
        """Return the filters' values by facet name."""
        return {
            "type": self.types,
            "stream": self.streams,
            "topic": self.topics,
            "audience": self.audiences,
            "year": None if self.years is None else tuple(str(year) for year in self.years),
            "status": self.statuses,
        }
