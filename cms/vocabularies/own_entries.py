"""The entries that programmes gave their vocabularies, read with the opening of a period: no page costs a statement more.

Within the transaction that changes them they are read anew, as the period doesn't know of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from cms.base.active_site import active_site
from cms.base.choices import StatusCategory
from cms.visibility.period import openings, recent_period

from .entry import VocabularyEntry

VOCABULARIES = "vocabularies"
COLUMNS = ("key", "label", "plural", "category", "colour", "pattern", "offered")

# By the key of a site and the name of a vocabulary; without a site, those of the default one.
Snapshot = dict[tuple[int | None, str], dict[str, VocabularyEntry]]
# Entries taken for granted, such as those of files that are being read; they come on top of the programme's.
_assumed: ContextVar[Mapping[str, dict[str, VocabularyEntry]] | None] = ContextVar("assumed_entries", default=None)
# What the present transaction sees: it, and the snapshot once that is read.
_own: ContextVar[tuple[Any, Snapshot | None] | None] = ContextVar("own_vocabularies", default=None)


def entries(name: str) -> Mapping[str, VocabularyEntry] | None:
    """Return the active programme's own entries of the vocabulary by key, in order; None if it has none.

    While the hub starts there is no programme yet: types of the API are made from the defaults.
    """
    if not apps.ready:
        return None
    site = active_site()
    found = _snapshot().get((site.pk if site else None, name))
    taken = (_assumed.get() or {}).get(name)
    return {**(found or {}), **taken} if taken else found


def has_any() -> bool:
    """Say whether a programme of the hub has entries of its own."""
    return bool(_snapshot())


@contextmanager
def assumed(entries: Mapping[str, dict[str, VocabularyEntry]]) -> Iterator[None]:
    """Take the entries, by vocabulary and key, for those of the programme within the block."""
    before = _assumed.set(entries)
    try:
        yield
    finally:
        _assumed.reset(before)


def connect() -> None:
    """Notice changes of entries. Called when the app is ready."""
    row = apps.get_model("cms.VocabularyRow")
    post_save.connect(_changed, sender=row)
    post_delete.connect(_changed, sender=row)


def _changed(sender: type, **kwargs: Any) -> None:
    _own.set((_transaction(), None))


def _transaction() -> Any:
    """Return the outermost transaction, or None outside of one."""
    return connection.atomic_blocks[0] if connection.in_atomic_block and connection.atomic_blocks else None


def _snapshot() -> Snapshot:
    own = _own.get()
    if own:
        within, seen = own
        if within is not None and within is _transaction():
            if seen is None:
                seen = _parsed(_rows())
                _own.set((within, seen))
            return seen
        _own.set(None)
        period = recent_period(doubted=True)
    else:
        period = recent_period()
    if period is None:
        return _parsed(_rows())
    return period.fact(VOCABULARIES, lambda: _parsed(period.opening[VOCABULARIES]))


def _rows() -> QuerySet[Any]:
    rows = apps.get_model("cms.VocabularyRow").objects
    about = ("setting__site_id", "setting__site__is_default_site", "vocabulary")
    return rows.values_list("sort_order", "pk", *about, *COLUMNS)


def _parsed(rows: Iterable[Sequence[Any]]) -> Snapshot:
    found: Snapshot = {}
    ordered = [row[2:] for row in sorted(rows, key=itemgetter(0, 1))]
    for site, is_default, name, key, label, plural, category, colour, pattern, offered in ordered:
        meaning = StatusCategory(category) if category else None
        entry = VocabularyEntry(key, label, plural, meaning, colour, pattern, bool(offered))
        for place in (site, None) if is_default else (site,):
            found.setdefault((place, name), {})[key] = entry
    return found


openings.add(VOCABULARIES, _rows)
