"""The one schema: what apps register, put together once at start.

An app keeps its root fields in `<app>/graphql/schema.py`, in a class decorated with `register_query` or
`register_mutation`; the file is found by itself. The printed schema, `cms/schema.graphql`, is the contract with every
frontend and is committed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import graphene
from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema

SDL_FILE = Path(__file__).resolve().parent.parent / "schema.graphql"

_queries: list[type] = []
_mutations: list[type] = []


def register_query(cls: type) -> type:
    """Add a class of root fields to the schema. Raises ValueError when another class has a field of the same name."""
    return _register(cls, _queries)


def register_mutation(cls: type) -> type:
    """Add a class of root fields that change something. Raises ValueError as `register_query` does."""
    return _register(cls, _mutations)


def _register(cls: type, registered: list[type]) -> type:
    fields = {name for name, value in vars(cls).items() if isinstance(value, graphene.Field)}
    for other in registered:
        twice = fields & set(vars(other))
        if twice:
            raise ValueError(f"{cls.__name__} and {other.__name__} both define {', '.join(sorted(twice))}.")
    registered.append(cls)
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
    meta = type("Meta", (), {"description": "What anybody may ask to be done."})
    mutation = type("Mutation", (*_mutations, graphene.ObjectType), {"Meta": meta}) if _mutations else None
    schema = graphene.Schema(query=query, mutation=mutation, types=types).graphql_schema
    specify_scalars(schema)
    guard(schema)
    return schema


def print_sdl() -> str:
    """Return the schema in GraphQL's schema language, sorted, so that two builds print the same."""
    return print_schema(lexicographic_sort_schema(get_schema())) + "\n"
