"""The date of a page's last update, written by `cms.pages.last_update`."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate


class LastUpdate(models.Model):
    """The date that readers see as “Last updated”, as precisely as it is known.

    A table of its own, not a field of pages: a date in the content would be restored with each old revision, and lists
    of pages of all types, such as the sitemap, could not read it with one statement.

    A page without a row was never published. A row without a day belongs to a page loaded from a file without a date:
    the age of its text isn't known, and its next publication isn't its first.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="last_update")
    day = PartialDateField(null=True, db_index=True)
    day_precision = PrecisionField()

    visibility_parent = "page"
    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.date or "not known")

    @property
    def date(self) -> PartialDate | None:
        """The date with its precision; None if it isn't known."""
        return PartialDate.of(self, "day")
