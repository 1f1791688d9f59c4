"""Dates and times as people in the United Kingdom type them, read without a guess.

`dateutil` and `dateparser` put the month first where the day can't be one, fill what is missing with today's day and
read something into nearly any text, so that a slip becomes a wrong date; here it becomes an error.
"""

from __future__ import annotations

import datetime
import enum
import re
from dataclasses import dataclass

DAY, MONTH, YEAR = "day", "month", "year"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONGEST = 80
LONGEST_QUOTED = 40
BARE_YEARS = range(1900, 3000)  # a number outside is a slip or a time
LEAP_YEARS_APART = 8  # at most, as between 1896 and 1904
HINT = "Write it like 20/11/2026 or 20 November 2026."

_WEEKDAY_NAMES = {name[:length].lower(): number for number, name in enumerate(WEEKDAYS) for length in (3, len(name))}
_WEEKDAY_NAMES |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NAMES = {name[:length].lower(): number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTH_NAMES |= {"sept": 9}
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _either(names) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_WEEKDAY = re.compile(rf"(?P<weekday>{_either(_WEEKDAY_NAMES)})\b\.?,?\s*")
_NUMBERS = re.compile(r"(?P<day>[0-9]{1,2})(?P<sign>[/.\- ])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{1,4})")
_DAY_AND_MONTH = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?")
_MONTH_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")
_NAMED_MONTH = rf"(?P<name>{_either(_MONTH_NAMES)})\b\.?"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"{_ORDINAL}[ \-]?(?:of )?{_NAMED_MONTH}(?:(?:[ \-]|, )(?P<year>[0-9]{{1,4}}))?"),
    re.compile(rf"{_NAMED_MONTH} {_ORDINAL},? (?P<year>[0-9]{{4}})"),
    re.compile(rf"{_NAMED_MONTH}(?:[ \-]|, )(?P<year>[0-9]{{4}})"),
)
_CLOCK = (
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
    r" ?(?P<half>[ap]\.?m\b\.?)?|(?P<noon>(?:12 )?(?:noon|midday)))"
)
_TIME = re.compile(_CLOCK)
_TIME_LAST = re.compile(rf"(?:^|(?:,? (?:at )?|(?<=[0-9])t(?=[0-9])))(?:at )?{_CLOCK}$")
_TIME_FIRST = re.compile(rf"^(?:at )?{_CLOCK}(?:,? on |,? )(?=\S)")
_ZONE = re.compile(r",? uk time$")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—"), "-")


class Towards(enum.Enum):
    """The day that is meant if the year is left out. Today counts as both."""

    NEXT = "next"  # of what is planned: schedules, events, times to send at
    LAST = "last"  # of what is recorded: news, entries, minutes


class UnreadableDateError(ValueError):
    """A text isn't a date or time, or could mean several. The message says so in sentences for the person who typed it."""


@dataclass(frozen=True)
class Reading:
    """A date that was read, and a time of day if one was given.

    `precision` is DAY, MONTH or YEAR; a month or a year is the date of its first day.
    """

    date: datetime.date
    precision: str = DAY
    time: datetime.time | None = None

    @property
    def words(self) -> str:
        """The reading as a person checks it, such as “Friday 20 November 2026, 09:00, UK time”. It reads as itself."""
        said = in_words(self.date, self.precision)
        return said if self.time is None else f"{said}, {clock(self.time)}, UK time"


def in_words(date: datetime.date, precision: str = DAY) -> str:
    """Return a date as exactly as it is known: “Friday 20 November 2026”, “November 2026” or “2026”."""
    if precision == YEAR:
        return f"{date.year:04}"
    month = f"{MONTHS[date.month - 1]} {date.year:04}"
    return month if precision == MONTH else f"{WEEKDAYS[date.weekday()]} {date.day} {month}"


def clock(time: datetime.time) -> str:
    """Return a time of day by the 24-hour clock, with seconds only where there are some."""
    return f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"


def read_date(text: str, *, today: datetime.date, towards: Towards) -> Reading:
    """Return the reading of a typed date, day before month.

    Takes 20/11/2026, 20.11.2026, 20-11-2026, 2026-11-20, 20 November 2026, 20 Nov, today, tomorrow, Friday, November 2026
    and 2026, each day with a time or without: 9am, 09:00, 9.30 pm, noon. Raises UnreadableDateError.
    """
    plain = _plain(text)
    rest, time = _without_time(plain)
    weekday = _WEEKDAY.match(rest)
    if weekday and weekday.end() == len(rest):
        return Reading(_weekday(_WEEKDAY_NAMES[weekday["weekday"]], today, towards), DAY, time)
    if rest in _RELATIVE:
        return Reading(_moved(today, _RELATIVE[rest]), DAY, time)
    reading = _read(rest[weekday.end() :] if weekday else rest, text, today, towards)
    if reading is None:
        raise _unreadable(text)
    if reading.precision != DAY and (time is not None or weekday):
        raise UnreadableDateError(f"“{_shown(text)}” lacks the day of the month. {HINT}")
    if weekday and reading.date.weekday() != _WEEKDAY_NAMES[weekday["weekday"]]:
        meant = WEEKDAYS[_WEEKDAY_NAMES[weekday["weekday"]]]
        raise UnreadableDateError(f"{in_words(reading.date)} isn’t a {meant}. Check the day of the week and the date.")
    return Reading(reading.date, reading.precision, time)


def read_day(text: str, *, today: datetime.date, towards: Towards) -> Reading:
    """Return the reading of a typed date for which a month or a year isn't enough. Raises UnreadableDateError."""
    reading = read_date(text, today=today, towards=towards)
    if reading.precision != DAY:
        raise UnreadableDateError(f"{reading.words} isn’t exact enough: give the day as well. {HINT}")
    return reading


