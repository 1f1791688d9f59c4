"""The ledger's functions: for any ledger, totals add up and later entries don't change earlier answers."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.choices import CommitmentKind, ProgressStatus
from programme.progress import (
    Ledger,
    LedgerEntry,
    changes,
    compare,
    entry_on,
    series,
    status_on,
    totals,
    totals_by_stream_and_kind,
)

pytestmark = pytest.mark.usefixtures("default_vocabularies")

days = st.dates(datetime.date(2016, 1, 1), datetime.date(2022, 12, 31))
entries = st.lists(st.builds(LedgerEntry, date=days, status=st.sampled_from(ProgressStatus)), max_size=6)
ledgers = st.lists(
    st.builds(Ledger, stream=st.integers(1, 4), kind=st.sampled_from(CommitmentKind), entries=entries.map(tuple)),
    max_size=12,
)


@given(ledgers, days)
def test_totals_add_up(found, day):
    whole = totals(found, day)
    assert whole.total == len(found)
    assert set(whole.counts) == set(ProgressStatus)
    assert whole.not_recorded == sum(entry_on(ledger.entries, day) is None for ledger in found)
    parts = totals_by_stream_and_kind(found, day).values()
    assert sum(part.not_recorded for part in parts) == whole.not_recorded
    for status in ProgressStatus:
        assert sum(part.counts[status] for part in parts) == whole.counts[status]


@given(ledgers, days, days, st.sampled_from(ProgressStatus))
def test_an_entry_dated_later_never_changes_an_earlier_answer(found, one, other, status):
    earlier, later = sorted((one, other))
    if earlier == later:
        later += datetime.timedelta(days=1)
    added = [Ledger(x.stream, x.kind, (*x.entries, LedgerEntry(later, status))) for x in found]
    assert totals(added, earlier) == totals(found, earlier)
    assert compare(added, earlier, earlier).gained == 0


@given(entries, days)
def test_the_status_is_that_of_the_newest_entry_so_far(found, day):
    so_far = [entry for entry in found if entry.date <= day]
    if not so_far:
        assert entry_on(found, day) is None
        assert status_on(found, day) is None
    else:
        newest = max(entry.date for entry in so_far)
        last_made = [entry for entry in so_far if entry.date == newest][-1]
        assert status_on(found, day) == last_made.status


@given(ledgers, st.lists(days, max_size=5))
def test_a_series_is_the_totals_day_by_day(found, asked):
    assert series(found, asked) == [(day, totals(found, day)) for day in asked]


@given(ledgers, days)
def test_between_changes_nothing_changes(found, day):
    before = [change for change in changes(found) if change <= day]
    if before:
        assert totals(found, before[-1]) == totals(found, day)


@given(ledgers, days, days)
def test_a_comparison_is_the_difference_of_two_days(found, day, since):
    comparison = compare(found, day, since)
    assert comparison.gained == totals(found, day).complete - totals(found, since).complete
    assert str(comparison).startswith(f"Recorded as complete: {comparison.complete}, ")
    assert ("nothing is recorded for" in str(comparison)) == bool(comparison.not_recorded)


def test_the_comparison_in_words():
    done = Ledger(
        1,
        "action",
        (LedgerEntry(datetime.date(2018, 5, 1), "complete"), LedgerEntry(datetime.date(2019, 1, 1), "changed")),
    )
    may, april = datetime.date(2018, 5, 1), datetime.date(2018, 4, 30)
    assert str(compare([done], may, april)) == "Recorded as complete: 1, 1 more than on 30 April 2018."
    assert str(compare([done], may, may)) == "Recorded as complete: 1, as many as on 1 May 2018."
    assert (
        str(compare([done], datetime.date(2019, 1, 1), may)) == "Recorded as complete: 0, 1 fewer than on 1 May 2018."
    )
    assert str(compare([done, Ledger(1, "action")], may, april)) == (
        "Recorded as complete: 1, 1 more than on 30 April 2018; nothing is recorded for 1 of 2."
    )


def test_nothing_promised_nothing_complete():
    assert totals([], datetime.date(2018, 1, 1)).total == 0
    assert changes([]) == []


def test_a_correction_counts_in_place_of_what_it_corrects():
    begun = LedgerEntry(datetime.date(2018, 1, 1), "in_progress", pk=1)
    wrong = LedgerEntry(datetime.date(2018, 2, 1), "complete", pk=2)
    right = LedgerEntry(datetime.date(2018, 4, 1), "complete", pk=3, corrects_id=2)
    found = [begun, wrong, right]
    assert status_on([begun, wrong], datetime.date(2018, 3, 1)) == "complete"
    assert status_on(found, datetime.date(2018, 3, 1)) == "in_progress"
    assert entry_on(found, datetime.date(2018, 4, 1)) is right
    ledger = Ledger(1, "action", found)
    assert totals([ledger], datetime.date(2018, 3, 1)).complete == 0
    assert changes([ledger]) == [begun.date, right.date]


def test_a_correction_may_be_corrected_again():
    wrong = LedgerEntry(datetime.date(2018, 2, 1), "complete", pk=1)
    worse = LedgerEntry(datetime.date(2018, 3, 1), "stopped", pk=2, corrects_id=1)
    right = LedgerEntry(datetime.date(2018, 4, 1), "changed", pk=3, corrects_id=2)
    found = [wrong, worse, right]
    assert entry_on(found, datetime.date(2018, 3, 31)) is None
    assert status_on(found, datetime.date(2018, 4, 1)) == "changed"
