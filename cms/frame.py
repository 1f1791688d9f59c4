"""What stands around every public page: names, the pages of header and footer, and whatever else each app adds.

All of it is read with one statement, and once a period.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cms.visibility.objects import Found, read_together
from cms.visibility.rule import Visibility

_parts: dict[str, Callable[[Visibility], Found]] = {}


def register(name: str, find: Callable[[Visibility], Found]) -> None:
    """Have a list read with the frame. Raises ValueError if the name is taken."""
    if name in _parts:
        raise ValueError(f"There is already a part of the frame “{name}”.")
    _parts[name] = find


def part(visibility: Visibility, name: str) -> list[Any]:
    """Return the objects of a list that was registered; nothing where there is no site. To be read, not changed."""
    if visibility.site is None:
        return []
    return visibility.fact(("frame", visibility.site.pk), lambda: _read(visibility))[name]


def _read(visibility: Visibility) -> dict[str, list[Any]]:
    return dict(zip(_parts, read_together(*(find(visibility) for find in _parts.values())), strict=True))
