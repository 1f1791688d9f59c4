"""Addresses of forms in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch
from wagtail.admin.admin_url_finder import AdminURLFinder


def form_address(finder: AdminURLFinder, thing: Any) -> str:
    """Return the address of a thing's form; empty if it has none, or the finder's user may not change the thing."""
    try:
        return finder.get_edit_url(thing) or ""
    except NoReverseMatch:
        return ""
