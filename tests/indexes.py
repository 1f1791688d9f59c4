"""Indexes are filled when somebody looks into them.

The index of the search, that of the admin's lists, and Wagtail's of references take three quarters of the time of saving a
page, and most tests look into none of them. What is saved waits until a statement names one of their tables, or the test
is over. A statement that deletes needn't find it: what is gone then isn't put into an index later.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from unittest import mock

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry
from wagtail.tasks import update_reference_index_task

from cms.editing.admin_search import indexed_together
from cms.visibility.content_version import ContentVersion
from search.models import Entry, EntryText, Posting, PublicBlock, Word

MODELS = (Entry, EntryText, Posting, PublicBlock, Word, IndexEntry, ReferenceIndex)
NAMED = re.compile(rf"\b(?:{'|'.join(model._meta.db_table for model in MODELS)})(?:_fts)?\b")
# Folders whose tests are about the index, or read drafts or past days in place of what is saved: it must not be filled then.
AT_ONCE = ("bundles", "history", "search")


class OverError(Exception):
    """Ends a block of `indexed_together` so that nothing is indexed."""


class ReferencesLater:
    """In place of Wagtail's task that writes an object's references: the objects wait, each once."""

    def __init__(self):
        self.saved: dict[tuple[str, str, str], None] = {}

    def enqueue(self, app_label: str, model_name: str, pk: str) -> None:
        self.saved[app_label, model_name, pk] = None


def are_filled_at_once(path: Path) -> bool:
    """Say whether the tests of a file find indexes filled with each save. Its path is seen from `tests/`."""
    return path.parts[0] in AT_ONCE


@contextmanager
def filled_when_read() -> Iterator[None]:
    """Put what is saved in the block into indexes when a statement of this connection names one."""
    references = ReferencesLater()
    with (
        suppress(OverError),
        indexed_together() as saved,
        mock.patch("wagtail.signal_handlers.update_reference_index_task", references),
    ):

        def fill_first(execute, sql, params, many, context):
            if (saved or references.saved) and _looks_into_one(sql):
                objects, to_refer = dict(saved), list(references.saved)
                saved.clear()
                references.saved.clear()
                with _unseen():
                    _fill(objects, to_refer)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(fill_first):
            yield
        raise OverError


@lru_cache(maxsize=5_000)
def _looks_into_one(sql: str) -> bool:
    return not sql.startswith("DELETE") and bool(NAMED.search(sql))


def _fill(objects: dict, to_refer: list[tuple[str, str, str]]) -> None:
    """Fill the indexes without a new version of the content: what was read of this one looked into no index."""
    token = ContentVersion.current()
    for (index, model), keys in objects.items():
        index(model, keys)
    for names in to_refer:
        with suppress(ObjectDoesNotExist):  # it is gone
            update_reference_index_task.func(*names)
    ContentVersion.objects.filter(pk=1).update(token=token)


@contextmanager
def _unseen() -> Iterator[None]:
    """Keep the statements of the block from those that count or refuse statements."""
    wrappers, log = connection.execute_wrappers, connection.queries_log
    connection.execute_wrappers, connection.queries_log = [], deque(maxlen=log.maxlen)
    try:
        yield
    finally:
        connection.execute_wrappers, connection.queries_log = wrappers, log
