"""Counts of a process reach the database once: by several processes, after restarts, and when the database is busy."""

import datetime
import os
import threading

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from measures.counts import endings
from measures.counts import tally as tallies
from measures.counts.tally import CountKey, Tally, tally
from measures.models import CountsSettings, DailyCount
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, Edition, Snapshot
from tests import factories
from tests.sites.canaries import below

DAY = datetime.date(2027, 3, 1)


def key(site, thing="1", day=DAY, detail="direct") -> CountKey:
    return CountKey(site.pk, "page", day, thing, detail)


def mark(site, number) -> CountKey:
    return CountKey(site.pk, "update", DAY, str(number), "1")


def numbers() -> dict[str, int]:
    return dict(DailyCount.objects.values_list("thing", "number"))


def test_what_several_processes_write_adds_up(counting):
    first, second = Tally(), Tally()
    for one, times in ((first, 3), (second, 4)):
        for _ in range(times):
            one.add(key(counting))
    assert first.write() == second.write() == 1
    assert first.write() == 0  # once
    first.add(key(counting))
    first.add(key(counting, "2"))
    first.write()
    assert numbers() == {"1": 8, "2": 1}


def test_one_statement_writes_many(counting, django_assert_num_queries):
    for thing in range(400):
        tally.add(key(counting, str(thing)))
    with django_assert_num_queries(4):  # the savepoint, the sites that count, the rows, the savepoint
        tally.write()
    assert DailyCount.objects.count() == 400


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), InterfaceError("the connection is closed")], ids=type
)
def test_a_busy_database_loses_nothing(counting, monkeypatch, error):
    def busy(rows):
        raise error

    tally.add(key(counting))
    with monkeypatch.context() as patch:
        patch.setattr(tallies, "add_rows", busy)
        assert tally.write() == 0
    tally.add(key(counting))
    tally.write()
    assert numbers() == {"1": 2}


def test_a_process_that_ends_in_order_writes(counting, monkeypatch):
    monkeypatch.setattr(endings.connection, "close", lambda: None)
    tally.add(key(counting))
    endings.write(None)
    assert numbers() == {"1": 1}


def test_the_end_waits_for_what_is_being_written(settings, monkeypatch):
    settings.COUNTS_SECONDS = 0.001
    begun, goes_on, written = threading.Event(), threading.Event(), []

    def write(numbers):
        begun.set()
        goes_on.wait(5)
        written.extend(numbers)
        return len(numbers)

    monkeypatch.setattr(tallies, "_write", write)
    one = Tally()
    one.add(CountKey(1, "page", DAY, "1"))
    assert begun.wait(5)
    join = one._writer.join
    monkeypatch.setattr(one._writer, "join", lambda seconds: (goes_on.set(), join(seconds)))
    one.end()
    assert [key.thing for key in written] == ["1"]


def test_a_forked_process_has_nothing_of_its_parents(counting):
    tally.add(key(counting))
    pid = os.fork()
    if not pid:
        os._exit(len(tally))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(tally) == 1


def test_ever_new_things_fill_no_memory(counting, monkeypatch):
    monkeypatch.setattr(tallies, "MOST", 2)
    for thing in ("1", "2", "3", "1"):
        tally.add(key(counting, thing))
    tally.write()
    assert numbers() == {"1": 2, "2": 1}


def test_marks_of_strangers_take_no_room_from_others(counting, tree, monkeypatch):
    monkeypatch.setattr(tallies, "MOST", 2)
    monkeypatch.setattr(tallies, "MOST_MARKS", 2)
    factories.IssueFactory(parent=tree.updates, number=12)
    for number in (12, 501, 502, 503, 12):
        tally.add(mark(counting, number))
    for thing in ("1", "2", "3"):
        tally.add(key(counting, thing))
    assert len(tally) == 4
    tally.write()
    assert numbers() == {"12": 2, "1": 1, "2": 1}
    for thing in ("1", "2"):
        tally.add(key(counting, thing))
    for number in (501, 502, 12):  # there is room again, for two
        tally.add(mark(counting, number))
    assert len(tally) == 4


def test_marks_count_for_issues_of_their_site_that_went_out_or_are_live(counting, tree):
    other = below(counting, "birch")
    CountsSettings.objects.create(site=other, counts_readers=True)
    updates = factories.IssueIndexFactory(parent=other.root_page, slug="updates")
    factories.IssueFactory(parent=tree.updates, number=1)
    factories.IssueFactory(parent=tree.updates, number=2, live=False)
    went_out = factories.IssueFactory(parent=tree.updates, number=3, live=False)
    factories.IssueFactory(parent=updates, number=4)
    said = {"subject": "3", "html": "3", "text": "3", "data": {}}
    snapshot = Snapshot.objects.create(issue=went_out, revision_id=1)
    edition = Edition.objects.create(snapshot=snapshot, audience=EditionAudience.EXTERNAL, template_version="1", **said)
    ArchivedIssue.objects.create(issue=went_out, edition=edition, started_at=timezone.now(), sha256="0", **said)
    for site in (counting, other):
        for number in (1, 2, 3, 4, 99_999):
            tally.add(mark(site, number))
    tally.write()
    assert set(DailyCount.objects.values_list("site", "thing")) == {
        *((counting.pk, "1"), (counting.pk, "3"), (other.pk, "4")),
    }


@pytest.mark.django_db
def test_a_site_that_is_gone_stops_nothing(counting):
    tally.add(CountKey(counting.pk + 100, "page", DAY, "1"))
    tally.add(key(counting))
    tally.write()
    assert numbers() == {"1": 1}
