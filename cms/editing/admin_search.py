"""The search of the admin's lists and choosers: Wagtail's own, with what is exactly named first, and without queries that
the database can't handle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import Case, IntegerField, When
from django.db.models.signals import post_delete, post_save
from modelsearch.backends import database, get_search_backend
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.pages.models import BasePage

# SQLite's index takes a quotation mark for the end of a word and raises an error; PostgreSQL accepts no null character.
# Neither matters to this search.
WITHOUT_MEANING = str.maketrans('"\0', "  ")
# Fields with the name of a thing.
NAMES = ("title", "draft_title", "name")
NOTHING = "-"  # finds nothing; an empty query is answered with a list that Wagtail's views can't show


# Puts the objects of a model with these keys into an index.
Index = Callable[[type[models.Model], set], None]

# The keys of saved objects that aren't indexed at once, by index and model; None: each is indexed as it is saved.
_later: ContextVar[dict[tuple[Index, type[models.Model]], set] | None] = ContextVar("_later", default=None)


@contextmanager
def indexed_together() -> Iterator[dict[tuple[Index, type[models.Model]], set]]:
    """Index the objects saved in the block once, at its end, rather than at every save. Yields those that wait.

    Several times faster for many objects, and more accurate: an object saved before its relations is indexed with them.
    """
    saved: dict[tuple[Index, type[models.Model]], set] = defaultdict(set)
    token = _later.set(saved)
    try:
        yield saved
    finally:
        _later.reset(token)
    for (index, model), keys in saved.items():
        index(model, keys)


@contextmanager
def row_unchanged() -> Iterator[None]:
    """Save only a new version of a page in the block: its own row, which both of Wagtail's indexes hold, isn't read again.

    Otherwise each reads it for the columns about its latest version, and finds what it had.
    """
    token = _later.set(defaultdict(set))
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        _later.reset(token)


def page_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Index a saved page for the search of the admin's lists: a receiver in place of Wagtail's.

    That reads the page anew even if it is indexed later.
    """
    if not raw and not is_indexed_later(_add_all, instance):
        post_save_signal_handler(instance)


def connect_pages() -> None:
    """Connect the receivers for pages, whose `search_auto_update` leaves this to the hub."""
    for model in get_indexed_models():
        if issubclass(model, BasePage):
            post_save.connect(page_saved, sender=model, dispatch_uid="cms.editing.page_saved")
            post_delete.connect(post_delete_signal_handler, sender=model, dispatch_uid="cms.editing.page_deleted")


def is_indexed_later(index: Index, obj: models.Model) -> bool:
    """Say whether the object need not be indexed now: at the end of a block of `indexed_together`, `index` is given its key
    among others; in one of `row_unchanged` nothing is to be done."""
    saved = _later.get()
    if saved is None:
        return False
    saved[index, type(obj)].add(obj.pk)
    return True


def _add_all(model: Any, keys: set) -> None:
    get_search_backend().add_bulk(model, list(model.get_indexed_objects().filter(pk__in=keys)))


class _NamedFirst:
    """Finds first what has the words typed as its name, then what has a name that begins with them."""

    def search(self, config, start, stop, score_field=None, **kwargs):
        found = super().search(config, None, None, score_field, **kwargs)
        typed = getattr(self.query, "query_string", "").strip()
        names = [field.name for field in found.model._meta.concrete_fields if field.name in NAMES]
        if not (typed and names and self.order_by_relevance):
            return found[start:stop]
        whens = [When(**{f"{name}__iexact": typed}, then=0) for name in names]
        whens += [When(**{f"{name}__istartswith": typed}, then=1) for name in names]
        nearness = Case(*whens, default=2, output_field=IntegerField())
        return found.order_by(nearness, *found.query.order_by)[start:stop]


class _Tidied:
    """Searches for the words, without characters that the database can't handle."""

    def add(self, obj: models.Model) -> None:
        if not is_indexed_later(_add_all, obj):
            super().add(obj)  # type: ignore[misc]  # that of the backend

    def _search(self, compiler, query, *args, **kwargs):
        if isinstance(query, str) and query:
            query = query.translate(WITHOUT_MEANING).strip() or NOTHING
        return super()._search(compiler, query, *args, **kwargs)


def SearchBackend(params):  # noqa: N802  Wagtail looks for this name
    """Return the backend for the database that is in use."""
    found = type(database.SearchBackend(params))
    compilers = {
        name: type(compiler.__name__, (_NamedFirst, compiler), {})
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
        for compiler in [getattr(found, name)]
    }
    return type(found.__name__, (_Tidied, found), compilers)(params)
