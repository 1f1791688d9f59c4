"""Telephone numbers and addresses that the site publishes on purpose, such as the team's. Apps register theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cms.base.registry import Registry

from .personal import normal

# The contacts that a source returns aren't personal data. It is called once for a page that has any.
sources: Registry[Callable[[], Iterable[str]]] = Registry("source of contacts")


def published() -> frozenset[str]:
    """Return the contacts, as `normal` writes them."""
    return frozenset(normal(contact) for source in sources.values() for contact in source() if contact)
