"""Which tests run on one database alone, and databases of their own for tests whose processes work on one together."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from django.db import connection

from tests import migrated

KINDS = ("sqlite", "postgresql")
SERVER = "postgres://postgres@127.0.0.1:5432/"

# What CI runs again on PostgreSQL and Redis, and why: files, or one test of a file. It is what writes SQL of its own, locks
# rows, or has Django compile what the two databases understand in different ways. The rest reads and saves rows: CI runs it on
# SQLite alone, and `make test-all` there too from time to time.
BOTH = {
    # The API: triggers, the visibility rule, conditions, orders, cursors, and limits of time.
    "graphql/test_content_version.py": "triggers",
    "sites/test_gate.py": "one statement over several tables, and collections by the beginnings of their paths",
    "graphql/test_deadline.py": "the server ends statements",
    "graphql/test_empty_conditions.py": "conditions without values",
    "graphql/test_filters.py": "conditions through relations",
    "graphql/test_leaks.py::test_no_condition_tells_of_anything_hidden": "the rule within every condition",
    "graphql/test_lengths.py": "numbers of all rows and of hidden ones, by groups",
    "graphql/test_orders.py": "orders, where nothing is null, and their indexes",
    "graphql/test_relations.py": "pages of lists within lists, by windows",
    "site/test_queries.py::test_the_cost_of_the_first_request_after_a_change": "every page's statements, the frame in one",
    # Past days.
    "history/test_completeness.py": "triggers, sizes",
    "history/test_erasure.py": "triggers, and columns that are cut",
    "history/test_lengths.py": "numbers that triggers keep, under a lock",
    "history/test_retention.py": "moments as the triggers write them",
    "history/test_withholding.py": "states that are divided",
    # The index.
    "search/test_answers.py": "what is found, and in which order",
    "search/test_desk.py": "what waits for the index",
    "search/test_hidden.py": "the rule within the index",
    "search/test_index.py": "writing and rebuilding",
    "search/test_log.py": "questions are added up in one statement",
    "search/test_statements.py": "how many statements an answer takes",
    # Sending and consent: rows that are locked, leased and inserted from a selection.
    "newsletter/test_issue_numbers.py": "numbers under a lock",
    "newsletter/people/test_followers.py": "changes sent once, under a lock",
    "newsletter/people/test_retention.py": "rows that go by their age",
    "newsletter/people/test_subscriptions.py": "consent under a lock",
    "newsletter/sending/test_handover.py": "leases",
    "newsletter/sending/test_preparation.py": "recipients, inserted from a selection",
    "newsletter/sending/test_services.py": "states of a send under a lock",
    # Jobs, bundles, webhooks: each thing once, by the first who comes.
    "bundles/test_perspectives.py": "drafts laid over rows",
    "bundles/test_publication.py": "a bundle under a lock",
    "bundles/test_sign_off.py": "a link that is used once",
    "measures/test_sources.py": "conditions and sums by day",
    "measures/surveys/test_survey_form.py::test_several_processes_add_to_one_number": "answers are added up in one statement",
    "registrations/test_letters.py": "a place is given once, and a mail is sent by the first worker that comes",
    "owners/test_asking.py": "an owner is asked by the first worker that comes",
    "project/test_limits.py": "limits are counted in one statement",
    "jobs/test_clock.py": "the clock of the server",
    "jobs/test_lost_tasks.py": "tasks that nobody holds",
    "jobs/test_schedule.py": "jobs are claimed by one worker",
    "webhooks/test_deliveries.py": "deliveries are claimed by one worker",
    "webhooks/test_messages.py": "messages are written with what they tell of",
    "webhooks/test_outbox.py": "what waits is claimed by one worker",
    # Drafts of programs and imports: pages under a lock, and texts that PostgreSQL refuses.
    "drafts/test_at_once.py": "two writers at once",
    "drafts/test_acceptance.py": "rows of JSON under a lock",
    "drafts/test_authorship.py": "approvals by a filtered join",
    "proposals/test_nothing_public.py": "triggers",
    "proposals/test_proposals.py": "proposals and their subjects, under a lock",
    "intake/test_documents.py": "characters that only one of them keeps",
    "intake/test_tables.py": "columns, whose order jsonb doesn't keep",
    # Past days: what triggers keep, and statements preceded by it.
    "history/test_as_of.py": "statements preceded by the past of their tables",
    "history/test_random_days.py": "whatever happens, each day is read as it was",
    "history/test_triggers.py": "triggers",
    # Lists and sums of the admin.
    "admin/test_hidden_past.py": "what was public is kept at the commit, and is hidden before it",
    "admin/test_attention.py": "sums of what is open",
    "admin/test_listings.py::test_every_order_and_filter_works_together_with_a_search": "orders, filters and searches",
    "admin/test_listings.py::test_progress_is_that_of_today": "the last entry of each commitment, in a list",
    "engagement/test_actions.py": "states under a lock",
    "engagement/test_answers.py": "sums of answers, and rows added or changed in one statement",
    "engagement/test_posting.py": "a post is claimed by one worker",
    "engagement/test_releases_of_posts.py": "a record is tried again by one worker",
    "engagement/test_retention.py": "rows that go by their age",
    "programme/test_progress.py": "the last entry of each commitment",
    "operations/test_health.py": "what is asked of the server",
    "operations/test_restorations.py": "rows of another database",
    # Redis.
    "graphql/test_cache.py": "answers kept in Redis",
    "site/test_kept_pages.py": "pages kept in Redis",
}


def is_once(path: Path, test: str) -> bool:
    """Say whether a test is left out of the second run. The path of its file is seen from `tests/`."""
    return {path.as_posix(), f"{path.as_posix()}::{test}"}.isdisjoint(BOTH)


def files() -> list[str]:
    """Return the files of the second run, so that it needn't look through the others."""
    return sorted({f"tests/{name.partition('::')[0]}" for name in BOTH})


def at_once() -> None:
    """Let the triggers of a transaction run with each change. On PostgreSQL they wait for a commit, which no test reaches."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS hub_version, hub_history IMMEDIATE")


@contextmanager
def connection_stays() -> Iterator[None]:
    """Keep the connection of a test, with its transaction, though Django closes old ones at the end of a request.

    Django's client keeps it, but not what asks the hub as a server does, or closes a file that it was sent.
    """
    with mock.patch.object(connection, "close_if_unusable_or_obsolete", lambda: None):
        yield


@contextmanager
def own(kind: str, factory) -> Iterator[str]:
    """Yield the address of a migrated database, as long as the block lasts.

    Skips the test where there is no PostgreSQL, but not in CI. `factory` is the `tmp_path_factory` of pytest.
    """
    if kind == "sqlite":
        file = factory.mktemp("own") / "hub.sqlite3"
        migrated.copy(file)
        yield f"sqlite:///{file}"
        return
    name = f"hub_own_{os.getpid()}"
    try:
        server = psycopg.connect(f"{SERVER}postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"There is no PostgreSQL at 127.0.0.1:5432: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(f'{SERVER}postgres')}")
        # Workers are killed, the server isn't, so what it has committed stays without waiting for the disk.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield f"{SERVER}{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    sys.stdout.write(" ".join(files()))
