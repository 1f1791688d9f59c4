"""Pages that can't be deleted, because protected objects refer to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from wagtail.models import Page

from cms.editing.views.bulk_publish import MOST_NAMED


def protection_of(pages: Iterable[Page]) -> str:
    """Return a sentence about protected objects that still refer to the pages or to pages below them.

    It is empty if there are none.
    """
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for page in pages:
            collector.collect(Page.objects.descendant_of(page, inclusive=True))
    except (ProtectedError, RestrictedError) as error:
        held = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        names = sorted({f"“{_name(thing)}”" for thing in held})
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        return f"Still in use by {', '.join(names[:MOST_NAMED])}{more}: change or delete them first."
    return ""


def _name(thing: Model) -> str:
    """Return a name by which an editor finds the object: for a row, its page."""
    parent = getattr(thing, "visibility_parent", None)
    return f"{getattr(thing, parent)}: {thing}" if parent else str(thing)
