"""How a document's answer is read as a list: its columns, and what `@feed` says of them.

The directive stands once, at the operation, and not at each field: Apollo Client keeps a field under another name if it
has a directive that Apollo doesn't know, and a fragment would say for all its documents what only one of them is for. A
file beside the document wouldn't come along in the manifests that clients make of their documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    DirectiveLocation,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLDirective,
    GraphQLField,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    value_from_ast_untyped,
)

# What `@feed` names by columns, and why.
ROLES = {
    "id": "The column with the permanent id of an item.",
    "title": "The column with the title of an item.",
    "link": "The column with the address of an item: a full one, or a path on the site.",
    "date": "The column with the day or time of an item: when it appeared, or when it begins.",
    "end": "The column with the day or time when an item ends, for calendars.",
    "updated": "The column with the time when an item last changed; `date` if omitted.",
    "summary": "The column with a few words about an item.",
    "place": "The column with the place of an item, for calendars.",
}
DATES = ("date", "end", "updated")
DATE_TYPES = ("Date", "DateTime")
PRECISION = "Precision"
# The fields that only lead to the items of a connection.
WRAPPERS = ("nodes", "edges", "node")

FEED = GraphQLDirective(
    "feed",
    [DirectiveLocation.QUERY],
    {
        "list": GraphQLArgument(
            GraphQLString,
            description="The list: the names of the fields that lead to it, joined by full stops. Needed if the "
            "operation selects several.",
        ),
        "name": GraphQLArgument(
            GraphQLString, description="The name of the feed, for those who subscribe. The operation's name if omitted."
        ),
        **{
            role: GraphQLArgument(GraphQLString, "id" if role == "id" else Undefined, description)
            for role, description in ROLES.items()
        },
    },
    description="Says how the operation's list is answered as a feed or a calendar. A column is named by the fields "
    "that lead from an item to a value, joined by full stops; `nodes`, `edges` and `node` aren't named.",
)


class NoFeedError(ValueError):
    """The document can't be read in this way. The message says in a sentence what it lacks."""


class Selected(NamedTuple):
    """A field that a document selects, once for each name in the answer, with what it selects below."""

    node: FieldNode
    field: GraphQLField
    parent: Any
    inner: dict[str, Selected]

    @property
    def name(self) -> str:
        """The name of the field, whatever it is called in the answer."""
        return self.node.name.value

    @property
    def kind(self) -> str:
        """The name of its type, without what says that it is required or a list."""
        return str(get_named_type(self.field.type).name)

    @property
    def is_connection(self) -> bool:
        return self.kind.endswith("Connection")

    @property
    def is_list(self) -> bool:
        return self.is_connection or _is_list(self.field)


def _is_list(field: GraphQLField) -> bool:
    kind: Any = field.type
    return is_list_type(get_nullable_type(kind))


@dataclass(frozen=True)
class FeedColumn:
    """A value of every item: the column's name, the keys that lead to it in the answer, and its field.

    `is_single` is false if a list is on the way, so that an item may have several values.
    """

    name: str
    keys: tuple[str, ...]
    selected: Selected
    is_single: bool

    @property
    def is_html(self) -> bool:
        return (self.selected.parent.name, self.selected.name) == ("RichText", "html")

    def is_beside(self, other: FeedColumn) -> bool:
        """Say whether both are values of the same object."""
        return self.keys[:-1] == other.keys[:-1]


@dataclass(frozen=True)
class Paging:
    """How the next part of the list is asked for: the variables, and the keys in `pageInfo`."""

    after: str
    first: str | None
    has_next: str
    cursor: str
    page_info: str


@dataclass(frozen=True)
class FeedShape:
    """A document as a list. `keys` lead to the list in the answer; `roles` has the columns that `@feed` names."""

    operation: str
    name: str
    keys: tuple[str, ...]
    columns: tuple[FeedColumn, ...]
    roles: dict[str, FeedColumn]
    # The column that says how exactly `date` is known.
    precision: FeedColumn | None = None
    paging: Paging | None = None

    def need(self, *roles: str) -> None:
        """Raise NoFeedError if `@feed` names no column for one of them."""
        if lacking := [f"`{role}`" for role in roles if role not in self.roles]:
            raise NoFeedError(f"The document {self.operation} doesn't say by `@feed` which column is {lacking[0]}.")


def shape_of(schema: GraphQLSchema, document: DocumentNode) -> FeedShape:
    """Return how a valid document with one operation is read as a list. Raises NoFeedError."""
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    name = operation.name.value if operation.name else ""
    arguments = _arguments(operation)
    fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
    root = schema.get_root_type(operation.operation)
    path, found = _list_in(_selected([(operation.selection_set, root)], schema, fragments), name, arguments)
    named: dict[str, FeedColumn] = {}
    for column in _columns(_items(found)):
        named.setdefault(column.name, column)
    roles = {}
    for role in ROLES:
        wanted = arguments.get(role, "id" if role == "id" else "")
        if wanted in named:
            roles[role] = named[wanted]
        elif role in arguments:
            raise NoFeedError(f"The list of {name} has no column `{wanted}`, which `@feed` names as `{role}`.")
    keys = tuple(path) if not found.is_connection else (*path, *_items_keys(found))
    precision = _check_dates(roles, named.values())
    return FeedShape(name, arguments.get("name", name), keys, tuple(named.values()), roles, precision, _paging(found))


