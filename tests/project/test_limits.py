"""Limits by network: what counts together, and that several processes count exactly."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from cms.base import rate_limits
from cms.base.rate_limits import Verdict
from cms.models import LimitCount

HOUSE, COUNCIL = "192.0.2.17", "2001:db8:1:{:x}::1"


def by(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def verdicts(*addresses, most):
    return [rate_limits.verdict_on("test", by(address), most) for address in addresses]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_household_has(address, network):
    assert rate_limits.network_of(by(address)) == network


def test_two_purposes_are_counted_apart(db):
    assert [rate_limits.asked("one", "192.0.2.0/24") for _ in range(3)] == [1, 2, 3]
    assert rate_limits.asked("two", "192.0.2.0/24") == 1
    assert "192.0.2" not in str(list(LimitCount.objects.values()))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is one connection")
@pytest.mark.django_db(transaction=True)
def test_several_processes_count_exactly():
    numbers = []

    def send():
        try:
            for _ in range(20):
                numbers.append(rate_limits.asked("test", "192.0.2.0/24"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 81))


def test_a_period_begins_with_the_first_and_the_one_before_is_remembered(db, monkeypatch):
    now = timezone.now()

    def after(hours):
        monkeypatch.setattr(rate_limits.timezone, "now", lambda: now + datetime.timedelta(hours=hours))

    for hours, number, lately in ((0, 1, 1), (0.9, 2, 2), (1.1, 1, 3), (2.2, 1, 2), (4.5, 1, 1)):
        after(hours)
        assert (rate_limits.asked("survey", "here"), rate_limits.lately()["survey"]) == (number, lately)
    rate_limits.forget()
    assert LimitCount.objects.exists()
    after(6.6)
    rate_limits.forget()
    assert not LimitCount.objects.exists()


def test_past_its_limit_a_network_confirms_and_far_past_it_is_refused(db):
    found = verdicts(*[HOUSE] * 21, most=2)
    assert found == [Verdict.TAKE] * 2 + [Verdict.CONFIRM] * 18 + [Verdict.REFUSE]
    assert verdicts("198.51.100.1", most=2) == [Verdict.TAKE]


def test_many_networks_of_one_ipv6_site_count_together(db):
    found = verdicts(*[COUNCIL.format(number) for number in range(5)], most=1)
    assert found == [Verdict.TAKE] * rate_limits.WIDER + [Verdict.CONFIRM]
    assert verdicts("2001:db8:2::1", most=1) == [Verdict.TAKE]


def test_a_limit_grows_with_confirmed_addresses_each_counted_once_to_a_ceiling(db):
    for address in ("ada@example.org", "Ada@example.org", "bea@example.org"):
        rate_limits.note_confirmed(by("192.0.2.99"), address)
    assert verdicts(*[HOUSE] * 22, most=5)[-2:] == [Verdict.TAKE] * 2
    for number in range(60):
        rate_limits.note_confirmed(by(HOUSE), f"p{number}@example.org")
    assert verdicts(*[HOUSE] * 29, most=5)[-2:] == [Verdict.TAKE, Verdict.CONFIRM]
    assert rate_limits.verdict_on("test", by(HOUSE), 5, grows=False) is Verdict.REFUSE
