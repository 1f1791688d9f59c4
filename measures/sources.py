"""Sources of measures: what the hub counts, such as subscribers who joined.

Apps add theirs when they are loaded; a measure names its source.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from wagtail.models import Site

from cms.base.own_words import worded
from cms.base.registry import Registry


@dataclass(frozen=True, kw_only=True)
class FigureSource:
    """A figure that the hub counts.

    `count` returns the number for a site from the first to the last day, both included; `rows` the address of the page in
    the admin that lists what is counted, for the same days. `unit` names one and several: ("reader", "readers").

    With `is_level` it counts the state on the last day, which doesn't add up across days. With `counts_people` small
    numbers aren't for readers, with `hides_small` for nobody. `hides` says of days whether their number isn't shown to anybody,
    because smaller ones that it is made of could be worked out.
    """

    own_label: str
    unit: tuple[str, str]
    count: Callable[[Site, datetime.date, datetime.date], int]
    rows: Callable[[Site, datetime.date, datetime.date], str]
    is_level: bool = False
    counts_people: bool = False
    hides_small: bool = False
    hides: Callable[[Site, datetime.date, datetime.date], bool] | None = None

    @property
    def label(self) -> str:
        """Its name in the words of the programme."""
        return worded(self.own_label)


sources: Registry[FigureSource] = Registry("source of measures")
