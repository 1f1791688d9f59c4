"""Writes down what was asked, for editors, and never who asked."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from search.models import AskedFor

from . import words
from .parsing import tidy

logger = logging.getLogger(__name__)

LONGEST = 100
# What may be about a person and is no question to the hub: addresses, numbers of telephones, patients and insured people.
PERSONAL = (
    re.compile(r"\S@\S"),
    re.compile(r"(?:\d[\s().+-]?){9,}"),
    re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b", re.IGNORECASE),
)
# An ISBN is a long number too, but a publication's.
ISBN = re.compile(r"^(?:isbn\W*)?97[89](?:[\s-]?\d){10}$", re.IGNORECASE)
# How long a writer may wait for another: a reader's answer is worth more than a count.
PATIENCE = 100  # milliseconds


def record(typed: str, found: int) -> None:
    """Count the query for today, with how many pages it found. Never raises, and gives up rather than make anybody wait.

    Kept is the text, folded and shortened. What looks like an e-mail address, a telephone number or another long number
    isn't kept.
    """
    text = kept(typed)
    if not text:
        return
    try:
        with _impatient(), transaction.atomic():
            _count(text, found)
    except DatabaseError:
        logger.info("A query wasn't counted: the database was busy.")


def _count(text: str, found: int) -> None:
    """Write the query's row. One statement, on SQLite and PostgreSQL alike."""
    table = AskedFor._meta.db_table
    with connection.cursor() as cursor:
        impatient = f"SET LOCAL lock_timeout = {PATIENCE}; " if connection.vendor == "postgresql" else ""
        cursor.execute(
            f"{impatient}INSERT INTO {table} (text, day, times, found) VALUES (%s, %s, 1, %s) ON CONFLICT (day, text) "  # noqa: S608
            f"DO UPDATE SET times = {table}.times + 1, found = excluded.found",
            [text, timezone.localdate(), found],
        )


def kept(typed: str) -> str:
    """Return the text under which a query is counted; empty if it isn't to be kept."""
    text = tidy(typed)
    if any(pattern.search(text) for pattern in PERSONAL) and not ISBN.match(text.strip()):
        return ""
    return " ".join(words.folded(text))[:LONGEST].rstrip()


@contextmanager
def _impatient() -> Iterator[None]:
    """While it lasts, SQLite waits for another writer no longer than `PATIENCE`. PostgreSQL is told in the transaction."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    # The file's own connection: this is no statement of the answer.
    file = connection.connection
    (before,) = file.execute("PRAGMA busy_timeout").fetchone()
    file.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        file.execute(f"PRAGMA busy_timeout = {int(before)}")
