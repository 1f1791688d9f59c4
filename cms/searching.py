"""The search of the admin's lists and choosers: Wagtail's own, asked only for what it can be asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from modelsearch.backends import database, get_search_backend

# SQLite's index takes a quotation mark for the end of a word, and then answers with an error; PostgreSQL takes no null character.
# Neither says anything to this search.
WITHOUT_MEANING = str.maketrans('"\0', "  ")
NOTHING = "-"  # finds nothing; an empty query is answered with a list that Wagtail's views can't show


# The keys of saved objects that are indexed later, by their models; None: each is indexed as it is saved.
_later: ContextVar[dict[type[models.Model], set] | None] = ContextVar("_later", default=None)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Index the objects saved in the block once, at its end, rather than at every save.

    Several times faster for a load of many, and true: an object saved before its relations is indexed with them.
    """
    saved: dict[type[models.Model], set] = defaultdict(set)
    token = _later.set(saved)
    try:
        yield
    finally:
        _later.reset(token)
    model: Any
    for model, keys in saved.items():
        get_search_backend().add_bulk(model, list(model.get_indexed_objects().filter(pk__in=keys)))


class _Tidied:
    """Asks for the words without what the database can't take."""

    def add(self, obj: models.Model) -> None:
        saved = _later.get()
        if saved is None:
            super().add(obj)  # type: ignore[misc]  # that of the backend
        else:
            saved[type(obj)].add(obj.pk)

    def _search(self, compiler, query, *args, **kwargs):
        if isinstance(query, str) and query:
            query = query.translate(WITHOUT_MEANING).strip() or NOTHING
        return super()._search(compiler, query, *args, **kwargs)


def SearchBackend(params):  # noqa: N802  Wagtail looks for this name
    """Return the backend for the database that is in use."""
    found = type(database.SearchBackend(params))
    return type(found.__name__, (_Tidied, found), {})(params)
