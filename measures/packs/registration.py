"""What packs add to the hub. Called when the app is ready."""

from __future__ import annotations


def register() -> None:
    """Register what the end of a programme and of a secret does to links."""
    from cms.operations import secret_uses
    from home.programmes import endings

    from . import links

    endings.steps.add("meeting_packs", links.PackLinksStep())
    secret_uses.sources.add("meeting_packs", links.secret_use, order=25)
