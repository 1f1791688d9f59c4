"""Form fields for dates and times, which take them as people type them (`cms.base.typed_dates`).

They are the fields of every form in the admin, Wagtail's own included: `register` says so once. How a field was read is
shown beside it, by `cms.editing.views.readings`; unreadable text stays as typed.
"""

from __future__ import annotations

import datetime

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django_filters.fields import DateRangeField, RangeField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from cms.base import years
from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from cms.base.typed_dates import Towards, UnreadableDateError, clock, in_words, read_date, read_day, read_time


class TypedField(forms.Field):
    """Base of fields that read typed dates and times. `kind` names the field to the script that shows its reading."""

    kind = ""
    towards = Towards.LAST

    def __init__(self, *, towards: Towards | None = None, **kwargs):
        self.towards = towards or self.towards
        super().__init__(**kwargs)

    def widget_attrs(self, widget) -> dict[str, str]:
        return super().widget_attrs(widget) | {"data-date-kind": self.kind, "data-date-towards": self.towards.value}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                return self.read(value)
            except UnreadableDateError as error:
                raise ValidationError(str(error), code="invalid") from None
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def read(self, text: str):
        """Return the value of a typed text. Raises UnreadableDateError or ValidationError."""
        raise NotImplementedError

    def words(self, value) -> str:
        """Return the text beside the field that shows an editor how the value was read."""
        raise NotImplementedError


class DayField(TypedField, forms.DateField):
    """A day. Without a year the last one is meant, as in records, or the next with `towards=Towards.NEXT`, as in plans."""

    kind = "day"
    widget = AdminDateInput

    def read(self, text: str) -> datetime.date:
        reading = read_day(text, today=today(), towards=self.towards)
        if reading.time is not None:
            raise UnreadableDateError(f"Give the date without a time: {in_words(reading.date)}.")
        return _of_a_possible_year(reading.date)

    def words(self, value: datetime.date) -> str:
        return in_words(value)

    def prepare_value(self, value):
        return in_numbers(value) if isinstance(value, datetime.date) else value


class MomentField(TypedField, forms.DateTimeField):
    """A day and a time in the United Kingdom; without a time the beginning of the day. Without a year the next is meant."""

    kind = "moment"
    towards = Towards.NEXT
    widget = AdminDateTimeInput

    def read(self, text: str) -> datetime.datetime:
        reading = read_day(text, today=today(), towards=self.towards)
        _of_a_possible_year(reading.date)
        return _in_zone(datetime.datetime.combine(reading.date, reading.time or datetime.time()))

    def words(self, value: datetime.datetime) -> str:
        there = timezone.localtime(value)
        return f"{in_words(there.date())}, {clock(there.time())}, UK time"

    def prepare_value(self, value):
        value = super().prepare_value(value)
        return f"{in_numbers(value)} {clock(value.time())}" if isinstance(value, datetime.datetime) else value


class PastMomentField(MomentField):
    """A moment in the past, for filters of lists. Without a year the last one is meant."""

    towards = Towards.LAST


class TimeOfDayField(TypedField, forms.TimeField):
    """A time of day."""

    kind = "time"
    widget = AdminTimeInput

    def read(self, text: str) -> datetime.time:
        return read_time(text)

    def words(self, value: datetime.time) -> str:
        return f"{clock(value)}, UK time"

    def prepare_value(self, value):
        return clock(value) if isinstance(value, datetime.time) else value


class PartialDayField(TypedField, forms.DateField):
    """A day, or only a month or a year: “May 2017”, “2017”. Its value is a `PartialDate`."""

    kind = "partial-day"
    widget = AdminDateInput

    def to_python(self, value):
        return value if isinstance(value, PartialDate) else super().to_python(value)

    def read(self, text: str) -> PartialDate:
        reading = read_date(text, today=today(), towards=self.towards)
        if reading.time is not None:
            raise UnreadableDateError(f"Give the date without a time: {in_words(reading.date)}.")
        return PartialDate(_of_a_possible_year(reading.date), reading.precision)

    def words(self, value: PartialDate) -> str:
        return in_words(value.date, value.precision)

    def prepare_value(self, value):
        if isinstance(value, datetime.date):
            value = PartialDate(value)
        if not isinstance(value, PartialDate):
            return value
        return str(value) if value.is_vague else in_numbers(value.date)

    def has_changed(self, initial, data):
        # A default such as “today” is a day without a precision.
        initial = PartialDate(initial) if isinstance(initial, datetime.date) else initial
        return super().has_changed(initial, data)


