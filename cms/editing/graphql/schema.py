"""Which stored queries ask for pages of a type: a consequence of publishing one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLSchema,
    InlineFragmentNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    visit,
)
from grapple.registry import registry
from wagtail.models import Page

from cms.editing import consequences
from cms.editing.consequences import AffectedGroup, AffectedPlace
from cms.graphql.documents import stored_documents
from cms.graphql.schema import get_schema


def queries(page: Page, user: Any) -> AffectedGroup:
    """Return the stored queries whose answers hold pages of this type."""
    group = AffectedGroup("Stored queries", "No stored query asks for pages of this type.")
    node = registry.pages.get(type(page))
    if node is not None:
        group.places.extend(
            AffectedPlace(name) for name, types in types_by_document().items() if node._meta.name in types
        )
    return group


@cache
def types_by_document() -> dict[str, frozenset[str]]:
    """Return the names of the types that each stored document queries."""
    schema = get_schema()
    return {
        name: frozenset(_types_in(text, schema))
        for read in consequences.documents.values()
        for name, text in read().items()
    }


def _types_in(text: str, schema: GraphQLSchema) -> Iterable[str]:
    found: set[str] = set()
    info = TypeInfo(schema)

    class Collector(Visitor):
        def enter(self, node, *_):
            if isinstance(node, (FieldNode, InlineFragmentNode)) and (kind := get_named_type(info.get_type())):
                found.add(kind.name)

    visit(parse(text), TypeInfoVisitor(info, Collector()))
    return found


consequences.documents.add("stored", stored_documents)
consequences.sources.add("queries", queries, order=40)
