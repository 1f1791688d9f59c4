"""The root fields of every kind of page: its list, and one page by the last part of its path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container

import graphene

from cms.pages import kinds
from cms.pages.kinds import PageKind

from .roots import root_connection, root_one, slug


def names_of(kind: PageKind) -> tuple[str, str]:
    """Return the names of the list and of the single page: `key_messages` and `key_message`, `news` and `news_item`."""
    several, one = (name.replace("-", "_") for name in (kind.address, kind.name))
    return several, one if one != several else f"{one}_item"


def roots_of_kinds(taken: Container[str]) -> dict[str, type]:
    """Return, by app label, a class with the root fields of the app's kinds, without those in `taken`."""
    fields: dict[str, dict[str, graphene.Field]] = defaultdict(dict)
    for model in kinds.models(api=True):
        kind, label, of_app = model.page_kind, model._meta.label, fields[model._meta.app_label]
        several, one = names_of(kind)
        if several not in taken:
            order = "latest first" if kind.date else "in the editors' order"
            of_app[several] = root_connection(label, kind.description or f"{kind.plural}, {order}.")
        if one not in taken:
            of_app[one] = root_one(label, f"One {kind.label.lower()}.", slug=slug(one.rpartition("_")[2]))
    return {app: type(f"{app.capitalize()}KindQuery", (), of_app) for app, of_app in fields.items()}
