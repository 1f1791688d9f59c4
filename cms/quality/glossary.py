"""Abbreviations that the site explains by itself where a page first uses them. The app that has them says which."""

from __future__ import annotations

from collections.abc import Callable

_sources: list[Callable[[], set[str]]] = []


def register(source: Callable[[], set[str]]) -> None:
    """Have the abbreviations that `source` returns count as explained. It is called for each page, and may ask once."""
    _sources.append(source)


def explained() -> set[str]:
    """Return the abbreviations that need no explaining."""
    return {name for source in _sources for name in source()}
