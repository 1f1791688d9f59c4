"""Workers are killed in the middle of a send, from outside, at each of eight points. Nobody is missed, nobody gets it twice.

The workers are real processes on a database of their own, and the server that takes the mail logs every message.
"""

from __future__ import annotations

import collections
import os
import signal

import pytest

from newsletter.choices import RecipientState
from tests import databases
from tests.newsletter.sending import at_work
from tests.newsletter.sending.at_work import end, told_to_end, until

PEOPLE = 1_000
POINTS = (
    "before the claim is committed",
    "after the claim",
    "after submitting",
    "during connect",
    "after RCPT",
    "in DATA",
    "after the server's yes",
    "before close",
)
# The one at which most can go wrong is tried by every run, the others with `make test-all`.
EVERY_RUN = ("after submitting",)
SUBMITTED = POINTS[2:7]  # after these, one recipient a worker may be uncertain


@pytest.fixture(scope="module", params=databases.KINDS)
def database(request, tmp_path_factory):
    with databases.own(request.param, tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def hub(database, tmp_path_factory):
    with at_work.hub(database, tmp_path_factory.mktemp("data")) as ask:
        ask("build", PEOPLE)
        yield ask


@pytest.mark.parametrize(
    "point", [pytest.param(point, marks=[pytest.mark.long] * (point not in EVERY_RUN)) for point in POINTS]
)
def test_nobody_is_missed_and_nobody_gets_it_twice(hub, server, point):
    hub("reset")
    workers = [hub("spawn", point, server.port) for _ in range(2)]
    ends = [until(lambda pid=pid: hub("ended", pid)) for pid in workers]
    assert ends == [-signal.SIGKILL, -signal.SIGKILL]
    before = collections.Counter(hub("look")["recipients"].values())
    assert before[RecipientState.SUBMITTING] == (2 if point in SUBMITTED else 0)
    hub("expire")

    end(hub, [hub("spawn", None, server.port)])

    found = hub("look")
    logged = collections.Counter(server.addresses)
    accepted = {address for address, state in found["recipients"].items() if state == RecipientState.ACCEPTED}
    uncertain = {address for address, state in found["recipients"].items() if state == RecipientState.UNCERTAIN}
    assert accepted | uncertain == found["recipients"].keys() and len(found["recipients"]) == PEOPLE
    assert {logged[address] for address in accepted} == {1}
    assert all(logged[address] <= 1 for address in uncertain)
    assert len(uncertain) == (2 if point in SUBMITTED else 0)
    total, *parts = found["counts"]
    assert total == PEOPLE == sum(parts)
    assert found["state"] == ("uncertain" if uncertain else "finished")


def test_killed_while_preparing_it_is_prepared_again(hub, server):
    hub("reset", False)
    killed = hub("spawn", "while preparing", server.port)
    assert until(lambda: hub("ended", killed)) == -signal.SIGKILL
    assert (hub("look")["state"], hub("look")["recipients"]) == ("preparing", {})
    end(hub, [hub("spawn", None, server.port)])
    assert hub("look")["counts"] == [PEOPLE, PEOPLE, 0, 0, 0]
    assert len(set(server.addresses)) == len(server.addresses) == PEOPLE


@pytest.mark.parametrize(
    "workers", [2, pytest.param(4, marks=pytest.mark.long), pytest.param(8, marks=pytest.mark.long)]
)
def test_workers_at_once_one_of_which_is_told_to_end(hub, server, workers):
    """Nobody gets it twice, and the one that ends leaves nobody uncertain."""
    hub("reset")
    ending, *others = [hub("spawn", None, server.port) for _ in range(workers)]
    until(lambda: len(server.addresses) > PEOPLE / 4)
    os.kill(ending, signal.SIGTERM)
    assert told_to_end(hub, ending) == 0
    end(hub, others)
    assert (hub("look")["state"], hub("look")["counts"]) == ("finished", [PEOPLE, PEOPLE, 0, 0, 0])
    assert len(set(server.addresses)) == len(server.addresses) == PEOPLE
