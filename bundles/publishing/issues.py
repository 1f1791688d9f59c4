"""An issue in a bundle goes out with it, never before: it may tell of pages that aren't public yet."""

from __future__ import annotations

from bundles.models import BundlePage
from newsletter.models import IssuePage


def objection_to_send(issue: IssuePage) -> str:
    """Say why the issue can't be sent yet, as long as it is in an open bundle; empty otherwise."""
    item = BundlePage.objects.filter(page=issue.pk, is_open=True).select_related("bundle").first()
    return f"The issue is in the bundle “{item.bundle}”. Publish that first, or take the issue out." if item else ""
