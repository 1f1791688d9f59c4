"""The one vocabulary for the types of pages: `NEWS_PAGE` is the type `NewsPage`, with `_` before each further capital."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import graphene
from grapple.registry import registry


@cache
def page_type_enum() -> Any:
    """Return the enum of all types of pages. Its values are the models' labels, such as `programme.newspage`."""
    names = {model._meta.label_lower: node._meta.name for model, node in registry.pages.items()}
    return graphene.Enum(
        "PageType",
        sorted((_shouted(name), label) for label, name in names.items()),
        description=lambda value: (
            f"Pages of the type {names[value.value]}."
            if value
            else "The types of pages: NEWS_PAGE is the type NewsPage, and so on."
        ),
    )


def page_type_name(label: str) -> str:
    """Return the value of `PageType` as the API has it, for the label of a model."""
    return page_type_enum()._meta.enum(label).name


def _shouted(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
