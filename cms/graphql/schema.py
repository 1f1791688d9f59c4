"""The one schema: what apps register, put together once at start.

An app keeps its root fields in `<app>/graphql/schema.py`, in a class decorated with `register_query` or
`register_mutation`; the file is found by itself. The printed schema, `cms/schema.graphql`, is the contract with every
frontend and is committed.
"""

from __future__ import annotations

from functools import cache
from inspect import getmembers
from pathlib import Path

import graphene
from graphene.types.mountedtype import MountedType
from graphene.types.unmountedtype import UnmountedType
from graphql import GraphQLSchema, lexicographic_sort_schema, print_schema

from cms.base.registry import Registry

SDL_FILE = Path(__file__).resolve().parent.parent / "schema.graphql"

# By the names of their fields.
_queries: Registry[type] = Registry("root field")
_mutations: Registry[type] = Registry("root field")


def register_query(cls: type) -> type:
    """Add a class of root fields to the schema. Raises ValueError when another class has a field of the same name."""
    return _register(cls, _queries)


def register_mutation(cls: type) -> type:
    """Add a class of root fields that change something. Raises ValueError as `register_query` does."""
    return _register(cls, _mutations)


def _register(cls: type, roots: Registry[type]) -> type:
    for name, _ in getmembers(cls, lambda value: isinstance(value, (MountedType, UnmountedType))):
        roots.add(name, cls)
    return cls


@cache
def get_schema() -> GraphQLSchema:
    """Return the schema, guarded. Built on the first call, which `cms.wsgi` makes at start."""
    from . import changes, queries  # noqa: F401  importing them registers the root fields that know no content type
    from .guard import guard
    from .scalars import specify_scalars
    from .types import trimmed_types

    types = trimmed_types()
    query = _root("Query", "Everything public on this site, read only.", _queries)
    mutation = _root("Mutation", "What anybody may ask to be done.", _mutations) if _mutations else None
    schema = graphene.Schema(query=query, mutation=mutation, types=types).graphql_schema
    specify_scalars(schema)
    guard(schema)
    return schema


def _root(name: str, description: str, roots: Registry[type]) -> type:
    meta = type("Meta", (), {"description": description})
    return type(name, (*dict.fromkeys(roots.values()), graphene.ObjectType), {"Meta": meta})


def print_sdl() -> str:
    """Return the schema in GraphQL's schema language, sorted, so that two builds print the same."""
    return print_schema(lexicographic_sort_schema(get_schema())) + "\n"
