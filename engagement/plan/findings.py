"""What is wrong with the plan: clashes, gaps, messages that were never used, and items that are overdue."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cms.base import words
from cms.base.own_words import worded
from engagement.models import QuietPeriod
from engagement.plan.entries import PlanEntry

A_WEEK = datetime.timedelta(days=7)
A_DAY = datetime.timedelta(days=1)
MOST = 20  # overdue items that are named, the longest first
# Up to twelve as words, as in running text.
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class PlanFinding:
    """A sentence about the plan, and the entries that it is about. `adds` begins the form of an item that would help.

    `more` says how many entries aren't named, and `all_at` where they are.
    """

    text: str
    entries: Sequence[PlanEntry] = field(default_factory=tuple)
    adds: str = ""
    more: int = 0
    all_at: str = ""


def in_weeks(days: int) -> str:
    """Return a number of days in whole weeks: “six weeks”."""
    weeks = days // 7
    number = NUMBERS[weeks] if weeks < len(NUMBERS) else str(weeks)
    return f"{number} week{'' if weeks == 1 else 's'}"


def clashes(entries: Iterable[PlanEntry], audiences: Mapping[int, str], today: datetime.date) -> Iterator[PlanFinding]:
    """Yield two or more entries for one audience by one channel on one day, from today on."""
    found: dict[tuple, list[PlanEntry]] = defaultdict(list)
    for entry in entries:
        if entry.day >= today and not entry.is_dropped:
            for audience in entry.audiences & audiences.keys():
                found[entry.day, entry.channel, audience].append(entry)
    # The same entries may meet for several audiences.
    together: dict[tuple, list[str]] = defaultdict(list)
    held: dict[tuple, list[PlanEntry]] = {}
    for (day, channel, audience), these in found.items():
        if len(these) > 1:
            key = (day, channel, tuple((one.item, one.url, one.title) for one in these))
            together[key].append(audiences[audience])
            held[key] = these
    for (day, channel, _), names in sorted(together.items(), key=lambda one: one[0][0]):
        these = held[day, channel, _]
        whom = words.listed(sorted(names))
        yield PlanFinding(f"{words.day(day)}, {channel.label}: {len(these)} things for {whom} on one day.", these)


def in_quiet_periods(
    entries: Iterable[PlanEntry], quiet: Iterable[QuietPeriod], today: datetime.date
) -> Iterator[PlanFinding]:
    """Yield for each quiet period what is still planned in it."""
    coming = [entry for entry in entries if entry.is_open and entry.day >= today]
    for one in quiet:
        within = [entry for entry in coming if one.first <= entry.day <= one.last]
        if within:
            days = f"{words.day(one.first)} to {words.day(one.last)}"
            yield PlanFinding(f"Quiet period “{one.name}”, {days}: {_number(within)} planned in it.", within)


def _number(entries: Sequence[PlanEntry]) -> str:
    return "one thing is" if len(entries) == 1 else f"{len(entries)} things are"


def gaps(
    entries: Iterable[PlanEntry],
    audiences: Mapping[int, str],
    weeks: int,
    read: tuple[datetime.date, datetime.date],
    shown: tuple[datetime.date, datetime.date],
    today: datetime.date,
) -> Iterator[PlanFinding]:
    """Yield for each audience its longest time without anything that reaches into the days that are shown.

    A time that ended before today can't be filled any more, so it isn't named.

    `read` has the days of the entries: they begin earlier than those that are shown, so that a gap is seen whole. What is
    over and wasn't done reached nobody. What is for everybody fills no gap, because nobody thought of this audience; but
    it is said how much of it there is.
    """
    reaching = [
        one
        for one in entries
        if read[0] <= one.day <= read[1] and not one.is_dropped and (one.is_done or one.day >= today)
    ]
    earliest = max(shown[0], today)
    for pk, name in audiences.items():
        begin, end = read[0] - A_DAY, read[1] + A_DAY
        ends = [begin, *sorted({one.day for one in reaching if pk in one.audiences}), end]
        longest = max(
            ((last - first - A_DAY, first) for first, last in zip(ends, ends[1:], strict=False) if last > earliest),
            default=(datetime.timedelta(), begin),
        )
        if longest[0] >= weeks * A_WEEK:
            first, last = longest[1] + A_DAY, longest[1] + longest[0]
            general = sum(not one.audiences and first <= one.day <= last for one in reaching)
            nothing = f"Nothing for {name}{' in particular' if general else ''}"
            text = f"{nothing} for {in_weeks(longest[0].days)}: {words.day(first)} to {words.day(last)}."
            yield PlanFinding(
                f"{text} {_general(general)}" if general else text,
                adds=f"?audience={pk}&day={max(first, today):%Y-%m-%d}",
            )


def _general(number: int) -> str:
    things = "One thing" if number == 1 else f"{number} things"
    return f"{things} in this time {'is' if number == 1 else 'are'} for everybody."


def never_used(messages: Mapping[int, str], used: set[int], entries: Iterable[PlanEntry]) -> Iterator[PlanFinding]:
    """Yield each message that was never used, and isn't planned in the days that were read."""
    planned = {message for entry in entries if not entry.is_dropped for message in entry.messages}
    for pk, title in messages.items():
        if pk not in used and pk not in planned:
            text = worded("The key message “%(title)s” was never used, and nothing is planned.", title=title)
            yield PlanFinding(text, adds=f"?message={pk}")


def overdue(entries: Iterable[PlanEntry], today: datetime.date, address: str = "") -> Iterator[PlanFinding]:
    """Yield one finding with the items whose day is over and which aren't done. `address` leads to all of them."""
    late = [entry for entry in entries if entry.is_overdue(today)]
    if late:
        yield PlanFinding(
            "The day of one item is over, and it isn’t done."
            if len(late) == 1
            else f"The days of {len(late)} items are over, and they aren’t done.",
            late[:MOST],
            more=len(late[MOST:]),
            all_at=address,
        )