def read_time(text: str) -> datetime.time:
    """Return the time of day that somebody typed, such as 9am, 09:00, 9.30 pm or noon. Raises UnreadableDateError."""
    plain = _plain(text)
    found = _TIME.fullmatch(plain.removeprefix("at "))
    if found is None or not _says_a_time(found):
        if "midnight" in plain:
            raise _midnight()
        raise UnreadableDateError(f"“{_shown(text)}” can’t be read as a time. Write it like 09:00 or 9am.")
    return _time(found)


def _plain(text: str) -> str:
    """Return a text in small letters with single spaces and plain dashes, as far as it can be a date at all."""
    plain = " ".join(text.translate(_DASHES).split()).lower()
    if not plain:
        raise UnreadableDateError(f"No date is given. {HINT}")
    if len(plain) > LONGEST or not plain.isascii():
        raise _unreadable(text)
    return _ZONE.sub("", plain)


def _without_time(plain: str) -> tuple[str, datetime.time | None]:
    """Return a text without the time of day before or after its date, and that time."""
    if "midnight" in plain:
        raise _midnight()
    for form in (_TIME_LAST, _TIME_FIRST):
        found = form.search(plain)
        if found is None or not _says_a_time(found):
            continue
        rest = f"{plain[: found.start()]}{plain[found.end() :]}".strip(" ,")
        if form is _TIME_FIRST and _read_shape(rest) is None:
            continue
        if not rest:
            raise UnreadableDateError(f"Only a time is given. Give the date as well, such as 20/11/2026 {plain}.")
        return rest, _time(found)
    return plain, None


def _says_a_time(found: re.Match) -> bool:
    """Say whether a text is clearly a time: a bare “9” can be anything."""
    return bool(found["noon"] or found["minute"] or found["half"])


def _time(found: re.Match) -> datetime.time:
    if found["noon"]:
        return datetime.time(12)
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        raise UnreadableDateError(f"{hour} {half} isn’t a time. Write 09:00 or 9am, 21:00 or 9pm.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return datetime.time(hour, minute, second)
    except ValueError:
        raise UnreadableDateError(f"{hour}:{minute:02} isn’t a time of day. Write it like 09:00 or 9am.") from None


def _read_shape(rest: str) -> re.Match | str | None:
    """Return the form in which a text gives a day or month; None if it isn't a known one."""
    if rest in _RELATIVE:
        return rest
    weekday = _WEEKDAY.match(rest)
    if weekday and weekday.end() == len(rest):
        return weekday
    rest = rest[weekday.end() :] if weekday else rest
    forms = (_NUMBERS, _ISO, _MONTH_OF_YEAR, _DAY_AND_MONTH, *_NAMED)
    return next((found for form in forms if (found := form.fullmatch(rest))), None)


def _read(rest: str, text: str, today: datetime.date, towards: Towards) -> Reading | None:
    if rest.isdecimal() and len(rest) == 4 and int(rest) in BARE_YEARS:
        return Reading(datetime.date(int(rest), 1, 1), YEAR)
    found = _read_shape(rest)
    if not isinstance(found, re.Match) or "weekday" in found.re.groupindex:
        if rest in _MONTH_NAMES:
            name = MONTHS[_MONTH_NAMES[rest] - 1]
            raise UnreadableDateError(f"{name} needs a year. Write it like {name} {today.year}.")
        return None
    parts = found.groupdict()
    month = _MONTH_NAMES[parts["name"]] if parts.get("name") else int(parts["month"])
    if not 1 <= month <= 12:
        raise UnreadableDateError(
            f"There is no month {month} in “{_shown(text)}”. The day comes before the month: 20/11/2026."
        )
    year = parts.get("year")
    if year is not None and len(year) != 4:
        raise UnreadableDateError(f"Give the year of “{_shown(text)}” in four digits, such as {today.year}.")
    if parts.get("day") is None:
        return Reading(_day(int(year), month, 1), MONTH)
    day = int(parts["day"])
    return Reading(_of_no_year(day, month, today, towards) if year is None else _day(int(year), month, day))


def _day(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise UnreadableDateError(f"There is no {day} {MONTHS[month - 1]} {year:04}.") from None


def _of_no_year(day: int, month: int, today: datetime.date, towards: Towards) -> datetime.date:
    """Return the next or last day of that name; for 29 February that may be some years away."""
    step = 1 if towards is Towards.NEXT else -1
    for year in range(today.year, today.year + step * (LEAP_YEARS_APART + 2), step):
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            continue
        if (date - today).days * step >= 0:
            return date
    raise UnreadableDateError(f"There is no {day} {MONTHS[month - 1]}.")


def _weekday(number: int, today: datetime.date, towards: Towards) -> datetime.date:
    ahead = (number - today.weekday()) % 7
    return _moved(today, ahead if towards is Towards.NEXT else -((7 - ahead) % 7))


def _moved(today: datetime.date, days: int) -> datetime.date:
    return today + datetime.timedelta(days=days)


def _shown(text: str) -> str:
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 2 * LONGEST]).split())
    return shown if len(shown) <= LONGEST_QUOTED else f"{shown[:LONGEST_QUOTED]}…"


def _unreadable(text: str) -> UnreadableDateError:
    return UnreadableDateError(f"“{_shown(text)}” can’t be read as a date. {HINT}")


def _midnight() -> UnreadableDateError:
    return UnreadableDateError("Midnight could be the beginning of the day or its end: write 00:00 or 23:59.")
