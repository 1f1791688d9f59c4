"""Abbreviations that the site explains automatically where a page first uses them. Apps register theirs."""

from __future__ import annotations

from collections.abc import Callable

from cms.base.registry import Registry

# A source returns the abbreviations that are explained. It is called for each page, and may make one query.
sources: Registry[Callable[[], set[str]]] = Registry("source of abbreviations")


def explained() -> set[str]:
    """Return the abbreviations that pages needn't explain."""
    return {name for source in sources.values() for name in source()}
