"""Days that are over in a moment: Python's clock is moved, and what the database's own clock dated is dated to follow.

The days are past ones, so that what the triggers write next is later than all of them.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from cms.history.models import HistoryTable
from cms.history.tables import OPEN, SINCE, UNTIL, histories

LONG_AGO = datetime.timedelta(days=1000)


class Days:
    """Days that follow each other. `time_machine` is the fixture of that name."""

    def __init__(self, time_machine: Any):
        self._machine = time_machine
        # Later than all of these days, and before what the database's clock will say.
        self._later = timezone.now() - datetime.timedelta(days=1)
        self.day = timezone.localdate(self._later) - LONG_AGO
        self.move(datetime.time(9))
        self._date("1990-01-01")
        HistoryTable.objects.update(kept_since=timezone.now())

    def move(self, at: datetime.time) -> None:
        """Let it be a time of the day."""
        self._machine.move_to(timezone.make_aware(datetime.datetime.combine(self.day, at)), tick=False)

    def end(self) -> datetime.datetime:
        """End the day's work, and return the last moment of the day, which it is now."""
        self.settle()
        self.move(datetime.time.max)
        return timezone.now()

    def settle(self) -> None:
        """Date what was written since the last time as of the present time of the day."""
        self._date(connection.ops.adapt_datetimefield_value(self._later))

    def begin_the_next(self) -> None:
        """Let it be nine o'clock on the next day."""
        self.day += datetime.timedelta(days=1)
        self.move(datetime.time(9))

    def _date(self, after: Any) -> None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            for one in histories().values():
                for column in (SINCE, UNTIL):
                    cursor.execute(
                        f'UPDATE "{one.name}" SET {column} = %s WHERE {column} > %s AND {column} < %s',  # noqa: S608
                        [now, after, OPEN[:10]],
                    )
