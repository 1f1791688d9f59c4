"""Objectives of the communication, their measures, and figures that are typed in with a source."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from cms.base import words
from cms.base.dates import today
from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow, rows_of
from measures.sources import FigureSource, sources
from programme.models import ProgrammeSettings

TYPED_IN = "Typed in"


class Direction(models.TextChoices):
    """Which way a figure should go."""

    UP = "up", "At least the target"
    DOWN = "down", "At most the target"


class Objective(SiteRow):
    """What the communication is to achieve, in a sentence."""

    title = models.CharField(max_length=150, help_text="What is to be achieved, in a few words.")
    description = models.TextField(max_length=1000, blank=True, help_text="What it means and why. Reports show it.")
    owner = user_field(blank=True, help_text="The person in the team who looks after it.")
    place = models.PositiveSmallIntegerField("order", default=0, help_text="The lowest comes first.")
    live = models.BooleanField("current", default=True, help_text="Reports leave out what isn't current.")

    is_content = True
    private_fields = ("owner",)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self):
        return self.title

    @classmethod
    def to_export(cls, site):
        """The current ones, which reports have."""
        return cls.objects.filter(rows_of(site), live=True)


class Measure(SiteRow):
    """A number by which an objective is judged: counted by the hub, or typed in. It belongs to its objective's programme."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    label = models.CharField(max_length=150, help_text="What is measured, such as “Feedback answered in time”.")
    unit = models.CharField(max_length=40, help_text="What it counts, such as “readers” or “per cent”.")
    source = models.CharField(
        max_length=60, blank=True, help_text="What the hub counts. Without one, its figures are typed in."
    )
    adds_up = models.BooleanField(
        default=True,
        help_text="Typed figures of several months are added up. Untick it for shares and levels, such as per cent: then "
        "the latest counts.",
    )
    counts_people = models.BooleanField(
        default=False, help_text="Readers of reports see fewer than 5 people as “fewer than 5”."
    )
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_by = models.DateField("by when", null=True, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    place = models.PositiveSmallIntegerField("order", default=0, help_text="The lowest comes first.")

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("target_by",)

    is_content = True

    class Meta:
        ordering = ["objective__place", "objective_id", "place", "pk"]

    def __str__(self):
        return self.label

    @classmethod
    def to_export(cls, site):
        """Those of current objectives."""
        return cls.objects.filter(rows_of(site), objective__live=True)

    def save(self, *args, **kwargs):
        self.site, self.target = self.objective.site, as_stored(self.target)
        super().save(*args, **kwargs)

    @property
    def counted(self) -> FigureSource | None:
        """The source that the hub counts; None if the figures are typed in."""
        return sources.get(self.source) if self.source else None

    @property
    def source_label(self) -> str:
        """The name of its source, also of one that is no longer there."""
        return TYPED_IN if not self.source else self.counted.label if self.counted else f"{self.source} (not there)"

    @property
    def target_in_words(self) -> str:
        """Its target with the day, such as “at least 500 readers by 31 December 2026”; empty without one."""
        if self.target is None:
            return ""
        least = "at least" if self.direction == Direction.UP else "at most"
        by = f" by {words.day(self.target_by)}" if self.target_by else ""
        return f"{least} {number_in_words(self.target)} {self.unit}{by}"

    def is_met_by(self, number: Decimal | int | None) -> bool | None:
        """Say whether a number meets the target; None without a number or a target."""
        if number is None or self.target is None:
            return None
        return number >= self.target if self.direction == Direction.UP else number <= self.target

    def clean(self):
        super().clean()
        errors: dict[str, str] = {}
        if not self.unit.strip():
            errors["unit"] = "Say what it counts, such as “readers” or “per cent”."
        if self.source and self.counted is None:
            errors["source"] = "The hub doesn't count this any more. Choose another source, or none."
        if self.target is not None and self.target_by is None:
            errors["target_by"] = "Say by when the target is to be met."
        elif self.target is None and self.target_by is not None:
            errors["target"] = "Give the number to be reached by that day, or empty the day."
        if errors:
            raise ValidationError(errors)


class TypedFigure(SiteRow):
    """A number that somebody typed in for a measure, with its source: of one day, or from one day to another."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="figures")
    first = models.DateField("day", help_text="The day that it is of, or the first of several.")
    last = models.DateField(
        "last day", null=True, blank=True, help_text="If it is of several days, such as a month. Otherwise empty."
    )
    number = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(
        max_length=300,
        help_text="Where it is from, so that others can find it, such as “Account's statistics, 3 June”.",
    )
    note = models.TextField(max_length=1000, blank=True)
    recorded_by = user_field(blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    is_content = True
    private_fields = ("note",)

    class Meta:
        ordering = ["-first", "-pk"]

    def __str__(self):
        return f"{self.measure}: {number_in_words(self.number)} {self.measure.unit}, {self.days}"

    def save(self, *args, **kwargs):
        self.site, self.last = self.measure.site, self.last or self.first
        self.number = as_stored(self.number)
        super().save(*args, **kwargs)

    @classmethod
    def to_export(cls, site):
        """Those of current objectives, but none that count people: readers of reports don't see which are small."""
        shown = cls.objects.filter(rows_of(site), measure__objective__live=True, measure__counts_people=False)
        return shown.order_by("measure__objective__place", "measure__place", "measure_id", "first", "pk")

    @property
    def days(self) -> str:
        """The days that it is of, in words."""
        return days_in_words(self.first, self.last or self.first)

    def clean(self):
        super().clean()
        if self.first is None or not hasattr(self, "measure"):
            return  # the fields have their own errors
        last, errors = self.last or self.first, {}
        if objection := before_the_programme(self.measure.own_site, self.first):
            errors["first"] = objection
        elif last < self.first:
            errors["last"] = "The last day is before the first."
        elif last > today():
            errors["last" if self.last else "first"] = f"{words.day(last)} is in the future. Record what is known."
        if self.measure.source:
            errors["measure"] = f"The hub counts this itself: {self.measure.source_label}. Choose one that is typed in."
        elif other := self._same_days(last):
            errors["first"] = f"There is a figure for {other.days} already. Days that are in both would count twice."
        if errors:
            raise ValidationError(errors)

    def _same_days(self, last: datetime.date) -> TypedFigure | None:
        others = self.measure.figures.exclude(pk=self.pk)
        return others.filter(first__lte=last, last__gte=self.first).first()


def as_stored(number: Decimal | float | str | None) -> Decimal | None:
    """Return a number as the database has it, with two decimals: a second load of content compares what it stored."""
    return None if number is None else Decimal(str(number)).quantize(Decimal("0.01"))


def number_in_words(number: Decimal | int | None) -> str:
    """Return a number as people write it: “1,250”, “62.5”; empty for None."""
    if number is None:
        return ""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def days_in_words(first: datetime.date, last: datetime.date) -> str:
    """Return a day, or from which to which: “3 June 2026”, “1 July 2026 to 30 September 2026”."""
    return words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"


def before_the_programme(site, day: datetime.date) -> str:
    """Return an error for a day before the programme began; empty if it had begun, or nobody knows when."""
    held = ProgrammeSettings.objects.filter(site=site).first() if site else None
    if held is None or held.started_on is None:
        return ""
    began = held._meta.get_field("started_on").value_from_object(held)
    if day >= began.first_day:
        return ""
    return f"{words.day(day)} is before the programme, which began {began.when}. Give a later day."
