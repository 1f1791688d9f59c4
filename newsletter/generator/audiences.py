"""The audiences of the pages in an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cms.pages import kinds
from cms.visibility.rule import Visibility
from programme.models import Audience


def audiences_of(pages: Iterable[int], visibility: Visibility) -> dict[int, tuple[str, ...]]:
    """Return the names of the public audiences of pages, in alphabetical order, by the pages' keys. One query."""
    keys = list(pages)
    chosen = [_rows(model, keys, visibility) for model in kinds.models_with("audiences") if _may_have_several(model)]
    found = defaultdict(list)
    for page, name in chosen[0].union(*chosen[1:], all=True) if keys else ():
        found[page].append(name)
    return {page: tuple(sorted(names, key=str.casefold)) for page, names in found.items()}


def _may_have_several(model: Any) -> bool:
    return model._meta.get_field(model.page_kind.audiences).many_to_many


def _rows(model: Any, keys: list[int], visibility: Visibility) -> QuerySet:
    field = model._meta.get_field(model.page_kind.audiences)
    page, audience = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through._default_manager.filter(visibility.condition(Audience, f"{audience}__"))
    return rows.filter(**{f"{page}__in": keys}).values_list(f"{page}_id", f"{audience}__name")
