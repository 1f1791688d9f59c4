"""Counts queries, for editors, without any record of the people who searched."""

from __future__ import annotations

import logging
import re

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Site

from cms.base.patience import impatient
from search.models import AskedFor, AskedOnSite

from . import words
from .parser import tidy

logger = logging.getLogger(__name__)

LONGEST = 100
# Text that may be about a person: e-mail addresses, telephone, patient and National Insurance numbers.
PERSONAL = (
    re.compile(r"\S@\S"),
    re.compile(r"(?:\d[\s().+-]?){9,}"),
    re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b", re.IGNORECASE),
)
# An ISBN is also a long number, but belongs to a publication.
ISBN = re.compile(r"^(?:isbn\W*)?97[89](?:[\s-]?\d){10}$", re.IGNORECASE)
# The time to wait for another writer: a reader's answer is more important than a count.
PATIENCE = 100  # milliseconds
# The maximum of different queries per day. New ones can't fill the database; known ones are still counted.
MOST_A_DAY = 5_000


def record(typed: str, found: int, site: Site | None) -> None:
    """Count the query on a site for today, with the number of pages found. Never raises, and gives up rather than wait.

    The normalised and shortened text is kept, unless it has something like an e-mail address, a telephone number or
    another long number.
    """
    text = kept(typed)
    if not text:
        return
    try:
        with impatient(PATIENCE), transaction.atomic():
            _count(text, found, None if site is None or site.is_default_site else site.pk)
    except DatabaseError:
        logger.info("A query wasn't counted: the database was busy.")


def _count(text: str, found: int, site: int | None) -> None:
    """Write the query's row, unless the day has too many. One statement, on SQLite and PostgreSQL alike.

    At most the day's rows are scanned, in the index, and only for a query that is new today.
    """
    model, today = AskedFor if site is None else AskedOnSite, timezone.localdate()
    table, own = model._meta.db_table, [] if site is None else [site]
    column, value, same = ("", "", "") if site is None else ("site_id, ", "%s, ", "site_id = %s AND ")
    with connection.cursor() as cursor:
        impatient = f"SET LOCAL lock_timeout = {PATIENCE}; " if connection.vendor == "postgresql" else ""
        cursor.execute(
            f"{impatient}INSERT INTO {table} ({column}text, day, times, found) SELECT {value}%s, %s, 1, %s "  # noqa: S608
            f"WHERE EXISTS (SELECT 1 FROM {table} WHERE {same}day = %s AND text = %s) "
            f"OR NOT EXISTS (SELECT 1 FROM {table} WHERE {same}day = %s LIMIT 1 OFFSET %s) "
            f"ON CONFLICT ({column}day, text) DO UPDATE SET times = {table}.times + 1, found = excluded.found",
            [*own, text, today, found, *own, today, text, *own, today, MOST_A_DAY - 1],
        )


def kept(typed: str) -> str:
    """Return the text under which a query is counted; empty if it mustn't be kept."""
    text = tidy(typed)
    if any(pattern.search(text) for pattern in PERSONAL) and not ISBN.match(text.strip()):
        return ""
    return " ".join(words.folded(text))[:LONGEST].rstrip()
