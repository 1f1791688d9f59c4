"""Writes down what was asked, for editors, and never who asked."""

from __future__ import annotations

import logging
import re

from django.db import DatabaseError, connection, transaction
from django.db.models import F
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
            today = timezone.localdate()
            counted = AskedFor.objects.filter(day=today, text=text).update(times=F("times") + 1, found=found)
            if not counted:
                AskedFor.objects.bulk_create(
                    [AskedFor(day=today, text=text, found=found)],
                    update_conflicts=True,
                    unique_fields=["day", "text"],
                    update_fields=["found"],
                )
    except DatabaseError:
        logger.info("A query wasn't counted: the database was busy.")


def kept(typed: str) -> str:
    """Return the text under which a query is counted; empty if it isn't to be kept."""
    text = tidy(typed)
    if any(pattern.search(text) for pattern in PERSONAL) and not ISBN.match(text.strip()):
        return ""
    return " ".join(words.folded(text))[:LONGEST].rstrip()


class _impatient:  # noqa: N801  used like a function
    """While it lasts, waiting for another writer ends soon with a DatabaseError."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout")
                self.before = cursor.fetchone()[0]
                cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            elif connection.vendor == "postgresql":
                cursor.execute("SHOW lock_timeout")
                self.before = cursor.fetchone()[0]
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{PATIENCE}ms"])

    def __exit__(self, *error):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA busy_timeout = {int(self.before)}")
            elif connection.vendor == "postgresql":
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [self.before])
