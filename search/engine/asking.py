"""What can be asked of the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

MOST_AT_ONCE = 100


class Order(models.TextChoices):
    """In what order the results come."""

    RELEVANCE = "relevance", "Most relevant first"
    DATE = "date", "Newest first"


@dataclass(frozen=True)
class Question:
    """Words as somebody typed them, and what narrows the answer.

    Values of one filter are alternatives; of two filters both must hold. Values that nothing public has are ignored and
    named in the answer.
    """

    words: str
    types: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    order: Order = Order.RELEVANCE
    offset: int = 0
    size: int = 10
    exact: bool = False

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Return the filters' values by the facet's name."""
        return {
            "type": self.types,
            "stream": self.streams,
            "topic": self.topics,
            "year": tuple(str(year) for year in self.years),
            "status": self.statuses,
        }
