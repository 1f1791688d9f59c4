"""Rows of one programme that are no pages, such as feedback: a column with its site, and the conditions for a site's rows.

Rows of the other kind, such as terms, are shared by all programmes unless they have a site.

Pages belong to a site by their place in the tree, and rows that belong to a page go with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Q, QuerySet, When
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

    # Whether content folders may hold such rows.
    is_content: ClassVar[bool] = False
    # The fields that an export leaves out, since readers never see them.
    private_fields: ClassVar[tuple[str, ...]] = ()

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

    @classmethod
    def to_export(cls, site: Site) -> QuerySet[Any]:
        """Return the rows that an export of the site's programme has, in order: none, since rows may be about people."""
        return cls._default_manager.none()

    def in_place_of_private(self) -> dict[str, Any]:
        """Return what an export gives for private fields that a row can't be without."""
        return {}

    def first_site(self) -> Site | None:
        """Return the site of a new row."""
        return active_site()


class SharableRow(models.Model):
    """Base of rows that all programmes share, unless they have a site: then they are that programme's alone."""

    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="only for",
        help_text="The programme that it belongs to. “All programmes” if they share it.",
    )

    class Meta:
        abstract = True


def own_first(site_key: int | None) -> Case:
    """Return the order of sharable rows that have one name: the site's own, those that all share, and others."""
    return Case(When(site=site_key, then=0), When(site=None, then=1), default=2, output_field=models.IntegerField())


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


def shared_and(own: Q, lookup: str = "site") -> Q:
    """Return the condition for sharable rows: those that all share, and those that meet the condition for a site's own."""
    return own | Q(**{f"{lookup}__isnull": True})


def rows_of_sites(keys: Iterable[int], lookup: str, *, with_default: bool) -> Q:
    """Return the condition for the rows of several sites."""
    keys = list(keys)
    own = Q(**{lookup: keys[0]}) if len(keys) == 1 else Q(**{f"{lookup}__in": keys})
    return own | Q(**{f"{lookup}__isnull": True}) if with_default else own
