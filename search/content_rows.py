"""Promoted results in content folders: a programme's are those that lead to its pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from cms.pages.addresses import in_tree_of
from cms.visibility.rule import Visibility
from programme.content_loader import rows

from .models import PromotedResult


def register() -> None:
    """Let folders have them. Called when the app is ready."""
    rows.kinds.add(PromotedResult, rows.RowKind(lambda site: in_tree_of(site, "page__path"), _public))


def _public(site: Site) -> QuerySet[Any]:
    of_site = PromotedResult.objects.filter(in_tree_of(site, "page__path"))
    return Visibility(site).filter(of_site).order_by("order", "queries", "pk")
