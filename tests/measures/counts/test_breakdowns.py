"""What is shown of single things, beside the figures of all, tells no figure under five."""

import random

from measures.counts.breakdowns import broken_down
from measures.counts.small import FEWER, LEAST, LEFT_OUT, shown

MONTHS = ("March", "April", "May")


def test_without_small_figures_all_is_shown():
    numbers = {"1": {"March": 20, "April": 9}, "2": {"March": 7, "May": 6}}
    found = broken_down(numbers, MONTHS, ["1", "2"])
    assert {key: part.texts for key, part in found.items()} == {
        "1": {"March": "20", "April": "9", "May": "0"},
        "2": {"March": "7", "April": "0", "May": "6"},
    }


def test_what_the_others_leave_of_a_month_is_not_small():
    """Of 33 in March 30 are of the first, so 3 were the second's: the first isn't broken down either."""
    numbers = {"1": {"March": 30, "April": 40}, "2": {"March": 3, "April": 20}}
    assert broken_down(numbers, MONTHS, ["1", "2"]) == {}


def test_the_largest_is_shown_if_the_others_leave_room():
    numbers = {"1": {"March": 3, "April": 10, "May": 60}, "2": {"March": 15, "April": 20}, "3": {"March": 1, "May": 6}}
    found = broken_down(numbers, MONTHS, ["1", "2", "3"])
    assert set(found) == {"1"}
    assert found["1"].texts == {"March": FEWER, "April": LEFT_OUT, "May": "60"}


def test_something_without_figures_of_its_own_counts_among_the_others():
    numbers = {"1": {"March": 3, "April": 9, "May": 60}, "help": {"March": 12, "April": 12}}
    assert broken_down(numbers, MONTHS, ["1"])["1"].texts == {"March": FEWER, "April": LEFT_OUT, "May": "60"}
    assert broken_down(numbers | {"help": {"March": 3}}, MONTHS, ["1"]) == {}


def solutions(numbers, found, totals) -> list[dict[tuple[str, str], int]]:
    """Return every way in which the hidden figures can be, for all that is shown: the sums of months and of things, and the
    figures of `found`."""
    sums = {month: sum(row.get(month, 0) for row in numbers.values()) for month in MONTHS}
    keys, ways = sorted(numbers), []

    def fill(place: int, left: dict[str, int], so_far: dict) -> None:
        if place == len(keys):
            if not any(left.values()):
                ways.append(so_far)
            return
        for row in rows_of(keys[place], left):
            fill(
                place + 1,
                {month: left[month] - row[month] for month in MONTHS},
                so_far | {(keys[place], month): row[month] for month in MONTHS},
            )

    def rows_of(key: str, left: dict[str, int]):
        texts = found[key].texts if key in found else {}
        choices = [
            [int(text)]
            if text.isdigit()
            else range(1, 5)
            if text == FEWER
            else range(5 if text else 0, left[month] + 1)
            for month in MONTHS
            for text in [texts.get(month, "")]
        ]
        for first in choices[0]:
            for second in choices[1]:
                third = totals[key] - first - second
                if third in choices[2] and all(
                    number <= left[month] for month, number in zip(MONTHS, (first, second, third), strict=True)
                ):
                    yield dict(zip(MONTHS, (first, second, third), strict=True))

    fill(0, sums, {})
    return ways


def some_site(chance: random.Random) -> dict[str, dict[str, int]]:
    """Two or three pages, most with small figures, and one that is read more."""
    numbers = {
        str(key): {month: chance.choice((0, 1, 2, 3, 4, 5, 7, 9, 12)) for month in MONTHS}
        for key in range(chance.choice((1, 2)))
    }
    return numbers | {"9": {month: chance.choice((5, 9, 15)) for month in MONTHS}}


def test_whoever_subtracts_never_learns_a_small_figure():
    """All the ways in which the hidden figures can be are tried: for each that is small there are several."""
    chance, tried = random.Random(5), 0  # noqa: S311  no secret
    while tried < 25:
        numbers = some_site(chance)
        totals = {key: sum(row.values()) for key, row in numbers.items()}
        months = shown({month: sum(row[month] for row in numbers.values()) for month in MONTHS})
        found = broken_down(numbers, MONTHS, list(numbers))
        hides = any(LEFT_OUT in part.texts.values() for part in found.values())
        # What the report of the site doesn't show is another matter.
        if min(totals.values()) < LEAST or len(months.numbers) < len(MONTHS) or not hides:
            continue
        tried += 1
        ways = solutions(numbers, found, totals)
        small = [(key, month) for key, row in numbers.items() for month, number in row.items() if 0 < number < LEAST]
        assert [one for one in small if len({way[one] for way in ways}) < 2] == [], numbers
