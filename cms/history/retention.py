"""Old states are deleted by a stated rule only: before a day that somebody names, or by `HISTORY_KEPT_YEARS`."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.base.dates import today
from cms.base.typed_dates import in_words
from cms.visibility.content_version import ContentVersion

from . import log, spans
from .models import HistoryTable
from .tables import UNTIL, HistoryOf, histories


class NotPrunedError(Exception):
    """The history can't be pruned so; the text is a sentence for people."""


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the beginning of a day in the hub's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def day_by_rule() -> datetime.date | None:
    """Return the day before which states are deleted by `HISTORY_KEPT_YEARS`; None if they are kept for ever."""
    years = settings.HISTORY_KEPT_YEARS
    if not years:
        return None
    now = today()
    # The day itself has to be kept as long as the rule says, also if it is a 29 February.
    return now.replace(year=now.year - years, day=min(now.day, 28) if now.month == 2 else now.day)


def rule_in_words() -> str:
    """Return the rule by which states are deleted, in a sentence."""
    years = settings.HISTORY_KEPT_YEARS
    if not years:
        return "They are kept for ever."
    return f"Those that ended more than {years} year{'' if years == 1 else 's'} ago are deleted."


def _kept() -> list[HistoryOf]:
    known = set(HistoryTable.objects.values_list("table", flat=True))
    return [one for one in histories().values() if one.table in known]


def number_before(day: datetime.date) -> int:
    """Return how many states ended before a day. Raises NotPrunedError for a day to come."""
    moment = _moment(day)
    return sum(
        spans.selected(f'SELECT COUNT(*) FROM "{one.name}" WHERE {UNTIL} <= %s', [moment])[0][0]  # noqa: S608  our names
        for one in _kept()
    )


def prune(day: datetime.date) -> int:
    """Delete the states that ended before a day, which becomes the first known one. Returns their number.

    Raises NotPrunedError for a day to come.
    """
    moment = _moment(day)
    with transaction.atomic():
        number = sum(
            spans.run(f'DELETE FROM "{one.name}" WHERE {UNTIL} <= %s', [moment])  # noqa: S608  names of our tables
            for one in _kept()
        )
        moved = HistoryTable.objects.filter(kept_since__lt=moment).update(kept_since=moment)
        if number or moved:
            ContentVersion.renew()
            log.write("pruned", day=in_words(day), number=number)
    return number


def _moment(day: datetime.date) -> datetime.datetime:
    if day > today():
        raise NotPrunedError("This day is still to come.")
    return start_of(day)
