"""Bundles in a perspective: `bundle=7` shows one as if it were published, `at=` those that are scheduled until then."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from wagtail.models import Page

from bundles.models import Bundle, BundlePage
from bundles.rights import VIEW
from cms.perspectives.requests import Perspective, PerspectiveError
from cms.perspectives.rows import Version
from cms.perspectives.versions import pages_for, with_aliases
from cms.visibility.rule import Visibility

from .checks import obstacles_to_show
from .services import SCHEDULED

NAME = "bundle"
UNKNOWN, NOT_PUBLISHABLE = "UNKNOWN_BUNDLE", "BUNDLE_NOT_PUBLISHABLE"


def perspective(value: str, user: Any, visibility: Visibility) -> Perspective:
    """Return the perspective of an open bundle by its number.

    Raises PerspectiveError if there is none that the user may see (404), or if it can't be published, with the reasons
    (409).
    """
    is_number = value.isascii() and value.isdigit() and len(value) < 10
    bundle = Bundle.objects.filter(pk=int(value)).first() if is_number and user.has_perm(VIEW) else None
    if bundle is None or not bundle.is_open:
        raise PerspectiveError(HTTPStatus.NOT_FOUND, UNKNOWN, "There is no open bundle with this number.")
    reasons = obstacles_to_show(bundle)
    keys = {item.page_id for item in bundle.page_items}
    if not reasons and keys - set(pages_for(user, visibility).filter(pk__in=keys).values_list("pk", flat=True)):
        reasons = ["The maker of the access token may not see all its drafts, or some are of another site."]
    if reasons:
        raise PerspectiveError(
            HTTPStatus.CONFLICT, NOT_PUBLISHABLE, f"The bundle can't be published. {' '.join(reasons)}"
        )
    return Perspective(NAME, with_aliases(_versions(bundle.page_items)))


def scheduled(until: datetime.datetime, user: Any) -> Iterator[tuple[datetime.datetime, Version]]:
    """Yield what the bundles that are scheduled until a moment will publish."""
    if not user.has_perm(VIEW):
        return
    for bundle in SCHEDULED.until(until).prefetch_related("pages"):
        for version in _versions(bundle.pages.all()):
            yield bundle.publish_at, version


def _versions(items: Iterable[BundlePage]) -> list[Version]:
    return [Version(Page, item.page_id, item.revision_id) for item in items if item.revision_id]
