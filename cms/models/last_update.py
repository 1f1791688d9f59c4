"""When a page was last changed in a way that matters to its readers. `cms.last_update` writes it."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

from cms.partial_dates import PartialDate, PartialDateField, PrecisionField


class LastUpdate(models.Model):
    """The date that readers see as “Last updated”, as exactly as it is known.

    A table of its own, not a column of the pages' content: a date in the content would come back with each old revision,
    and lists of pages of all types, such as the sitemap, could not read it with one statement.

    A page without a row was never published. A row without a day belongs to a page that was loaded and whose file gives
    no date: nobody knows how old its text is, and its next publication isn't its first.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="last_update")
    day = PartialDateField(null=True, db_index=True)
    day_precision = PrecisionField()

    visibility_parent = "page"
    wagtail_reference_index_ignore = True
    graphql_fields: list = []

    def __str__(self):
        return str(self.date or "not known")

    @property
    def date(self) -> PartialDate | None:
        """The date as it is known; None if it isn't."""
        return PartialDate.of(self, "day")
