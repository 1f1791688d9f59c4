"""Dates, counts and statuses as sentences that people read."""

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from cms.base.choices import DatePrecision
from cms.base.local_texts import LocalText, hub_text, in_words
from cms.base.partial_dates import PartialDate


def day(date: datetime.date, precision: str = DatePrecision.DAY) -> str:
    """Return a date as it is known: “22 June 2017”, or “December 2017” or “2017” when only that is."""
    return str(PartialDate(date, precision))


def says(title: str, date: str) -> bool:
    """Say whether a title has the date in it, as it is known: to say it beside the title would be to say it twice."""
    return re.search(rf"(?<!\w){re.escape(date)}(?!\w)", title) is not None


def clock(moment: datetime.datetime) -> str:
    """Return the time of day on the hub's clock: “9am”, “1.30pm”."""
    return time_of_day(timezone.localtime(moment).time())


def time_of_day(time: datetime.time) -> str:
    """Return a time by the hub's clock: “9am”, “1.30pm”."""
    minutes = f".{time:%M}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def hours(start: datetime.time | None, end: datetime.time | None) -> str:
    """Return from when to when something takes place, as far as it is known: “10am to 12.30pm”, “10am”, or nothing."""
    known = [time_of_day(time) for time in (start, end) if time]
    return _from_to(*known) if len(known) == 2 else hub_text("%(time)s", time=known[0]) if known else ""


def span(start: PartialDate, end: PartialDate) -> str:
    """Return when something takes place: one day with its hours, the first and the last day, or what is known of that."""
    if start.first_day == end.first_day and DatePrecision.TIME in (start.precision, end.precision):
        first, *last = [clock(known.date) for known in (start, end) if known.precision == DatePrecision.TIME]
        if not last:
            return _with_hour(start, first)
        return hub_text(_("%(day)s, %(start)s to %(end)s"), day=start, start=first, end=last[0])
    if _with_hour(start) == _with_hour(end):
        return _with_hour(start)
    return _from_to(in_words(lambda: _without_year(start, end) or _with_hour(start)), in_words(lambda: _with_hour(end)))


def _with_hour(known: PartialDate, time: str = "") -> str:
    time = time or (clock(known.date) if known.precision == DatePrecision.TIME else "")
    return hub_text(_("%(day)s, %(time)s"), day=known, time=time) if time else str(known)


def _from_to(first: object, last: object) -> LocalText:
    return hub_text(_("%(first)s to %(last)s"), first=first, last=last)


def _without_year(start: PartialDate, end: PartialDate) -> str:
    """Return a month whose year the later month says: “August” of “August to December 2016”. Empty where it doesn't."""
    months = start.precision == end.precision == DatePrecision.MONTH
    return date_format(start.date, "F") if months and start.year == end.year and start != end else ""


def period(start: PartialDate | None, end: PartialDate | None) -> str:
    """Return from when to when something held, as far as it is known; empty when neither is."""
    if start and end:
        return str(start) if start == end else _from_to(in_words(lambda: _without_year(start, end) or str(start)), end)
    if start:
        return hub_text(_("since %(day)s"), day=start)
    return hub_text(_("until %(day)s"), day=end) if end else ""


def listed(parts: list[str], last: str = "and") -> str:
    """Join parts to “a, b and c”, or with another word before the last."""
    parts = [str(part) for part in parts]  # a label may be lazy
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
