"""The schema, assembled once at start-up from the root fields that apps register.

An app keeps its root fields in `<app>/graphql/schema.py`, in a class decorated with `register_query` or
`register_mutation`; Django finds the file. The printed schema, `cms/schema.graphql`, is the contract with every
frontend and is committed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from inspect import getmembers
from pathlib import Path

import graphene
from graphene.types.mountedtype import MountedType
from graphene.types.unmountedtype import UnmountedType
from graphql import (
    GraphQLInputObjectType,
    GraphQLSchema,
    lexicographic_sort_schema,
    print_schema,
    specified_directives,
)

from cms.base.active_site import site_active
from cms.base.registry import Registry

from .as_of import AS_OF
from .feed_shapes import FEED

SDL_FILE = Path(__file__).resolve().parent.parent / "schema.graphql"

# By the names of their fields.
_queries: Registry[type] = Registry("root field")
_mutations: Registry[type] = Registry("root field")


def register_query(cls: type) -> type:
    """Add a class of root fields to the schema. Raises ValueError if another class has a field of the same name."""
    return _register(cls, _queries)


def register_mutation(cls: type) -> type:
    """Add a class of mutations. Raises ValueError as `register_query` does."""
    return _register(cls, _mutations)


def _register(cls: type, roots: Registry[type]) -> type:
    for name, _ in getmembers(cls, lambda value: isinstance(value, (MountedType, UnmountedType))):
        roots.add(name, cls)
    return cls


@cache
def get_schema() -> GraphQLSchema:
    """Return the guarded schema. It is built on the first call, which `cms.wsgi` makes at start-up.

    Its names and descriptions are the product's, whichever programme calls for it first.
    """
    with site_active(None):
        return _built()


def _built() -> GraphQLSchema:
    from .guard import guard
    from .kinds import roots_of_kinds
    from .scalars import specify_scalars
    from .types import trimmed_types

    bases = list(dict.fromkeys(_queries.values()))
    # Besides those that their app defines itself.
    for app, cls in roots_of_kinds(_queries).items():
        place = next((at for at, base in enumerate(bases) if base.__module__.split(".")[0] == app), len(bases))
        bases.insert(place, cls)
    types = trimmed_types()
    query = _root("Query", "Everything public on this site, read only.", bases)
    mutation = (
        _root("Mutation", "Changes that anybody may request.", dict.fromkeys(_mutations.values()))
        if _mutations
        else None
    )
    directives = [*specified_directives, AS_OF, FEED]
    schema = graphene.Schema(query=query, mutation=mutation, types=types, directives=directives).graphql_schema
    specify_scalars(schema)
    specify_one_of(schema)
    guard(schema)
    return schema


def specify_one_of(schema: GraphQLSchema) -> None:
    """Mark the input types with `one_of = True` in the schema, in place: exactly one of their fields must be given.

    This is GraphQL's `@oneOf`, which graphene doesn't know. GraphQL's own validation refuses none, two and null.
    """
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            kind.is_one_of = getattr(kind.graphene_type, "one_of", False)  # type: ignore[attr-defined]  # graphene's


def _root(name: str, description: str, bases: Iterable[type]) -> type:
    meta = type("Meta", (), {"description": description})
    return type(name, (*bases, graphene.ObjectType), {"Meta": meta})


def print_sdl() -> str:
    """Return the schema in GraphQL's schema language, sorted, so that every build prints the same."""
    return print_schema(lexicographic_sort_schema(get_schema())) + "\n"
