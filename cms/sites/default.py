"""The default site, which is at the hub's own address."""

from __future__ import annotations

from wagtail.models import Site


def default_site() -> Site | None:
    """Return the default site with its top page; None in a hub that has none yet. One statement."""
    return Site.objects.select_related("root_page").filter(is_default_site=True).first()
