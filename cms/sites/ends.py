"""The end of a programme, in words for its readers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cms.base import words


@dataclass(frozen=True)
class ProgrammeEnd:
    """The end of a programme that is archived or closed: its day, if that is known, and its successor's address, if any."""

    day: datetime.date | None
    successor: str

    @property
    def sentence(self) -> str:
        """The sentence for readers: “This programme ended on 3 May 2027.”"""
        return f"This programme ended on {words.day(self.day)}." if self.day else "This programme has ended."
