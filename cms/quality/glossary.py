"""Abbreviations that the site explains by itself where a page first uses them. The app that has them says which."""

from __future__ import annotations

from collections.abc import Callable

from cms.base.registry import Registry

# The abbreviations that a source returns are explained. It is called for each page, and may ask once.
sources: Registry[Callable[[], set[str]]] = Registry("source of abbreviations")


def explained() -> set[str]:
    """Return the abbreviations that need no explaining."""
    return {name for source in sources.values() for name in source()}
