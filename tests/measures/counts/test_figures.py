"""Counts add up over days, months and machines, and no small figure can be worked out."""

import datetime
import itertools

import pytest
from django.utils import timezone

from cms.base.dates import today
from measures.choices import CountKind
from measures.counts import figures, upkeep
from measures.counts.small import FEWER, LEAST, LEFT_OUT, shown
from measures.counts.tally import add_rows
from measures.models import DailyCount
from search.models import AskedFor

PAGE = CountKind.PAGE


def put(site, day, number, thing="1", detail="direct", kind="page"):
    add_rows([(site.pk, kind, day, False, thing, detail, number)])


@pytest.fixture
def old() -> datetime.date:
    """The last day of the newest month that becomes one number."""
    return upkeep.first_day_kept() - datetime.timedelta(days=1)


# Days and months


def test_days_become_months_and_nothing_is_lost(counting, old):
    months = [old, old.replace(day=1) - datetime.timedelta(days=1)]
    for last in months:
        for day in (1, 2, last.day):
            put(counting, last.replace(day=day), 10)
            put(counting, last.replace(day=day), 5, "2", "search")
    put(counting, today(), 7)
    whole = (months[1].replace(day=1), today())
    before = figures.total(counting, PAGE, *whole)
    assert upkeep.become_months(lambda: False) is True
    assert upkeep.become_months(lambda: False) is True
    assert upkeep.become_months(lambda: False) is False
    assert figures.total(counting, PAGE, *whole) == before == 97
    assert figures.by("thing", counting, PAGE, *whole) == {"1": 67, "2": 30}
    kept = DailyCount.objects.order_by("day", "thing").values_list("day", "is_month", "number")
    assert list(kept) == [
        *((month.replace(day=1), True, number) for month in reversed(months) for number in (30, 15)),
        (today(), False, 7),
    ]


def test_days_that_come_late_join_their_month(counting, old):
    put(counting, old, 10)
    upkeep.become_months(lambda: False)
    put(counting, old, 3)  # a machine was away for long
    upkeep.become_months(lambda: False)
    assert DailyCount.objects.get().number == 13


def test_young_days_stay(counting):
    put(counting, upkeep.first_day_kept(), 10)
    assert upkeep.become_months(lambda: False) is False
    assert not DailyCount.objects.get().is_month


def test_days_are_kept_for_thirteen_months_at_least(counting, monkeypatch):
    monkeypatch.setattr(upkeep, "today", lambda: datetime.date(2028, 2, 29))
    assert upkeep.first_day_kept() == datetime.date(2027, 1, 1)


def test_a_period_within_an_old_month_is_the_whole_month(counting, old):
    put(counting, old.replace(day=2), 10)
    upkeep.become_months(lambda: False)
    middle = old.replace(day=10)
    assert figures.widened(counting, middle, middle) == (old.replace(day=1), old)
    assert figures.total(counting, PAGE, middle, middle) == 10
    after = old + datetime.timedelta(days=1)
    assert figures.widened(counting, after, after) == (after, after)
    assert figures.total(counting, PAGE, after, after) == 0


def test_parts_of_a_period_add_up_to_it(counting):
    days = [today() - datetime.timedelta(days=ago) for ago in range(40)]
    for place, day in enumerate(days):
        put(counting, day, place + 1)
    first, last, between = days[-1], days[0], days[20]
    parts = [(first, between), (between + datetime.timedelta(days=1), last)]
    assert sum(figures.total(counting, PAGE, *part) for part in parts) == figures.total(counting, PAGE, first, last)
    assert sum(figures.by_day(counting, PAGE, first, last).values()) == sum(range(1, 41))


# Small figures


