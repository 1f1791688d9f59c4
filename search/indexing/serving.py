"""Keeps the index of a search server, if there is one, as the built-in one is. After the commit: it can't be undone."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from search.engine import server, weights
from search.models import EntryText

logger = logging.getLogger(__name__)


def follow(written: Iterable[int], removed: Iterable[int] = ()) -> None:
    """Have the server told of entries once the transaction is over. What it misses, a rebuild brings."""
    written, removed = list(written), list(removed)
    if server.server() is not None:
        transaction.on_commit(lambda: _tell(written, removed), robust=True)


def _tell(written: list[int], removed: list[int]) -> None:
    rows = EntryText.objects.filter(entry__in=written).values("entry_id", "entry__document_id", *weights.FIELDS)
    try:
        server.put({row["entry_id"]: (row, row["entry__document_id"] is not None) for row in rows})
        server.remove(removed)
    except server.ServerError:
        logger.exception("The search server wasn't told of a change. `manage.py search rebuild` tells it everything")
