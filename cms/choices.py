"""Choices that pages of all types share."""

from django.db import models


class ChangeKind(models.TextChoices):
    """What happened to a page, as readers see it."""

    PUBLISHED = "published", "Became public, for the first time or again"
    CHANGED = "changed", "Was public and was published anew"
    MOVED = "moved", "Has another address now; the text may have changed with it"
    WITHDRAWN = "withdrawn", "Is no longer public"


class Significance(models.TextChoices):
    """How big a change is, as the editor who published it says."""

    MAJOR = "major", "Major: readers should hear of it, in feeds and in the newsletter"
    MINOR = "minor", "Minor: corrections and small additions"


class DatePrecision(models.TextChoices):
    """How exactly a date is known."""

    TIME = "time", "To the minute"
    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    YEAR = "year", "To the year"
