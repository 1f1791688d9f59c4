"""A hub whose record began a while ago."""

import datetime

import pytest
from django.db import connection
from django.db.models import F

from cms.history.models import HistoryTable
from cms.history.tables import OPEN, SINCE, UNTIL, WITHHELD, histories
from cms.pages.models import Change
from cms.visibility import period


@pytest.fixture(autouse=True)
def connection_stays(connection_stays):
    """An export asks the hub as a server does."""


@pytest.fixture
def days_pass():
    """Return a function that lets a number of days pass: all that was done so far was done so long ago."""

    def days_pass(days: int) -> None:
        Change.objects.update(at=F("at") - datetime.timedelta(days=days))
        with connection.cursor() as cursor:
            for one in histories().values():
                for column in (SINCE, UNTIL):
                    earlier = (
                        f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{days} days')"
                        if connection.vendor == "sqlite"
                        else f"{column} - interval '{days} days'"
                    )
                    cursor.execute(f'UPDATE "{one.name}" SET {column} = {earlier} WHERE {column} < %s', [OPEN])  # noqa: S608
            # As if each had been written at its moment, which was moved.
            one = histories()[Change._meta.db_table]
            columns = ", ".join(f'"{column}"' for column in one.columns)
            cursor.execute(f'DELETE FROM "{one.name}"')  # noqa: S608  our own names
            cursor.execute(
                f'INSERT INTO "{one.name}" ({columns}, {SINCE}, {UNTIL}, {WITHHELD})'  # noqa: S608  the same
                f" SELECT {columns}, at, '{OPEN}', false FROM \"{one.table}\""
            )
        HistoryTable.objects.update(kept_since=F("kept_since") - datetime.timedelta(days=days))
        period.forget_period()

    return days_pass
