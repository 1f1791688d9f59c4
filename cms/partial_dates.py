"""Dates that are as exact as their source: a day, a month or a year; for what has a time of day, a time.

A model keeps such a date in two columns, `start` and `start_precision`: `PartialDateField` and `PrecisionField`. The first
has a day that databases and other programs can sort and compare by:

- A date **from** which something holds, or on which it is, is the first day of its month or year.
- A date **to** which something holds (`is_end`) is the last day of its month or year.

So a membership from “May 2017” to “June 2018” holds on every day from 1 May 2017 to 30 June 2018, and nothing that asks
what holds on a day has to look at the precision. What shows the date does: it never says “1 May 2017”.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from cms.choices import DatePrecision

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
        return f"{'in' if self.precision in IN_WORDS else 'on'} {self}"

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


def beginnings(day: datetime.date) -> dict[str, datetime.date]:
    """Return the first days of the day's month and year, by these names."""
    return {"month": _first_day(day, DatePrecision.MONTH), "year": _first_day(day, DatePrecision.YEAR)}


def may_be_from(day: datetime.date, name: str = "date", *, month=None, year=None) -> Q:
    """Return the condition for rows whose date may be the day or a later one, by its month or year if no more is known.

    In a compiled statement `day` is a parameter; the values of `beginnings` must then be parameters too.
    """
    first = {"month": month, "year": year} if month is not None else beginnings(day)
    precision, since = f"{name}_precision", f"{name}__gte"
    return (
        Q(**{since: day})
        | Q(**{precision: DatePrecision.MONTH, since: first["month"]})
        | Q(**{precision: DatePrecision.YEAR, since: first["year"]})
    )


# Columns


class PrecisionField(models.CharField):
    """How exactly the date beside it is known. Forms don't ask for it: the typed date says it.

    `exact` is how exact it can be: to the day, or to the minute (`TIME`) for a `PartialDateTimeField`.
    """

    def __init__(self, *, exact: str = DatePrecision.DAY, **kwargs):
        values = list(DatePrecision)
        choices = [(value.value, value.label) for value in values[values.index(DatePrecision(exact)) :]]
        options: dict[str, Any] = {"max_length": 10, "choices": choices, "default": DatePrecision(exact).value}
        super().__init__(**options | kwargs)


class _Partial:
    """Base of the columns for days and for moments. `is_end` says that something holds until then."""

    exact: DatePrecision
    name: str
    attname: str
    to_python: Callable[[Any], Any]

    def __init__(self, *args, is_end: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_end = is_end

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"is_end": True} if self.is_end else {})

    @property
    def precision_name(self) -> str:
        """The name of the `PrecisionField` beside it."""
        return f"{self.name}_precision"

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)

        def display(instance) -> str:
            known = self.value_from_object(instance)
            return str(known) if known else ""

        # As Django does for a field with choices.
        setattr(cls, f"get_{name}_display", display)

    def check(self, **kwargs):
        found = super().check(**kwargs)
        if self.precision_name not in {field.name for field in self.model._meta.get_fields()}:
            hint = f"Write “{self.precision_name} = PrecisionField()” below it."
            found.append(checks.Error("A partial date needs its precision.", hint=hint, obj=self, id="cms.E004"))
        return found

    def stored(self, known: PartialDate | None):
        """Return what the column holds for a date: the first or the last that it can be."""
        raise NotImplementedError

    def value_from_object(self, obj) -> PartialDate | None:
        """Return the date as it is known. Forms begin with it, and comparisons of revisions show it."""
        value = self.to_python(getattr(obj, self.attname))
        return None if value is None else PartialDate(value, getattr(obj, self.precision_name))

    def value_to_string(self, obj) -> str:
        value = self.to_python(getattr(obj, self.attname))
        return "" if value is None else value.isoformat()

    def save_form_data(self, instance, data: PartialDate | None) -> None:
        """Put a date with its precision into both columns."""
        setattr(instance, self.precision_name, data.precision if data else self.exact)
        setattr(instance, self.attname, self.stored(data))

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        return value if model_instance is None else self._as_stored(model_instance, value)

    def pre_save(self, model_instance, add):
        value = self._as_stored(model_instance, super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def _as_stored(self, instance, value):
        """Return the bound of the month or year, whichever day of it was set."""
        value = self.to_python(value)
        return None if value is None else self.stored(PartialDate(value, getattr(instance, self.precision_name)))

    def formfield(self, **kwargs):
        from cms import date_fields  # it imports this module

        return super().formfield(**date_fields.formfield_options(self) | kwargs)


class PartialDateField(_Partial, models.DateField):  # type: ignore[misc]  # Django's arguments have other names
    """A day, or the month or year that is all that is known; with `is_end` the last day of it, else the first.

    Needs a `PrecisionField` beside it, of its own name with `_precision` after it. `get_NAME_display()` says it in words.
    """

    exact = DatePrecision.DAY

    def stored(self, known):
        if known is None:
            return None
        return known.last_day if self.is_end else known.first_day


class PartialDateTimeField(_Partial, models.DateTimeField):  # type: ignore[misc]  # likewise
    """A moment, or the day, month or year that is all that is known; with `is_end` the last moment of it, else the first.

    Needs a `PrecisionField(exact=DatePrecision.TIME)` beside it.
    """

    exact = DatePrecision.TIME

    def stored(self, known):
        if known is None or known.precision == DatePrecision.TIME:
            return known and known.date
        day, time = (known.last_day, LAST_MOMENT) if self.is_end else (known.first_day, datetime.time.min)
        return timezone.make_aware(datetime.datetime.combine(day, time))
