"""From when on each kind of thing is known, and the moments that may be asked for."""

from __future__ import annotations

import datetime
import re

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from cms.base.dates import moment_in_words, today
from cms.base.typed_dates import in_words
from cms.visibility.period import Period, current_period, within

from .models import HistoryTable
from .past import is_past

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EXAMPLES = "a day such as 2027-06-01, or a moment with its time zone such as 2027-06-01T12:00:00Z"


class UnknownMomentError(ValueError):
    """The past of a moment can't be read; the text is one or two sentences for people, with the first known day."""


def known_since() -> dict[str, datetime.datetime]:
    """Return the moment from which every state is kept, by table. One statement a period."""
    period = current_period()
    return period.fact("known since", _known_since) if period else _known_since()


def _known_since() -> dict[str, datetime.datetime]:
    return dict(HistoryTable.objects.values_list("table", "kept_since"))


def beginning() -> datetime.datetime | None:
    """Return the first known moment: from then on the states of pages are kept. None before the first migration."""
    return known_since().get(Page._meta.db_table)


def past_moment(text: str) -> datetime.datetime:
    """Return the moment that a text names; a day means its end in the hub's time zone, and today means now.

    Raises UnknownMomentError if it names none, one to come, or one before the first known.
    """
    first = beginning()
    if first is None:
        raise UnknownMomentError("Nothing is kept of past days yet.")
    moment: datetime.datetime | None
    now, known = timezone.now(), f"The first known day is {in_words(timezone.localdate(first))}."
    try:
        if DAY.fullmatch(text.strip()):
            day = datetime.date.fromisoformat(text.strip())
            if day > timezone.localdate(now):
                raise UnknownMomentError(f"{in_words(day)} is still to come. {known}")
            moment = min(timezone.make_aware(datetime.datetime.combine(day, datetime.time.max)), now)
        else:
            moment = parse_datetime(text.strip().replace(" ", "+"))
            timezone.localdate(moment)  # fails at the ends of the calendar
    except (ValueError, OverflowError) as error:
        if isinstance(error, UnknownMomentError):
            raise
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise UnknownMomentError(f"This isn't a day. Write {EXAMPLES}. {known}")
    if moment > now:
        raise UnknownMomentError(f"{moment_in_words(moment)} is still to come. {known}")
    if moment < first:
        if timezone.localdate(moment) == timezone.localdate(first):
            raise UnknownMomentError(
                f"Nothing is kept of {moment_in_words(moment)}. The first known moment is {moment_in_words(first)}."
            )
        raise UnknownMomentError(f"Nothing is kept of {in_words(timezone.localdate(moment))}. {known}")
    return moment


def is_known(day: datetime.date, period: Period | None) -> bool:
    """Say whether the end of a day has passed and is known; never while a past day is shown.

    `period` is that of what is read; the first known day is looked up once in it.
    """
    if is_past() or day >= today():
        return False
    with within(period):
        first = beginning()
    return first is not None and day >= timezone.localdate(first)
