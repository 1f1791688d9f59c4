"""What packs add to the hub. Called when the app is ready."""

from __future__ import annotations

from functools import partial


def register() -> None:
    """Register what the end of a programme and of a secret does to links."""
    from cms.operations import secret_uses
    from cms.pages.addresses import in_tree_of
    from home.programmes import endings

    from .links import LINKS

    of_site = partial(in_tree_of, lookup="meeting__path")
    endings.steps.add("meeting_packs", endings.LinksStep(LINKS, of_site, "link", "packs of meetings"))
    secret_uses.sources.add("meeting_packs", partial(secret_uses.of_links, LINKS), order=25)
