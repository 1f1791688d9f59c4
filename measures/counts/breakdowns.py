"""The figures of single things by month or by kind of place, beside those of the whole site, which anybody may subtract.

The site's report has the sum of each column, such as a month, and the total of each thing, such as a page. So of some
things only the total is shown. They leave room in each column for every number that a hidden figure could be, and their sum
isn't a figure under five either. That is decided by nothing but what can be subtracted, so that it says nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from .small import FEWER, LEAST, ShownFigures, shown

Column = TypeVar("Column", bound=Hashable)


def broken_down(
    numbers: Mapping[str, Mapping[Column, int]], columns: Collection[Column], among: Collection[str]
) -> dict[str, ShownFigures[Column]]:
    """Return the figures of those things by column that may be shown so. `numbers` has those of all things of the site, `among`
    the things whose totals are shown."""
    parts = {key: shown({column: numbers[key].get(column, 0) for column in columns}) for key in among if key in numbers}
    parts = {key: part for key, part in parts.items() if not part.is_closed}
    if len(numbers) == 1:
        return parts  # the site's report shows the same
    whole = Counter[Column]()
    for row in numbers.values():
        whole.update(row)
    # The largest are what people ask for.
    for key in sorted(parts, key=lambda key: (sum(numbers[key].values()), key)):
        if _leave_room(whole, columns, parts):
            break
        del parts[key]
    return parts


def _leave_room(
    whole: Mapping[Column, int], columns: Collection[Column], parts: Mapping[str, ShownFigures[Column]]
) -> bool:
    """Say whether no figure under five can be worked out of what isn't shown in a column."""
    for column in columns:
        left = whole[column] - sum(part.numbers.get(column, 0) for part in parts.values())
        most = sum(_most(part, column) for part in parts.values())
        if left < most or (not most and 0 < left < LEAST):
            return False
    return True


def _most(part: ShownFigures[Column], column: Column) -> int:
    """Return how much a figure that isn't shown may be, for all that its row says; 0 for one that is shown."""
    if column in part.numbers:
        return 0
    if part.texts[column] == FEWER:
        return LEAST - 1
    return int(part.total) - sum(part.numbers.values())
