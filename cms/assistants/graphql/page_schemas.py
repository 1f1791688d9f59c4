"""What the content of a page of a type, or a kind of terms, may have, as JSON Schema, made from the API's input."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from cms.graphql.schema import get_schema

CONTENT_INPUT, TERM_INPUT = ("CreateDraftInput", "content"), ("ProposeTermInput", "term")
SCALARS = {"Int": "integer", "Float": "number", "Boolean": "boolean", "String": "string", "ID": "string"}
LONGEST_DESCRIPTION = 120
TEXT_AS_MARKDOWN = {
    "type": "object",
    "properties": {"markdown": {"type": "string"}},
    "description": "Links: [words](page:ID).",
}


def page_inputs() -> dict[str, GraphQLInputObjectType]:
    """Return the inputs of the types of pages that can be written, by the name under which their content is given."""
    return _inputs(*CONTENT_INPUT)


def term_inputs() -> dict[str, GraphQLInputObjectType]:
    """Return the inputs of the kinds of terms that can be proposed, by the name under which their values are given."""
    return _inputs(*TERM_INPUT)


def _inputs(name: str, part: str) -> dict[str, GraphQLInputObjectType]:
    whole: Any = get_schema().type_map[name]
    content: Any = get_named_type(whole.fields[part].type)
    return {name: get_named_type(field.type) for name, field in content.fields.items()}


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of the content of a type of pages or terms. Blocks that it uses in several places are defined once.

    Raises KeyError for a name that is neither among `page_inputs` nor `term_inputs`.
    """
    defined: dict[str, Any] = {}
    found = _object((page_inputs() | term_inputs())[name], defined, described=True)
    return found | ({"$defs": defined} if defined else {})


def _object(kind: GraphQLInputObjectType, defined: dict[str, Any], *, described: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": dict(_properties(kind, defined, described))}
    if kind.is_one_of:
        found |= {"minProperties": 1, "maxProperties": 1}
    required = [name for name, field in kind.fields.items() if isinstance(field.type, GraphQLNonNull)]
    return found | ({"required": required} if required else {})


def _properties(
    kind: GraphQLInputObjectType, defined: dict[str, Any], described: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in kind.fields.items():
        found = _value(field.type, defined)
        if described and (said := _described(field)):
            found = found | {"description": said}
        yield name, found


def _described(field: GraphQLInputField) -> str:
    said = " ".join((field.description or "").split())
    return said if len(said) <= LONGEST_DESCRIPTION else said[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _value(kind: Any, defined: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, GraphQLNonNull):
        return _value(kind.of_type, defined)
    if isinstance(kind, GraphQLList):
        return {"type": "array", "items": _value(kind.of_type, defined)}
    if kind.name == "RichTextInput":
        return TEXT_AS_MARKDOWN
    if isinstance(kind, GraphQLEnumType):
        return {"enum": list(kind.values)}
    if isinstance(kind, GraphQLInputObjectType):
        if kind.name not in defined:
            defined[kind.name] = {}  # for one that has itself in it
            defined[kind.name] = _object(kind, defined, described=False)
        return {"$ref": f"#/$defs/{kind.name}"}
    return {"type": SCALARS[kind.name]} if kind.name in SCALARS else {}
