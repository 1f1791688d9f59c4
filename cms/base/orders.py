"""The order of a model's lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.models import Page


def list_order(model: type[Model]) -> tuple[str, ...]:
    """Return the order of a model's lists: its `list_order`, or else its default ordering; the key makes it total.

    Lists of pages of all types are in the order of the tree.
    """
    if model is Page:
        return ("path",)
    ordering: Any = model._meta.ordering
    return total(tuple(getattr(model, "list_order", None) or ordering or ()))


def total(order: tuple[str, ...]) -> tuple[str, ...]:
    """Return an order of ORM lookups that ends in the key, so that no two rows are equal."""
    if order and order[-1].lstrip("-") == "pk":
        return order
    return (*order, "-pk" if order and order[0].startswith("-") else "pk")