@pytest.mark.parametrize(
    ("numbers", "texts", "total"),
    [
        ({}, [], "0"),
        ({"a": 0}, ["0"], "0"),
        ({"a": 5, "b": 12}, ["5", "12"], "17"),
        ({"a": 3}, [FEWER], FEWER),
        ({"a": 1, "b": 1}, [FEWER, FEWER], FEWER),
        ({"a": 3, "b": 2, "c": 9}, [FEWER, FEWER, LEFT_OUT], "14"),
        ({"a": 3, "b": 20, "c": 9}, [FEWER, "20", LEFT_OUT], "32"),
        ({"a": 1, "b": 5, "c": 6, "d": 50}, [LEFT_OUT] * 4, "62"),
        ({"a": 1, "b": 1, "c": 5, "d": 0}, [LEFT_OUT, LEFT_OUT, LEFT_OUT, "0"], "7"),
        ({"a": 2, "b": 5, "c": 5}, [LEFT_OUT] * 3, "12"),
        ({"a": 4, "b": 5, "c": 5}, [LEFT_OUT] * 3, "14"),
        ({"a": 4, "b": 4}, [LEFT_OUT] * 2, LEFT_OUT),
        ({"a": 4, "b": 3}, [LEFT_OUT] * 2, LEFT_OUT),
        ({"a": 4, "b": 3, "c": 1, "d": 1}, [FEWER] * 4, "9"),
        ({"a": 4, "b": 4, "c": 9}, [FEWER, FEWER, LEFT_OUT], "17"),
        (dict.fromkeys("abcd", 1), [FEWER] * 4, LEFT_OUT),
        (dict.fromkeys("abcdef", 1), [LEFT_OUT] * 6, LEFT_OUT),
    ],
)
def test_how_figures_are_shown(numbers, texts, total):
    found = shown(numbers)
    assert (list(found.texts.values()), found.total) == (texts, total)


def possible(known: tuple[int, ...] = ()) -> dict[tuple, list[tuple[int, ...]]]:
    """Return all tables of up to four figures whose sum is at most 32, by what is shown of each."""
    found: dict[tuple, list[tuple[int, ...]]] = {}
    for size in (1, 2, 3, 4):
        for bars in itertools.combinations(range(32 + size), size):
            values = tuple(after - before - 1 for before, after in itertools.pairwise((-1, *bars)))
            table = shown(dict(enumerate(values)), known=known)
            table = table.closed() if table.is_closed else table
            said = [(values[place] if values[place] >= LEAST else FEWER) for place in known]
            found.setdefault((*table.texts.values(), table.total, *said), []).append(values)
    return found


@pytest.mark.parametrize("known", [(), (0,)])
def test_no_table_tells_a_small_figure(known):
    """Whatever was counted, and even for somebody who tries all tables with the same rules: several have what is shown."""
    told = [
        tables
        for tables in possible(known).values()
        for numbers in zip(*tables, strict=True)
        if len(set(numbers)) == 1 and 0 < numbers[0] < LEAST
    ]
    # What is greater than the tables tried here isn't among the possibilities.
    assert [tables[0] for tables in told if sum(tables[0]) < 28] == []


def test_known_figures_hide_no_others():
    found = shown({"known": 5, "a": 3, "b": 9, "c": 20}, known={"known"})
    assert list(found.texts.values()) == ["5", FEWER, LEFT_OUT, "20"]
    found = shown({"known": 20, "a": 3}, known={"known"})
    assert (found.closed().texts, found.total) == ({"known": LEFT_OUT, "a": LEFT_OUT}, LEFT_OUT)


# Searches


def test_words_are_listed_once_they_came_on_five_days(counting):
    for text, days in (("badgers", 5), ("a name", 4)):
        for ago in range(days):
            day = timezone.localdate() - datetime.timedelta(days=ago)
            AskedFor.objects.create(text=text, day=day, times=3, found=0 if ago == 1 else 2)
    period = (today() - datetime.timedelta(days=30), today())
    assert figures.words(counting, *period) == {"badgers": (15, 3)}
    assert figures.searches(counting, *period) == 27
    assert figures.searches(counting, *period, in_vain=True) == 6
