"""The day that a page is asked for: `?as-at=2017-12-31`.

The field is one line of text, not the browser's date picker: in most browsers a picker sends nothing at all for a date
that isn't complete, so a mistake couldn't be explained, and pickers are hard to use by voice and with some screen readers.
Three fields, as GOV.UK has them, would make three parameters of what an address should say in one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cms.dates import today
from cms.typed_dates import LONGEST, Towards, UnreadableDateError, read_day

from .filters import printable

PARAMETER = "as-at"


@dataclass(frozen=True)
class AsAt:
    """The day that holds, what was typed, and what is wrong with it; with an error the day is today."""

    day: datetime.date
    typed: str = ""
    error: str = ""

    @classmethod
    def of(cls, request) -> AsAt:
        """Return the day that the address asks for, or today."""
        typed = " ".join(request.GET.get(PARAMETER, "")[: LONGEST + 1].split())
        if not typed:
            return cls(today())
        try:
            day = read_day(typed, today=today(), towards=Towards.LAST).date
        except UnreadableDateError as error:
            return cls(today(), printable(typed), str(error))
        if day > today():
            return cls(today(), printable(typed), "The date must be today or in the past")
        return cls(day, printable(typed))

    @property
    def is_today(self) -> bool:
        return self.day == today()

    @property
    def beside(self) -> dict[str, str]:
        """What an address must keep to ask for the same day; nothing for today."""
        return {} if self.is_today else {PARAMETER: self.day.isoformat()}
