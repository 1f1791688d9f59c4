"""Which tests look into no index, so that nothing that they save need be put into one.

The index of the search, that of the admin's lists, and Wagtail's of references take three quarters of the time of saving a
page. A file is named here if it makes many pages, and none of its tests searches, walks through all content, asks where
something is used, or says when an answer must be made anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.editing.admin_search import indexed_together

UNREAD = {
    "admin/test_approvals.py",
    "admin/test_calendar.py",
    "admin/test_change_notes.py",
    "admin/test_reasons_to_publish.py",
    "admin/test_translations.py",
    "admin/test_validation.py",
    "admin/test_waiting.py",
    "graphql/test_aliases.py",
    "graphql/test_collections.py",
    "graphql/test_corrections.py",
    "graphql/test_engagements.py",
    "graphql/test_headings.py",
    "graphql/test_partial_dates.py",
    "graphql/test_quality.py",
    "graphql/test_relations.py",
    "graphql/test_signposts.py",
    "site/test_agreed_wording.py",
    "site/test_calendars.py",
    "site/test_collections.py",
    "site/test_dates_as_known.py",
    "site/test_last_updates.py",
    "site/test_lists.py",
    "site/test_queries.py",
    "site/test_record.py",
    "site/test_sources.py",
    "site/test_statistics.py",
}


class UnreadError(Exception):
    """Ends a block of `indexed_together` so that nothing is indexed."""


def are_unread(path: Path) -> bool:
    """Say whether the file reads no index. Its path is seen from `tests/`."""
    return path.as_posix() in UNREAD


@contextmanager
def unfilled() -> Iterator[None]:
    """Put nothing that is saved in the block into an index."""
    with suppress(UnreadError), indexed_together(), disable_reference_index_auto_update():
        yield
        raise UnreadError
