"""Where key messages were used, as the public may know: on which public pages, and when, latest first.

`programme.message_house` shows the team the last uses in every channel, posts and engagements among them.

A message that a page has only in its text counts if an editor saved the page, which ticks it
(`CarriedMessagesForm`). Undated pages are left out: a use has a day. Wagtail's index of references could
tell of them, but it knows neither past days nor which references are in private parts of a page.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.partial_dates import VAGUE, PartialDate
from cms.base.registry import Registry
from cms.batches.reader import BatchReader
from cms.models import BasePage
from cms.pages import kinds
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

RELATION = "key_messages"


@dataclass(frozen=True)
class PublicUse:
    """A message on a public page: the page's key and type, and the day of the use as precisely as it is known."""

    message: int
    page: int
    model: type[BasePage]
    date: PartialDate

    @property
    def place(self) -> tuple[datetime.date, int]:
        """Its place in a list, the latest last."""
        return self.date.first_day, self.page


# By name: returns further uses of messages, given those that are known. The number of statements must be constant.
FurtherUses = Callable[[BatchReader, set[int], list[PublicUse]], Iterable[PublicUse]]
further: Registry[FurtherUses] = Registry("source of public uses")


def carriers() -> list[type[BasePage]]:
    """Return the types of pages that have a date and say which key messages they express."""
    return [model for model in kinds.models_with("date") if kinds.has_field(model, RELATION)]


def uses_of(messages: set[int], reader: BatchReader) -> dict[int, list[PublicUse]]:
    """Return the public uses of each message up to today, latest first. A statement for each type of page that carries
    messages, and those of `further`."""
    found: list[PublicUse] = []
    for model in carriers() if messages else ():
        found += _carried(model, messages, reader)
    for more in further.values() if messages else ():
        found += more(reader, messages, found)
    day = today()
    by_message: dict[int, list[PublicUse]] = {}
    for use in sorted(set(found), key=lambda use: use.place, reverse=True):
        if use.date.first_day <= day:
            by_message.setdefault(use.message, []).append(use)
    return by_message


def _carried(model: type[BasePage], messages: set[int], reader: BatchReader) -> list[PublicUse]:
    date = model.page_kind.date
    precision = f"{date}_precision"
    columns = [date, precision] if kinds.has_field(model, precision) else [date]

    # A translation repeats what its original says.
    roots = reader.visibility.roots
    own_language = {"locale": roots[0].locale_id} if len(roots) > 1 else {}

    def build(visibility: Visibility) -> QuerySet[Any]:
        pages = visibility.filter(model._default_manager.filter(alias_of=None, **own_language).order_by())
        carrying = pages.filter(**{f"{RELATION}__pk__among": "messages"})
        return carrying.values_list(F(RELATION), "pk", *columns)

    rows = reader.values(
        model, ("uses of messages", model, *own_language.values()), build, {"messages": several(messages)}
    )
    return [PublicUse(message, page, model, _date(when, *known)) for message, page, when, *known in rows]


def _date(when: datetime.date, precision: str = DatePrecision.DAY) -> PartialDate:
    """Return the day of a date or moment; the time of day says nothing about a use."""
    day = timezone.localdate(when) if isinstance(when, datetime.datetime) else when
    return PartialDate(day, precision if precision in VAGUE else DatePrecision.DAY)
