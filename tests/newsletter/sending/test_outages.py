"""The database goes away in the middle of a send: its workers wait for it, and nobody is left uncertain."""

from __future__ import annotations

import collections
import threading

import psycopg
import pytest

from newsletter.choices import RecipientState
from tests import databases
from tests.newsletter.sending import at_work
from tests.unreliable import Way

pytestmark = pytest.mark.long
PEOPLE = 400
SECONDS = 3.0
# What a crash of PostgreSQL leaves, and an outage of more than two minutes.
CRASH = "TRUNCATE newsletter_databaserun"
LEASES_RUN_OUT = "UPDATE newsletter_sendrecipient SET lease_until = now() WHERE lease_until IS NOT NULL"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    with databases.own("postgresql", tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def way():
    return Way("127.0.0.1", 5432)


@pytest.fixture(scope="module")
def hub(database, way, tmp_path_factory):
    address = database.replace(":5432/", f":{way.port}/")
    with at_work.hub(address, tmp_path_factory.mktemp("data")) as ask:
        ask("build", PEOPLE)
        yield ask


@pytest.mark.parametrize(
    "meanwhile",
    [[], [LEASES_RUN_OUT], [CRASH], [CRASH, LEASES_RUN_OUT]],
    ids=["network", "network, for long", "crash", "crash, for long"],
)
def test_workers_go_on_after_the_database_was_away(hub, database, way, server, meanwhile):
    hub("reset")
    workers = [hub("spawn", None, server.port) for _ in range(2)]
    at_work.until(lambda: len(server.addresses) > PEOPLE / 4)
    way.interrupt()
    with psycopg.connect(database) as own:
        for statement in meanwhile:
            own.execute(statement)
    threading.Event().wait(SECONDS)
    assert len(server.addresses) < PEOPLE, "the send was over before"
    way.mend()

    at_work.end(hub, workers)  # they are the same processes

    found = hub("look")
    assert collections.Counter(found["recipients"].values()) == {RecipientState.ACCEPTED: PEOPLE}
    assert found["state"] == "finished" and found["counts"] == [PEOPLE, PEOPLE, 0, 0, 0]
    assert len(set(server.addresses)) == len(server.addresses) == PEOPLE
