"""Writes down when a page was last updated: `cms.models.LastUpdate`.

That is its last publication whose change was major; if there was none, its first. What is loaded from files is published
as well, but nothing is new about it: its date is the one that its file gives.
"""

from __future__ import annotations

import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.choices import Significance
from cms.models import LastUpdate
from cms.partial_dates import PartialDate


def record_publication(page: Page, significance: str, now: datetime.datetime) -> None:
    """Write down that the page was published, if that makes it new to its readers. An alias is as old as its original."""
    if page.alias_of_id:
        record_alias(page)
        return
    is_first = not LastUpdate.objects.filter(page=page.pk).exists()
    if is_first or significance == Significance.MAJOR:
        _write(page, PartialDate(timezone.localdate(now)))


def record_loaded(page: Page, date: PartialDate | None) -> None:
    """Write down the date of a page that was loaded; None if its file gives none."""
    _write(page, date)


def record_alias(page: Page) -> None:
    """Give an alias the date of its original."""
    original = LastUpdate.objects.filter(page=page.alias_of_id).first()
    if original is not None:
        _write(page, original.date)


def _write(page: Page, date: PartialDate | None) -> None:
    row = LastUpdate(page_id=page.pk)
    row._meta.get_field("day").save_form_data(row, date)
    LastUpdate.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["day", "day_precision"], unique_fields=["page"]
    )
