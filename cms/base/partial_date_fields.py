"""Model fields for dates that are as exact as their source."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.core import checks
from django.db import models
from django.utils import timezone

from cms.base.choices import DatePrecision
from cms.base.date_fields import formfield_options
from cms.base.partial_dates import LAST_MOMENT, PartialDate


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
        """Return the column's value for a date: the first or the last possible one."""
        raise NotImplementedError

    def value_from_object(self, obj) -> PartialDate | None:
        """Return the date as it is known. Forms begin with it, and comparisons of revisions show it."""
        value = self.to_python(getattr(obj, self.attname))
        return None if value is None else PartialDate(value, getattr(obj, self.precision_name))

    def value_to_string(self, obj) -> str:
        value = self.to_python(getattr(obj, self.attname))
        return "" if value is None else value.isoformat()

    def save_form_data(self, instance, data: PartialDate | None) -> None:
        """Set both columns from a date with its precision."""
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
        return super().formfield(**formfield_options(self) | kwargs)


class PartialDateField(_Partial, models.DateField):  # type: ignore[misc]  # Django's arguments have other names
    """A day, or only a month or a year; with `is_end` its last day, else its first.

    Needs a `PrecisionField` beside it, of its own name with `_precision` after it. `get_NAME_display()` says it in words.
    """

    exact = DatePrecision.DAY

    def stored(self, known):
        if known is None:
            return None
        return known.last_day if self.is_end else known.first_day


class PartialDateTimeField(_Partial, models.DateTimeField):  # type: ignore[misc]  # likewise
    """A moment, or only a day, a month or a year; with `is_end` its last moment, else its first.

    Needs a `PrecisionField(exact=DatePrecision.TIME)` beside it.
    """

    exact = DatePrecision.TIME

    def stored(self, known):
        if known is None or known.precision == DatePrecision.TIME:
            return known and known.date
        day, time = (known.last_day, LAST_MOMENT) if self.is_end else (known.first_day, datetime.time.min)
        return timezone.make_aware(datetime.datetime.combine(day, time))
