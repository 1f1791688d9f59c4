"""The site for which the hub speaks at present: that of the request, of the mail or of the export being made.

It is activated as a language is: words, names of kinds and the look depend on it where no request is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Site

_active: ContextVar[Callable[[], Site | None] | None] = ContextVar("active_site", default=None)


def active_site() -> Site | None:
    """Return the site of the present request or job; None outside of both."""
    read = _active.get()
    return read() if read else None


@contextmanager
def site_active(site: Site | None, read: Callable[[], Site | None] | None = None) -> Iterator[None]:
    """Make the site the active one within the block; with `read` the one that it returns, if anybody asks."""
    before = _active.set(read or (lambda: site))
    try:
        yield
    finally:
        _active.reset(before)
