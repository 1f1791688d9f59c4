"""What stands around every public page: names, the pages of header and footer, and whatever else each app adds.

All of it is read with one statement, and once a period.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cms.base.registry import Registry
from cms.visibility.objects import Found, read_together
from cms.visibility.rule import Visibility

# Lists that are read with the frame.
parts: Registry[Callable[[Visibility], Found]] = Registry("part of the frame")


def part(visibility: Visibility, name: str) -> list[Any]:
    """Return the objects of a list that was registered; nothing where there is no site. To be read, not changed."""
    if visibility.site is None:
        return []
    return visibility.fact(("frame", visibility.site.pk), lambda: _read(visibility))[name]


def _read(visibility: Visibility) -> dict[str, list[Any]]:
    return dict(zip(parts, read_together(*(find(visibility) for find in parts.values())), strict=True))
