"""What happens on the hub, for those who want to hear of it, such as webhooks. Each room says what happened in it.

An occurrence is recorded within the transaction that makes it happen, so there is none without the other. It holds no
content: numbers, an address, moments.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .registry import Registry


@dataclass(frozen=True)
class OccurrenceKind:
    """One kind of occurrence: the label in forms, and whether it is about what readers can see, or only for editors."""

    label: str
    public: bool = False


@dataclass(frozen=True)
class Occurrence:
    """One occurrence. `kind` is a name in `kinds`; `details` are further values, which JSON can hold.

    If it is about a page, it has the page's key, type (`programme.NewsPage`), site and path on the site. `change_id` is
    the key of the `Change`, if there is one: a later one is deleted if it doesn't come to pass.
    """

    kind: str
    at: datetime.datetime
    page_id: int | None = None
    page_type: str = ""
    site_id: int | None = None
    path: str = ""
    change_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


kinds: Registry[OccurrenceKind] = Registry("kind of occurrence")
receivers: Registry[Callable[[Sequence[Occurrence]], None]] = Registry("receiver of occurrences")


def about(kind: str, page: Any, **details: Any) -> Occurrence:
    """Return an occurrence about a page, now. The page may be a draft: then its path is the one that it would have."""
    site_id, _, path = page.get_url_parts() or (None, None, None)
    return Occurrence(
        kind=kind,
        at=timezone.now(),
        page_id=page.pk,
        page_type=page.specific_class._meta.label,
        site_id=site_id,
        path=path or "",
        details=details,
    )


def record(occurrences: Sequence[Occurrence]) -> None:
    """Hand the occurrences to the receivers. To be called within the transaction."""
    if occurrences:
        for receive in receivers.values():
            receive(occurrences)
