"""When pages were last updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from cms.visibility.rule import Visibility

from .peers import group_of

if TYPE_CHECKING:
    from cms.base.partial_dates import PartialDate


def updated(page: Page, visibility: Visibility) -> PartialDate | None:
    """Return the date of the page's last update, as precisely as it is known. One query for all peers; none if it was
    read with the page."""
    relation = Page._meta.get_field("last_update")
    if relation.is_cached(page):
        row = relation.get_cached_value(page)
        return row.date if row else None

    def read() -> dict[int, PartialDate | None]:
        model = relation.related_model
        rows = visibility.filter(model.objects.filter(page__in=[peer.pk for peer in group]))
        return {row.pk: row.date for row in rows}

    group = group_of(page)
    return group.shared("last updates", read).get(page.pk)
