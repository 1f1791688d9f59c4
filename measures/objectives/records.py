"""What a source counts, as rows: the number and the list behind it are made of the same statement, so they can't differ."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, overload
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from wagtail.models import Site

from cms.base.dates import moment_of
from measures.sources import FigureSource, sources


@dataclass(frozen=True)
class CountedRow:
    """One row that is counted: its day, what it is, and the address of its form. It may count for several, as a send does."""

    day: datetime.date | None
    title: str
    address: str
    amount: int = 1


class Records(Protocol):
    """The rows of a source, read only as far as they are asked for, and the number that they add up to."""

    @property
    def total(self) -> int: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, part: int) -> CountedRow: ...

    @overload
    def __getitem__(self, part: slice) -> Sequence[CountedRow]: ...


@dataclass(frozen=True)
class QueriedRecords:
    """Rows of one statement. With `amount` each counts for the number in that column."""

    rows: QuerySet[Any]
    row: Callable[[Any], CountedRow]
    amount: str = ""

    @property
    def total(self) -> int:
        if self.amount:
            return self.rows.order_by().aggregate(total=Sum(self.amount))["total"] or 0
        return len(self)

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part):
        found = self.rows[part]
        return [self.row(one) for one in found] if isinstance(part, slice) else self.row(found)


@dataclass(frozen=True)
class ListedRecords:
    """Rows that were put together of several statements. There are few: what was published in the days asked for."""

    rows: list[CountedRow]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, part):
        return self.rows[part]


RecordsOf = Callable[[Site, datetime.date, datetime.date], Records]


@dataclass(frozen=True, kw_only=True)
class CountedSource(FigureSource):
    """A source with its rows. `permission` is needed to see them, beside that to see measures."""

    records: RecordsOf
    permission: str


def add_source(
    name: str,
    label: str,
    unit: tuple[str, str],
    records: RecordsOf,
    permission: str,
    *,
    is_level: bool = False,
    counts_people: bool = False,
) -> None:
    """Register a source whose number is the total of its rows."""

    def count(site: Site, first: datetime.date, last: datetime.date) -> int:
        return records(site, first, last).total

    def rows(site: Site, first: datetime.date, last: datetime.date) -> str:
        return address_of_rows(name, site, first, last)

    sources.add(
        name,
        CountedSource(
            own_label=label,
            unit=unit,
            count=count,
            rows=rows,
            records=records,
            permission=permission,
            is_level=is_level,
            counts_people=counts_people,
        ),
    )


def address_of_rows(name: str, site: Site, first: datetime.date, last: datetime.date) -> str:
    """Return the address of the list of what a source counts for a site from the first to the last day."""
    return f"{reverse('objectives:rows', args=[name])}?{urlencode({'site': site.pk, 'from': first, 'to': last})}"


def during(field: str, first: datetime.date, last: datetime.date) -> Q:
    """Return the condition for moments from the beginning of the first day to the end of the last, by the hub's clock."""
    start = moment_of(first, datetime.time())
    end = moment_of(last + datetime.timedelta(days=1), datetime.time())
    return Q(**{f"{field}__gte": start, f"{field}__lt": end})
