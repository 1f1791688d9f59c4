"""When a commitment is due, as somebody wrote it: a date, or words such as “every year”."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError

from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from cms.base.typed_dates import Towards, UnreadableDateError, read_date
from cms.base.years import objection_to
from programme.models import CommitmentPage


def due_of(typed: str) -> tuple[str, datetime.date | None]:
    """Return the words for readers and the last day that they can mean; words without a figure have no day.

    Raises ValidationError for words with a figure that aren't a date, and for too many words.
    """
    if len(typed) > (CommitmentPage._meta.get_field("due").max_length or 0):
        raise ValidationError("The words in “due” are too long.")
    if not re.search(r"\d", typed):
        return typed, None
    try:
        found = read_date(typed, today=today(), towards=Towards.NEXT)
    except UnreadableDateError as error:
        raise ValidationError(str(error)) from None
    if objection := objection_to(found.date):
        raise ValidationError(objection)
    due = PartialDate(found.date, found.precision)
    return str(due), due.last_day
