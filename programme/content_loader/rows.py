"""The kinds of rows outside the pages that a content folder may have: which of them are a programme's, and which its export
has.

Rows with a site are such a kind if their model says so (`is_content`); others are added here, by later apps too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.base.registry import Registry
from cms.pages.addresses import in_tree_of
from cms.sites.rows import SiteRow, rows_of


@dataclass(frozen=True)
class RowKind:
    """How rows of a model belong to a programme."""

    # The condition for the rows of a site.
    of_site: Callable[[Site], models.Q]
    # The rows of a site that an export has, in order.
    to_export: Callable[[Site], models.QuerySet[Any]]
    # The field whose value no two rows of a site share; empty if there is none.
    unique: str = ""
    # A row of an export says something only with one of these fields.
    needs_one_of: tuple[str, ...] = ()
    # Whether an export has any at all: not of rows about people, which only a folder written by hand may have.
    exports: bool = True


kinds: Registry[RowKind] = Registry("kind of row")


def kind_of(model: type[models.Model]) -> RowKind | None:
    """Return how rows of the model belong to a programme; None if a folder can't have such rows."""
    if issubclass(model, SiteRow):
        unique = "slug" if any(field.name == "slug" for field in model._meta.fields) else ""
        exports = model.to_export.__func__ is not SiteRow.to_export.__func__  # type: ignore[attr-defined]
        return RowKind(rows_of, model.to_export, unique, exports=exports) if model.is_content else None
    return kinds.get(model)


def depth_of(model: type[models.Model]) -> int:
    """Return how many kinds of rows, one needing the next, must be there before a row of the model can be written."""
    needed = (
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null and field.related_model is not model
    )
    return max((1 + depth_of(one) for one in needed if kind_of(one)), default=0)


def models_of_rows() -> Iterator[tuple[type[models.Model], RowKind]]:
    """Yield the models of rows that a folder may have."""
    for model in apps.get_models():
        kind = kind_of(model)
        if kind:
            yield model, kind


def _redirects(site: Site) -> models.QuerySet[Any]:
    to_page = models.Q(redirect_page__isnull=False) & in_tree_of(site, "redirect_page__path")
    return Redirect.objects.filter(rows_of(site)).filter(to_page | ~models.Q(redirect_link="")).order_by("old_path")


kinds.add(Redirect, RowKind(rows_of, _redirects, "old_path", ("redirect_page", "redirect_link")))
