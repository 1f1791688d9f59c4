"""Choices that pages of all types share."""

from django.db import models


class ChangeKind(models.TextChoices):
    """The kind of a change of a page, from the readers' point of view."""

    PUBLISHED = "published", "Became public, for the first time or again"
    CHANGED = "changed", "Was public and was published again"
    MOVED = "moved", "Has another address now; the text may have changed with it"
    WITHDRAWN = "withdrawn", "Is no longer public"


class Significance(models.TextChoices):
    """The significance of a change, chosen by the editor who published it."""

    MAJOR = "major", "Major: readers should hear of it, in feeds and in the newsletter"
    MINOR = "minor", "Minor: corrections and small additions"


class StatusCategory(models.TextChoices):
    """The meaning of a status, under whichever name a programme uses it."""

    OPEN = "open", "To be done or under way"
    DONE = "done", "Done"
    STOPPED = "stopped", "Given up"
    CHANGED = "changed", "Replaced by something else"
    NONE = "none", "Nothing is recorded"


class DatePrecision(models.TextChoices):
    """The precision of a date."""

    TIME = "time", "To the minute"
    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    YEAR = "year", "To the year"
