"""A page of any type for assistants: the document that asks for its text, made from the schema, and the text as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from cms.graphql.schema import get_schema

from .page_schemas import page_inputs

# Of every page, in the same order; what else it has is asked for after them.
HEAD = "id title path url summary updatedOn lastPublishedAt"
SOURCES = "sources { title address publisher date supports }"
QUALITY = "quality { readingAge wordCount longSentences findings { code severity message quote field blockId } }"
VERSION = "id savedAt savedBy token agent"
VERSIONS = f"version {{ {VERSION} }} versions(first: 10) {{ {VERSION} }}"
# Said already, or of no use for understanding the text.
SKIPPED = frozenset(
    (
        *("id", "title", "path", "url", "summary", "updatedOn", "updatedOnPrecision", "lastPublishedAt", "sources"),
        *("quality", "firstPublishedAt", "databaseId", "slug", "seo", "seoTitle", "searchDescription", "showInMenus"),
        *("facts", "headings", "locale", "parent", "programme", "translations"),
    )
)
# What stands for an object that is only named, the first of these that its type has.
NAMES = ("title", "name", "label", "text")
# Rows in rows: an issue's sections have items.
DEEPEST = 3
MOST_ROWS = 50
RICH_TEXT, TABLE, IMAGE = "RichText", "Table", "HubImage"
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def published_document(kind: str) -> str:
    """Return the document that asks for a published page of a type, as readers have it."""
    return f"query Page($by: PageBy!) {{ page(by: $by) {{ __typename {HEAD} {SOURCES} {QUALITY} {_own(kind)} }} }}"


@cache
def draft_document(kind: str) -> str:
    """Return the document that asks for the latest version of a page of a type."""
    inside = f"__typename {HEAD} {SOURCES} {_own(kind)}"
    return f"query Draft($id: ID!) {{ draft(id: $id) {{ {VERSIONS} editUrl {QUALITY} page {{ {inside} }} }} }}"


@cache
def rows_document(kind: str, lists: tuple[str, ...]) -> str:
    """Return the document that asks for the number of rows in lists of the latest version of a page; empty if none of the lists
    has rows that may not all be shown."""
    found: Any = get_schema().type_map[kind]
    counted = [f"{name}(first: 1) {{ totalCount }}" for name in lists if _is_connection(found, name)]
    if not counted:
        return ""
    return f"query Rows($id: ID!) {{ draft(id: $id) {{ page {{ ... on {kind} {{ {' '.join(counted)} }} }} }} }}"


def page_types() -> list[str]:
    """Return the names of the types of pages."""
    schema = get_schema()
    interface: Any = schema.type_map["Page"]
    return sorted(kind.name for kind in schema.get_possible_types(interface))


def _own(kind: str) -> str:
    found: Any = get_schema().type_map[kind]
    own = " ".join((*_fields(found, 0), *_references(found)))
    return f"... on {kind} {{ {own} }}" if own else ""


def _is_connection(kind: GraphQLObjectType, name: str) -> bool:
    field = kind.fields.get(name)
    return field is not None and get_named_type(field.type).name.endswith("Connection")


def _references(kind: GraphQLObjectType) -> Iterator[str]:
    """Yield the selections of lists of pages and terms that a change gives as a whole, and so has to know."""
    taken = page_inputs().get(kind.name[:1].lower() + kind.name[1:])
    for name in taken.fields if taken else ():
        if not _is_connection(kind, name) or name in SKIPPED:
            continue
        connection: Any = get_named_type(kind.fields[name].type)
        row: Any = get_named_type(connection.fields["nodes"].type)
        if _connection(connection, 0) is None and (named := next((one for one in NAMES if one in row.fields), None)):
            inside = " ".join(one for one in ("id", named, "path") if one in row.fields)
            yield f"{name}(first: {MOST_ROWS}) {{ totalCount nodes {{ {inside} }} }}"


def _fields(kind: GraphQLObjectType, depth: int, taken: dict[str, str] | None = None) -> Iterator[str]:
    """Yield the selections of a type's own values. `taken` are the types of the names that a union has used already."""
    for name, field in kind.fields.items():
        if (name in SKIPPED and depth == 0) or name == "anchor" or any(map(is_required_argument, field.args.values())):
            continue
        selection = _value(field, depth)
        if selection is None:
            continue
        shape = str(field.type)
        if taken is not None and taken.setdefault(name, shape) != shape:
            yield f"{kind.name}_{name}: {name}{selection}"
        else:
            yield f"{name}{selection}"


def _value(field: GraphQLField, depth: int) -> str | None:
    """Return what to select of a field; None if it isn't part of the page's text."""
    kind: Any = get_named_type(field.type)
    if is_leaf_type(kind):
        return ""
    if kind.name == RICH_TEXT:
        return " { markdown }"
    if kind.name == TABLE:
        return " { headings rows { cells { text } } }"
    if kind.name == IMAGE:
        return " { id alt }"
    if isinstance(kind, GraphQLUnionType):
        return _union(kind, depth) if depth < DEEPEST else None
    if kind.name.endswith("Connection"):
        return _connection(kind, depth)
    interfaces = {one.name for one in kind.interfaces}
    if kind.name == "Page" or "Page" in interfaces:
        return " { __typename id title path }"
    own_type: Any = field.type
    has_rows = is_list_type(get_nullable_type(own_type))
    if not has_rows or "Node" in interfaces:
        named = next((name for name in NAMES if name in kind.fields), None)
        return f" {{ {'id ' if 'id' in kind.fields else ''}{named} }}" if named else None
    if depth >= DEEPEST or not isinstance(kind, GraphQLObjectType):
        return None
    inner = " ".join(_fields(kind, depth + 1))
    return f" {{ {inner} }}" if inner else None