def feed_faults(schema: GraphQLSchema, document: DocumentNode) -> Iterator[str]:
    """Yield what is wrong with the `@feed`, if it has one, of a valid document with one operation, as sentences."""
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    if any(directive.name.value == FEED.name for directive in operation.directives):
        try:
            shape_of(schema, document)
        except NoFeedError as error:
            yield str(error)


def _arguments(operation: OperationDefinitionNode) -> dict[str, str]:
    for directive in operation.directives:
        if directive.name.value == FEED.name:
            values = {one.name.value: value_from_ast_untyped(one.value) for one in directive.arguments}
            return {name: value for name, value in values.items() if value is not None}
    return {}


def _selected(
    parts: list[tuple[SelectionSetNode, Any]], schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]
) -> dict[str, Selected]:
    """Return the fields of several selections by their names in the answer, in the order of the answer."""
    nodes: dict[str, list[tuple[FieldNode, Any]]] = {}

    def gather(selections: SelectionSetNode, kind: Any) -> None:
        node: Any
        for node in selections.selections:
            if isinstance(node, FieldNode):
                if not node.name.value.startswith("__"):
                    nodes.setdefault((node.alias or node.name).value, []).append((node, kind))
                continue
            if isinstance(node, FragmentSpreadNode):
                node = fragments[node.name.value]
            condition = node.type_condition
            gather(node.selection_set, schema.type_map[condition.name.value] if condition else kind)

    for selections, kind in parts:
        gather(selections, kind)
    found = {}
    for name, alike in nodes.items():
        node, kind = alike[0]
        below = [
            (one.selection_set, get_named_type(parent.fields[one.name.value].type))
            for one, parent in alike
            if one.selection_set
        ]
        inner = _selected(below, schema, fragments)
        found[name] = Selected(node, kind.fields[node.name.value], kind, inner)
    return found


def _list_in(fields: dict[str, Selected], operation: str, arguments: dict[str, str]) -> tuple[list[str], Selected]:
    """Return the list that `@feed` names, or the only one, and the keys that lead to it. Raises NoFeedError."""
    lists = {".".join(path): (path, found) for path, found in _lists(fields)}
    wanted = arguments.get("list")
    if wanted in lists:
        return lists[wanted]
    if wanted is not None:
        raise NoFeedError(f"{operation} selects no list at `{wanted}`, which `@feed` names.")
    if not lists:
        raise NoFeedError(f"{operation} selects no list.")
    if len(lists) > 1:
        names = ", ".join(f"`{name}`" for name in lists)
        raise NoFeedError(f"{operation} selects several lists. Say by `@feed(list: …)` which is meant: {names}.")
    return next(iter(lists.values()))


def _lists(fields: dict[str, Selected], path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Selected]]:
    """Yield the lists of objects that are in no other list."""
    for name, selected in fields.items():
        if selected.is_list and selected.inner:
            if not selected.is_connection or _items_keys(selected):
                yield [*path, name], selected
        elif selected.inner:
            yield from _lists(selected.inner, (*path, name))


def _items_keys(connection: Selected) -> tuple[str, ...]:
    """Return the key of a connection's items, empty if it selects none."""
    by_field = {selected.name: key for key, selected in connection.inner.items()}
    return next(((by_field[field],) for field in ("nodes", "edges") if field in by_field), ())


def _items(found: Selected) -> dict[str, Selected]:
    return found.inner[_items_keys(found)[0]].inner if found.is_connection else found.inner


def _columns(
    fields: dict[str, Selected], names: tuple[str, ...] = (), keys: tuple[str, ...] = (), is_single: bool = True
) -> Iterator[FeedColumn]:
    for key, selected in fields.items():
        wraps = selected.name in WRAPPERS and selected.parent.name.endswith(("Connection", "Edge"))
        path = names if wraps else (*names, key)
        single = is_single and not _is_list(selected.field)
        if is_leaf_type(get_named_type(selected.field.type)):
            yield FeedColumn(".".join(path), (*keys, key), selected, single)
        else:
            yield from _columns(selected.inner, path, (*keys, key), single)


def _check_dates(roles: dict[str, FeedColumn], columns: Iterable[FeedColumn]) -> FeedColumn | None:
    """Return the column that says how exactly the date is known, if its type has one. Raises NoFeedError."""
    for role in DATES:
        if role in roles and not (roles[role].selected.kind in DATE_TYPES and roles[role].is_single):
            raise NoFeedError(f"`{roles[role].name}` is no date, which `@feed` names as `{role}`.")
    date = roles.get("date")
    return date and _precision_of(date, columns)


def _precision_of(date: FeedColumn, columns: Iterable[FeedColumn]) -> FeedColumn | None:
    field = date.selected.name + PRECISION
    if field not in date.selected.parent.fields:
        return None
    for column in columns:
        if column.selected.name == field and column.is_beside(date):
            return column
    raise NoFeedError(f"`{date.name}` may be known by its month or year alone. Select `{field}` beside it.")


def _paging(found: Selected) -> Paging | None:
    """Return how the list's next part is asked for; None if the document doesn't say."""
    variables = {
        one.name.value: one.value.name.value for one in found.node.arguments if isinstance(one.value, VariableNode)
    }
    for name, info in found.inner.items():
        keys = {selected.name: key for key, selected in info.inner.items()}
        if info.kind == "PageInfo" and "after" in variables and {"hasNextPage", "endCursor"} <= set(keys):
            return Paging(variables["after"], variables.get("first"), keys["hasNextPage"], keys["endCursor"], name)
    return None
