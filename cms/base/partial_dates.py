"""Dates that are as exact as their source: a day, a month or a year, and for moments a time of day.

A model keeps such a date in two columns, `start` and `start_precision`: `PartialDateField` and `PrecisionField`. The first
has a day that databases and other programs can sort and compare by:

- A date **from** which something holds, or on which it is, is the first day of its month or year.
- A date **to** which something holds (`is_end`) is the last day of its month or year.

So a membership from “May 2017” to “June 2018” holds on every day from 1 May 2017 to 30 June 2018, and a query for
a day needn't look at the precision. Only the display does: it never says “1 May 2017”.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from cms.base.choices import DatePrecision
from cms.base.local_texts import hub_text

VAGUE = (DatePrecision.MONTH, DatePrecision.YEAR)
IN_WORDS: dict[str, str] = {DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}
# How many characters of “2017-05-20” are given: ISO 8601 with reduced precision.
IN_ISO: dict[str, int] = {DatePrecision.MONTH: len("2017-05"), DatePrecision.YEAR: len("2017")}
LAST_MOMENT = datetime.time(23, 59, 59)


@dataclass(frozen=True)
class PartialDate:
    """A date and how exactly it is known. `date` is the first day of it; with the precision `time` it is a moment.

    Two are equal if they say the same, whichever day of the month they were made from.
    """

    date: datetime.date
    precision: str = DatePrecision.DAY  # a `DatePrecision`, whatever text it was made from

    def __post_init__(self):
        object.__setattr__(self, "precision", DatePrecision(self.precision))
        if self.precision != DatePrecision.TIME:
            object.__setattr__(self, "date", _first_day(self.date, self.precision))

    @classmethod
    def of(cls, thing, name: str) -> PartialDate | None:
        """Return the date that a model instance has in the field of that name, None if it has none."""
        return thing._meta.get_field(name).value_from_object(thing)

    @property
    def first_day(self) -> datetime.date:
        """The first day that it can be."""
        return _day(self.date)

    @property
    def last_day(self) -> datetime.date:
        """The last day that it can be."""
        return _last_day(self.first_day, self.precision)

    @property
    def is_vague(self) -> bool:
        """Whether the day isn't known."""
        return self.precision in VAGUE

    @property
    def year(self) -> int:
        """The year, which is always known."""
        return self.date.year

    @property
    def iso(self) -> str:
        """The date as ISO 8601 writes it, no more exact than it is known: `2017-05-20`, `2017-05`, `2017`."""
        if self.precision == DatePrecision.TIME:
            return timezone.localtime(self.date).isoformat()
        return self.date.isoformat()[: IN_ISO.get(self.precision)]

    @property
    def when(self) -> str:
        """The date after a preposition, for sentences: “on 20 May 2017”, “in May 2017”."""
        return hub_text(_("in %(day)s") if self.precision in IN_WORDS else _("on %(day)s"), day=self)

    def __str__(self) -> str:
        """The date as people write it, without a time: “20 May 2017”, “May 2017”, “2017”."""
        return date_format(self.first_day, IN_WORDS.get(self.precision, "j F Y"))


def _day(date: datetime.date) -> datetime.date:
    return timezone.localdate(date) if isinstance(date, datetime.datetime) else date


def _first_day(date: datetime.date, precision: str) -> datetime.date:
    day = _day(date)
    if precision == DatePrecision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == DatePrecision.MONTH else day


def _last_day(first: datetime.date, precision: str) -> datetime.date:
    if precision == DatePrecision.YEAR:
        return first.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    return first


def may_be_from(day: datetime.date, name: str = "date") -> Q:
    """Return the condition for rows whose date may be the day or a later one, by its month or year if no more is known."""
    precision, since = f"{name}_precision", f"{name}__gte"
    return (
        Q(**{since: day})
        | Q(**{precision: DatePrecision.MONTH, since: _first_day(day, DatePrecision.MONTH)})
        | Q(**{precision: DatePrecision.YEAR, since: _first_day(day, DatePrecision.YEAR)})
    )
