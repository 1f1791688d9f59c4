"""The GraphQL types of connections, made once for each type of item."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import graphene
from django.apps import apps

from .connections import DEFAULT_SIZE, LARGEST_SIZE
from .filter_types import where_of
from .orders import order_enum


class PageInfo(graphene.ObjectType):
    """The position of a part within the whole list."""

    has_next_page = graphene.Boolean(required=True, description="Whether there are items after this part.")
    has_previous_page = graphene.Boolean(required=True, description="Whether there are items before this part.")
    start_cursor = graphene.String(description="Cursor of the first item; null if there is none.")
    end_cursor = graphene.String(description="Cursor of the last item; null if there is none.")


PAGING_ARGUMENTS = {
    "first": f"Number of items from the start of the list, {DEFAULT_SIZE} by default, {LARGEST_SIZE} at most.",
    "last": f"Number of items from the end of the list, {LARGEST_SIZE} at most.",
    "after": "Only items after the one with this cursor.",
    "before": "Only items before the one with this cursor.",
}


def paging_arguments() -> dict[str, graphene.Argument]:
    """Return the four arguments of every connection."""
    kinds = {"first": graphene.Int, "last": graphene.Int, "after": graphene.String, "before": graphene.String}
    return {name: graphene.Argument(kind, description=PAGING_ARGUMENTS[name]) for name, kind in kinds.items()}


def asking_arguments(label: str) -> dict[str, graphene.Argument]:
    """Return the arguments that filter and sort rows of the model `"app.Model"`."""
    return {
        "where": graphene.Argument(
            lambda: where_of(apps.get_model(label)),  # type: ignore[arg-type]  # to mypy a class isn't hashable
            description="Only matching items.",
        ),
        "order_by": graphene.Argument(
            lambda: graphene.List(graphene.NonNull(order_enum(apps.get_model(label)))),  # type: ignore[arg-type]  # to mypy a class isn't hashable
            description="The order, by the first value first. The list's own order if omitted.",
        ),
    }


@cache
def connection_of(node: Any) -> type[graphene.ObjectType]:
    """Return the connection type for a type of item."""
    name = node._meta.name.removesuffix("Interface")
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "Meta": type("Meta", (), {"description": f"An item of a list of {name} with its cursor."}),
            "node": graphene.Field(node, required=True, description="The item."),
            "cursor": graphene.String(required=True, description="The item's cursor, for `after` and `before`."),
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "Meta": type("Meta", (), {"description": f"A part of a list of {name}."}),
            "edges": graphene.List(graphene.NonNull(edge), required=True, description="The items with their cursors."),
            "nodes": graphene.List(graphene.NonNull(node), required=True, description="The items without cursors."),
            "page_info": graphene.Field(
                PageInfo, required=True, description="Whether there are items before and after this part."
            ),
            "total_count": graphene.Int(required=True, description="Number of items in the whole list."),
        },
    )


def connection_field(
    node: Callable[[], type],
    description: str,
    *,
    resolver: Callable[..., Any],
    of: str | None = None,
    **arguments: graphene.Argument,
) -> graphene.Field:
    """Return a field that answers with a connection of the type that `node` gives.

    `arguments` are added to the four of paging and, if the items are rows of a model, to `where` and `orderBy`: `of` is
    its label, `"app.Model"`. The resolver returns a `connections.Connection`, made from an `arguments.ListArguments`.
    """
    return graphene.Field(
        lambda: connection_of(node()),
        required=True,
        description=description,
        resolver=resolver,
        **paging_arguments(),
        **(asking_arguments(of) if of else {}),
        **arguments,
    )
