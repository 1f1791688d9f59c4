"""Addresses of pages as they were on a past day."""

import datetime

from wagtail.models import Page

from cms.visibility.rule import Visibility

PREFIX = "/as-at/"


def address_as_at(day: datetime.date, path: str) -> str:
    """Return the path at which the public page at a path, such as `/news/`, is shown as it was at the end of a day."""
    return f"{PREFIX}{day.isoformat()}{path}"


def history_of(path: str) -> str:
    """Return the path of the history of the public page at a path, such as `/news/`."""
    return f"/page-history{path}"


def history_address(page: Page, visibility: Visibility) -> str:
    """Return the path of the page's history at the host; that of a programme below a path is below it, too."""
    prefix, own = visibility.split_prefix(visibility.path_of(page))
    return prefix + history_of(own)
