"""Bundles in the admin's search."""

from __future__ import annotations

from django.urls import reverse

from bundles.models import Bundle
from search.desk.records import RecordSource, sources


def register() -> None:
    """Add the bundles. Called when the app is ready."""
    sources.add(
        "bundles",
        RecordSource(
            *(Bundle, "Bundles", "bundles", ("name", "note")),
            icon="folder-open-1",
            title=lambda bundle: bundle.name,
            excerpt=lambda bundle: bundle.get_state_display(),
            address=lambda bundle: reverse("bundles:bundle", args=[bundle.pk]),
        ),
    )
