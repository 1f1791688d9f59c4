"""Records when a page was last updated, as `cms.models.LastUpdate`.

That is its last publication with a major change or, if there was none, its first. Loading a page from a file also
publishes it, but isn't an update: its date is the one that the file gives.
"""

from __future__ import annotations

import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import Significance
from cms.base.partial_dates import PartialDate
from cms.pages.models import LastUpdate


def record_publication(page: Page, significance: str, now: datetime.datetime) -> None:
    """Record a publication, if it is an update for readers. An alias has the date of its original."""
    if page.alias_of_id:
        record_alias(page)
    elif (row := _of_publication(page, significance, now)) is not None:
        _write(row)


def of_publication(page: Page, now: datetime.datetime) -> LastUpdate | None:
    """Return the row that a publication would write, unsaved; None if it writes none. An alias keeps its date."""
    return None if page.alias_of_id else _of_publication(page, getattr(page, "change_significance", ""), now)


def _of_publication(page: Page, significance: str, now: datetime.datetime) -> LastUpdate | None:
    is_first = not LastUpdate.objects.filter(page=page.pk).exists()
    if is_first or significance == Significance.MAJOR:
        return _row(page, PartialDate(timezone.localdate(now)))
    return None


def record_loaded(page: Page, date: PartialDate | None) -> None:
    """Record the date of a loaded page; None if its file gives none."""
    _write(_row(page, date))


def record_alias(page: Page) -> None:
    """Give an alias the date of its original."""
    original = LastUpdate.objects.filter(page=page.alias_of_id).first()
    if original is not None:
        _write(_row(page, original.date))


def _row(page: Page, date: PartialDate | None) -> LastUpdate:
    row = LastUpdate(page_id=page.pk)
    row._meta.get_field("day").save_form_data(row, date)
    return row


def _write(row: LastUpdate) -> None:
    LastUpdate.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["day", "day_precision"], unique_fields=["page"]
    )
