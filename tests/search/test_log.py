"""Queries are counted by day, without the person who asked and without personal data."""

import datetime

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from search import jobs
from search.engine import query_log
from search.engine.query_log import kept, record
from search.models import AskedFor


def test_queries_are_counted_by_day_under_one_form(db):
    for typed, found in (("Children’s  Hearings", 4), ("childrens hearings", 5), ("children's hearings", 6)):
        record(typed, found, None)
    rows = AskedFor.objects.order_by("text").values_list("text", "day", "times", "found")
    today = timezone.localdate()
    assert list(rows) == [("children hearings", today, 2, 6), ("childrens hearings", today, 1, 5)]


@pytest.mark.parametrize(
    "typed",
    [
        "somebody@example.org",
        "write to Some.Body@example.org please",
        "0131 496 0000",
        "+44 (0)131 496 0000",
        "1234567890",
        "chi 010101 1234",
        "QQ 12 34 56 C",
        "qq123456c",
        "",
        "???",
    ],
)
def test_what_may_be_about_a_person_is_not_kept(db, typed):
    record(typed, 0, None)
    assert not AskedFor.objects.exists()


@pytest.mark.parametrize("typed", ["recommendation 12", "22 June 2017", "section 12 of the 1937 act", "9781786528285"])
def test_what_has_numbers_otherwise_is_kept(typed):
    assert kept(typed)


def test_a_long_query_is_shortened(db):
    record("badger " * 100, 0, None)
    assert len(AskedFor.objects.get().text) <= 100


def test_ever_new_queries_fill_no_database(db, monkeypatch):
    monkeypatch.setattr(query_log, "MOST_A_DAY", 2)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    AskedFor.objects.create(text="otter", day=yesterday)
    for typed in ("badger", "wombat", "quokka", "badger", "otter"):
        record(typed, 1, None)
    today = AskedFor.objects.exclude(day=yesterday).order_by("text")
    assert list(today.values_list("text", "times")) == [("badger", 2), ("wombat", 1)]


def test_a_busy_database_costs_a_count_and_nothing_else(db, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(query_log, "_count", busy)
    record("badger", 1, None)


def test_old_queries_are_forgotten(db, settings):
    settings.SEARCH_LOG_DAYS = 30
    today = timezone.localdate()
    for days in (0, 30, 31):
        AskedFor.objects.create(text="badger", day=today - datetime.timedelta(days=days))
    jobs.forget_queries(lambda: False)
    assert AskedFor.objects.count() == 2


def test_the_patience_of_the_connection_is_as_before(db):
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL the setting ends with the transaction.")

    def patience():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return cursor.fetchone()[0]

    before = patience()
    record("badger", 1, None)
    assert patience() == before
