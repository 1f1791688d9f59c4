"""What the rules leave alone: telephone numbers and addresses that the site publishes on purpose, such as the team's, and
abbreviations that it explains where a page first uses them. Apps register theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cms.base.registry import Registry

from .personal import normal

# The contacts that a source returns aren't personal data. It is called once for a page that has any.
contacts: Registry[Callable[[], Iterable[str]]] = Registry("source of contacts")


def known_contacts() -> frozenset[str]:
    """Return the contacts, as `normal` writes them."""
    return frozenset(normal(contact) for source in contacts.values() for contact in source() if contact)


# A source returns the abbreviations that are explained. It is called for each page, and may make one query.
abbreviations: Registry[Callable[[], set[str]]] = Registry("source of abbreviations")


def known_abbreviations() -> set[str]:
    """Return the abbreviations that pages needn't explain."""
    return {name for source in abbreviations.values() for name in source()}
