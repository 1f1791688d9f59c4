"""Rows of one programme that are no pages, such as feedback: a column with its site, and the conditions for a site's rows.

Pages belong to a site by their place in the tree, and rows that belong to a page go with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from wagtail.models import Site

from cms.base.active_site import active_site

from .default import default_site


class SiteRow(models.Model):
    """Base of rows of one programme. A new one is of the active site; one without a site is the default site's."""

    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="programme",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding and self.site_id is None:
            self.site = self.first_site()
        super().save(*args, **kwargs)

    @property
    def own_site(self) -> Site | None:
        """Its site, or the default one."""
        return self.site or default_site()

    def first_site(self) -> Site | None:
        """Return the site of a new row."""
        return active_site()


def rows_of(site: Site | None, lookup: str = "site") -> Q:
    """Return the condition for the rows of a site; `lookup` leads to their column. Rows without a site are the default
    site's."""
    if site is None:
        return Q(**{f"{lookup}__isnull": True})
    return rows_of_sites([site.pk], lookup, with_default=site.is_default_site)


def active_rows(lookup: str = "site") -> Q:
    """Return the condition for the rows of the active site; for all rows if none is active, as in commands and jobs."""
    site = active_site()
    return rows_of(site, lookup) if site else Q()


def rows_of_sites(keys: Iterable[int], lookup: str, *, with_default: bool) -> Q:
    """Return the condition for the rows of several sites."""
    keys = list(keys)
    own = Q(**{lookup: keys[0]}) if len(keys) == 1 else Q(**{f"{lookup}__in": keys})
    return own | Q(**{f"{lookup}__isnull": True}) if with_default else own
