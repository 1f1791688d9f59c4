"""The day for which a page is requested: `?as-at=2017-12-31`.

The field is a text input, not the browser's date picker: most pickers send nothing for an incomplete date, so a mistake
couldn't be explained, and pickers are hard to use by voice and with some screen readers. Three fields, as on GOV.UK,
would need three parameters in the address instead of one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cms.base.dates import today
from cms.base.typed_dates import LONGEST, Towards, UnreadableDateError, read_day

from .filters import printable

PARAMETER = "as-at"


@dataclass(frozen=True)
class AsAt:
    """The day, the text typed, and the error in it; if there is an error, the day is today."""

    day: datetime.date
    typed: str = ""
    error: str = ""

    @classmethod
    def of(cls, request) -> AsAt:
        """Return the day requested in the address, or today."""
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
        """The parameters that keep the day in an address; none for today."""
        return {} if self.is_today else {PARAMETER: self.day.isoformat()}
