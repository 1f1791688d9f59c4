"""Mirrors the built-in index on a search server, if there is one.

A change is recorded with the entries themselves and sent after the commit. If that fails, the worker sends it later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from search.engine import server, weights
from search.models import EntryText, Untold

logger = logging.getLogger(__name__)

AT_ONCE = 500
# Up to this number of changes, the server refreshes at once; for more, it may take its time.
FEW = 50


def follow(keys: Iterable[int]) -> None:
    """Send written and removed entries to the server, after the transaction."""
    if server.server() is None:
        return
    rows = Untold.objects.bulk_create([Untold(entry_key=key) for key in keys], batch_size=AT_ONCE)
    transaction.on_commit(lambda: _tell_now(rows), robust=True)


def catch_up() -> int:
    """Send some of the pending changes to the server. Returns their number. Raises ServerError."""
    rows = list(Untold.objects.order_by("pk")[:AT_ONCE])
    if rows:
        _tell(rows)
    return len(rows)


def _tell_now(rows: list[Untold]) -> None:
    there = server.server()
    if there is None or there.is_resting:
        return  # publishing doesn't wait for it
    try:
        for start in range(0, len(rows), AT_ONCE):
            _tell(rows[start : start + AT_ONCE])
    except server.ServerError as error:
        logger.error("A change could not be sent to the search server; the worker will send it: %s", error)


def _tell(rows: list[Untold]) -> None:
    keys = {row.entry_key for row in rows}
    texts = EntryText.objects.filter(entry__in=keys).values("entry_id", "entry__document_id", *weights.FIELDS)
    entries = {text["entry_id"]: (text, text["entry__document_id"] is not None) for text in texts}
    server.write(entries, sorted(keys - entries.keys()), at_once=len(keys) <= FEW)
    Untold.objects.filter(pk__in=[row.pk for row in rows]).delete()
