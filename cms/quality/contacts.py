"""Telephone numbers and addresses that the site publishes on purpose, such as the team's. The app that has them says which."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .personal import normal

_sources: list[Callable[[], Iterable[str]]] = []


def register(source: Callable[[], Iterable[str]]) -> None:
    """Have the contacts that `source` returns count as nobody's personal data. It is called once for a page that has any."""
    _sources.append(source)


def published() -> frozenset[str]:
    """Return the contacts, as `normal` writes them."""
    return frozenset(normal(contact) for source in _sources for contact in source() if contact)
