"""The one schema: what apps register, put together once at start.

An app keeps its root fields in `<app>/graphql/schema.py`, in a class decorated with `register_query`; the file is found
by itself. The printed schema, `cms/schema.graphql`, is the contract with every frontend and is committed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import graphene
from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema

SDL_FILE = Path(__file__).resolve().parent.parent / "schema.graphql"

_queries: list[type] = []


def register_query(cls: type) -> type:
    """Add a class of root fields to the schema. Raises ValueError when another class has a field of the same name."""
    fields = {name for name, value in vars(cls).items() if isinstance(value, graphene.Field)}
    for other in _queries:
        twice = fields & set(vars(other))
        if twice:
            raise ValueError(f"{cls.__name__} and {other.__name__} both define {', '.join(sorted(twice))}.")
    _queries.append(cls)
    return cls


@cache
def get_schema() -> GraphQLSchema:
    """Return the schema, guarded. Built on the first call, which `cms.wsgi` makes at start."""
    from . import changes, queries  # noqa: F401  importing them registers the root fields that know no content type
    from .guard import guard
    from .scalars import specify_scalars
    from .types import trimmed_types

    types = trimmed_types()
    meta = type("Meta", (), {"description": "Everything public on this site, read only."})
    query = type("Query", (*_queries, graphene.ObjectType), {"Meta": meta})
    schema = graphene.Schema(query=query, types=types).graphql_schema
    specify_scalars(schema)
    guard(schema)
    return schema


def print_sdl() -> str:
    """Return the schema in GraphQL's schema language, sorted, so that two builds print the same."""
    return print_schema(lexicographic_sort_schema(get_schema())) + "\n"