def _connection(kind: Any, depth: int) -> str | None:
    """Return what to select of a list: of the page's own rows. Of other pages and terms see `_references`."""
    row = get_named_type(kind.fields["nodes"].type)
    if not isinstance(row, GraphQLObjectType) or row.interfaces or depth:
        return None
    return f"(first: {MOST_ROWS}) {{ totalCount nodes {{ {' '.join(_fields(row, 1))} }} }}"


def _union(kind: GraphQLUnionType, depth: int) -> str:
    taken: dict[str, str] = {}
    parts = (f"... on {one.name} {{ {' '.join(_fields(one, depth + 1, taken))} }}" for one in kind.types)
    return f" {{ __typename {' '.join(parts)} }}"


def facts_of(page: dict[str, Any]) -> dict[str, Any]:
    """Return what every page has, apart from its text."""
    head = {name: page[name] for name in HEAD.split() if page.get(name)}
    return {"type": page["__typename"]} | head | ({"sources": page["sources"]} if page.get("sources") else {})


def markdown_of(page: dict[str, Any], *, with_ids: bool) -> str:
    """Return the text of a page as Markdown. With ids, blocks and rows have those that a change names them by."""
    known = {"__typename", "quality", *HEAD.split(), "sources"}
    parts = [f"# {page['title']}", *([page["summary"]] if page.get("summary") else [])]
    for name, value in page.items():
        if name not in known and not _is_empty(value):
            parts.extend(_part(name, value, with_ids))
    return "\n\n".join(part for part in parts if part)


def _part(name: str, value: Any, with_ids: bool) -> Iterator[str]:
    if isinstance(value, dict) and set(value) == {"markdown"}:
        yield f"## {label(name)}"
        yield value["markdown"].strip()
    elif isinstance(value, dict) and set(value) == {"nodes", "totalCount"}:
        yield from _part(name, value["nodes"], with_ids) if value["nodes"] else ()
        if (total := value["totalCount"]) > len(value["nodes"]):
            yield f"<!-- These are the first {len(value['nodes'])} of {total} rows. -->"
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"## {label(name)}"
        are_blocks = value[0].get("__typename", "").endswith("Block")
        if are_blocks:
            yield from (_block(one, with_ids) for one in value)
        else:
            yield "\n".join(f"- {_line(one, with_ids)}" for one in value)
    else:
        yield f"**{label(name)}:** {_inline(value, with_ids)}"


def _block(block: dict[str, Any], with_ids: bool) -> str:
    kind = block["__typename"]
    values = {
        name.removeprefix(f"{kind}_"): value
        for name, value in block.items()
        if name not in ("__typename", "id", "uuid") and not _is_empty(value)
    }
    mark = f"<!-- {kind} uuid={block.get('uuid', '')} -->\n" if with_ids else ""
    if kind == "HeadingBlock":
        return f"{mark}{'#' * (values.get('level', 2) + 1)} {values.get('text', '')}"
    lines = []
    for name, value in values.items():
        if isinstance(value, dict) and set(value) == {"markdown"}:
            lines.append(value["markdown"].strip())
        elif isinstance(value, dict) and "rows" in value:
            lines.append(_table(value))
        elif isinstance(value, list) and isinstance(value[0], dict):
            lines.append("\n".join(f"- {_line(one, with_ids)}" for one in value))
        else:
            lines.append(f"**{label(name)}:** {_inline(value, with_ids)}")
    return mark + "\n\n".join(lines)


def _table(table: dict[str, Any]) -> str:
    rows = [table["headings"], *([cell["text"] for cell in row["cells"]] for row in table["rows"])]
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(table["headings"]), *lines[1:]])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _line(row: dict[str, Any], with_ids: bool) -> str:
    """Return a row, or an object that is only named, in one line."""
    named = next((row[name] for name in NAMES if isinstance(row.get(name), str)), None)
    rest = set(row) - {"__typename", "id", "uuid", "path", *NAMES}
    if named is not None and not rest:
        where = f" ({row['path']})" if row.get("path") else ""
        return f"{named}{where}" + (f" [id {row['id']}]" if with_ids and row.get("id") else "")
    said = [
        f"{label(name).lower()}: {_inline(value, with_ids)}"
        for name, value in row.items()
        if name not in ("__typename", "id", "uuid") and not _is_empty(value)
    ]
    return "; ".join(said) + (f" [id {row['id']}]" if with_ids and row.get("id") else "")


def _inline(value: Any, with_ids: bool) -> str:
    if isinstance(value, dict):
        return " ".join(value["markdown"].split()) if set(value) == {"markdown"} else _line(value, with_ids)
    if isinstance(value, list):
        return ", ".join(_inline(one, with_ids) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {"markdown": ""}


def label(name: str) -> str:
    """Return the name of a field in words, such as “Due date”."""
    words = CAPITAL.sub(" ", name).lower()
    return words[:1].upper() + words[1:]