class PartialMomentField(TypedField, forms.DateTimeField):
    """A day and a time, or only a day, a month or a year. Its value is a `PartialDate`."""

    kind = "partial-moment"
    towards = Towards.NEXT
    widget = AdminDateTimeInput

    def to_python(self, value):
        return value if isinstance(value, PartialDate) else super().to_python(value)

    def read(self, text: str) -> PartialDate:
        reading = read_date(text, today=today(), towards=self.towards)
        _of_a_possible_year(reading.date)
        if reading.time is None:
            return PartialDate(reading.date, reading.precision)
        return PartialDate(_in_zone(datetime.datetime.combine(reading.date, reading.time)), DatePrecision.TIME)

    def words(self, value: PartialDate) -> str:
        if value.precision != DatePrecision.TIME:
            return in_words(value.date, value.precision)
        there = timezone.localtime(value.date)
        return f"{in_words(there.date())}, {clock(there.time())}, UK time"

    def prepare_value(self, value):
        if not isinstance(value, PartialDate):
            return value
        if value.precision == DatePrecision.TIME:
            there = timezone.localtime(value.date)
            return f"{in_numbers(there)} {clock(there.time())}"
        return str(value) if value.is_vague else in_numbers(value.date)


class DayRangeField(DateRangeField):
    """From one day to another, both included."""

    def __init__(self, *args, **kwargs):
        RangeField.__init__(self, (DayField(), DayField()), *args, **kwargs)


FIELDS = (DayField, MomentField, TimeOfDayField, PartialDayField, PartialMomentField)
KINDS: dict[str, type[TypedField]] = {field.kind: field for field in FIELDS}


def in_numbers(day: datetime.date) -> str:
    """Return a date in numbers, as people here type it: 20/11/2026."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def register() -> None:
    """Make every form of the admin use the fields of this module for dates and times."""
    for model_field in (models.DateField, models.DateTimeField):
        register_form_field_override(model_field, override=formfield_options)
    register_form_field_override(models.TimeField, override={"form_class": TimeOfDayField, "widget": AdminTimeInput})
    # The reports and lists of Wagtail, which can't each be given a set of filters of our own.
    django_filters.DateFilter.field_class = DayField
    django_filters.DateTimeFilter.field_class = PastMomentField
    django_filters.TimeFilter.field_class = TimeOfDayField
    django_filters.DateFromToRangeFilter.field_class = DayRangeField


def formfield_options(model_field: models.DateField) -> dict:
    """Return the options of the form field for a model's field. `dates_ahead` of the model names dates that are planned."""
    is_moment = isinstance(model_field, models.DateTimeField)
    if hasattr(model_field, "precision_name"):  # of a `PartialDateField` or `PartialDateTimeField`
        form_class: type = PartialMomentField if is_moment else PartialDayField
    else:
        form_class = MomentField if is_moment else DayField
    is_ahead = is_moment or model_field.name in getattr(model_field.model, "dates_ahead", ())
    return {
        "form_class": form_class,
        "towards": Towards.NEXT if is_ahead else Towards.LAST,
        "widget": AdminDateTimeInput if is_moment else AdminDateInput,
    }


def _of_a_possible_year(day: datetime.date) -> datetime.date:
    if objection := years.objection_to(day):
        raise UnreadableDateError(objection)
    return day


def _in_zone(moment: datetime.datetime) -> datetime.datetime:
    """Return a moment with its time zone. Raises UnreadableDateError in the two hours a year when the clocks change."""
    earlier, later = (moment.replace(tzinfo=timezone.get_current_timezone(), fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    day, time = in_words(moment.date()), clock(moment.time())
    if earlier.utcoffset() < later.utcoffset():  # type: ignore[operator]  # both have a zone
        raise UnreadableDateError(f"{day} has no {time}: the clocks go forward then. Give another time.")
    raise UnreadableDateError(f"{day} has {time} twice: the clocks go back then. Give another time.")
