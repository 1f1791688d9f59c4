"""Files of pictures and documents on past days: one that was replaced or deleted since can't be shown any more.

A row of the history names its file, but only today's file has sizes and an address. So readers of a past day get the
file if today's row has the same, and otherwise what the row says of it, such as the description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from cms.history.past import is_past
from cms.history.tables import histories, same_file

from .peers import group_of, peers

# What notes each image or document whose file isn't kept.
_note: ContextVar[Callable[[Model], None]] = ContextVar("lost files", default=lambda thing: None)


def is_kept(thing: Model | None) -> bool:
    """Say whether the file that an image or document has is also today's; always true while today is read,
    and for None.

    One statement for all its peers.
    """
    if thing is None or not is_past():
        return True
    model = type(thing)
    kept = group_of(thing).shared(("kept files", model), lambda: kept_of(model, [peer.pk for peer in peers(thing)]))
    if thing.pk in kept:
        return True
    _note.get()(thing)
    return False


@contextmanager
def lost_noted(note: Callable[[Model], None]) -> Iterator[None]:
    """Call `note` with each image or document whose file is found missing within the block."""
    before = _note.set(note)
    try:
        yield
    finally:
        _note.reset(before)


def kept_of(model: type[Model], keys: Iterable[Any]) -> set[Any]:
    """Return the keys of those images or documents whose file at the past moment that is read is also today's."""
    one = histories()[model._meta.db_table]
    rows = model._default_manager.filter(pk__in=set(keys)).extra(where=[same_file(one, one.table)])  # noqa: S610  our names
    return set(rows.values_list("pk", flat=True))


class LostFiles:
    """Records the fields whose files aren't kept, while an operation runs: a middleware of graphql-core."""

    def __init__(self) -> None:
        self.number = 0
        self.paths: set[str] = set()

    def noted(self) -> AbstractContextManager[None]:
        """Note the files that are found missing within the block."""
        return lost_noted(self._count)

    def _count(self, thing: Model) -> None:
        self.number += 1

    def resolve(self, resolver: Callable[..., Any], root: Any, info: Any, **arguments: Any) -> Any:
        """Resolve a field, and record its path in the document if a file was found missing."""
        before = self.number
        value = resolver(root, info, **arguments)
        if self.number > before:
            self.paths.add(".".join(step for step in info.path.as_list() if isinstance(step, str)))
        return value
