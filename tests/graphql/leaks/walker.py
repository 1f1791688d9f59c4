"""Queries every path of a schema, found by introspection, so that new fields are included automatically.

For each field that leads to an object, it queries the shortest path from the root, and from there everything: all plain
fields, all relations with their plain fields, all possible types of interfaces. Root fields with arguments are queried
with every value of `Arguments`.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    parse,
)
from wagtail.models import Site

from cms.graphql.context import Context
from cms.graphql.plans import plan_of
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility

LEVELS = 1
# Types that are part of their object: selected with it everywhere.
PARTS = {
    "HighlightedText",
    "Locale",
    "OpenGraph",
    "OpenGraphImage",
    "RichText",
    "RichTextReferences",
    "Seo",
    "TableCell",
    "TableRow",
    "Table",
}
PARTS |= {"WritingFinding", "WritingQuality"}


@dataclass
class Arguments:
    """Values to try for arguments, by name."""

    values: dict[str, list[Any]] = field(default_factory=dict)

    def combinations(self, node: GraphQLField) -> list[str]:
        """Return argument lists to try: all combinations of required ones, and each optional one on its own."""
        required = {name: arg for name, arg in node.args.items() if is_required_argument(arg)}
        optional = {name: arg for name, arg in node.args.items() if name not in required and name in self.values}
        fixed = [self._written(name, arg) for name, arg in required.items()]
        lists = [", ".join(chosen) for chosen in itertools.product(*fixed)]
        if not required:
            lists += [text for name, arg in optional.items() for text in self._written(name, arg)]
        return [f"({text})" if text else "" for text in lists]

    def _written(self, name: str, arg) -> list[str]:
        kind = get_named_type(arg.type)
        if isinstance(kind, GraphQLEnumType):
            return [f"{name}: {value}" for value in self.values.get(name, kind.values)]
        if isinstance(kind, GraphQLInputObjectType) and kind.is_one_of:
            fields = [
                text for one in kind.fields if one in self.values for text in self._written(one, kind.fields[one])
            ]
            return [f"{name}: {{{text}}}" for text in fields]
        if name not in self.values:
            raise LookupError(f"Give the walker values to try for the argument `{name}`.")
        return [f"{name}: {_literal(value)}" for value in self.values[name]]


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value) if isinstance(value, int) else '"' + str(value).replace('"', '\\"') + '"'


@dataclass(frozen=True)
class Step:
    """A field that leads to an object: its parent type and its name."""

    parent: str
    name: str


class Selections:
    """Selects everything in a type, by a fragment for each type and depth: written out, parsing would take minutes."""

    def __init__(self, schema: GraphQLSchema, arguments: Arguments):
        self.schema = schema
        self.arguments = arguments
        self._fragments: dict[str, FragmentDefinitionNode] = {}

    def of(self, kind: GraphQLNamedType, levels: int) -> str:
        """Return a selection of everything in a type: plain fields, and relations for `levels` more levels.

        On the last level only an interface's own fields are selected.
        """
        name = f"{kind.name}_{levels}"
        if name not in self._fragments:
            text = f"fragment {name} on {kind.name} {{ __typename {self._inside(kind, levels)} }}"
            self._fragments[name] = parse(text).definitions[0]
        return f"{{ ...{name} }}"

    def document(self, text: str) -> DocumentNode:
        """Return the document of a text that has such selections."""
        return DocumentNode(definitions=(*parse(text).definitions, *self._fragments.values()))

    def _inside(self, kind: GraphQLNamedType, levels: int) -> str:
        alone = isinstance(kind, GraphQLObjectType) or (levels == 0 and hasattr(kind, "fields"))
        if not alone:
            return " ".join(self.of(one, levels).strip("{ }") for one in self.schema.get_possible_types(kind))
        return " ".join(self.field(kind, name, node, levels) for name, node in kind.fields.items())

    def field(self, kind: GraphQLNamedType, name: str, node: GraphQLField, levels: int) -> str:
        """Return one field of a type with everything in it, or nothing if it leads too far."""
        alias = f"{kind.name}_{name}"
        call = _call(node, self.arguments)
        target = get_named_type(node.type)
        if is_leaf_type(target):
            return f"{alias}: {name}{call}"
        # The wrappers of a connection don't count as levels.
        wrapper = target.name.endswith(("Connection", "Edge", "PageInfo"))
        if levels == 0 and not wrapper and target.name not in PARTS:
            return ""
        if target.name.endswith("Edge"):
            # Its node is the same as in `nodes`; `_ways` covers the path through `edges`.
            return f"{alias}: {name}{call} {{ __typename {_leaves(target)} }}"
        if wrapper and levels == 0:
            return f"{alias}: {name}{call} {{ ... on {target.name} {{ __typename {_leaves(target)} }} }}"
        return f"{alias}: {name}{call} {self.of(target, levels if wrapper else max(levels - 1, 0))}"


def documents(schema: GraphQLSchema, arguments: Arguments) -> Iterator[tuple[str, DocumentNode]]:
    """Yield a name and a document for every root call and for every field that leads to an object."""
    selections = Selections(schema, arguments)
    for name, node in schema.query_type.fields.items():
        kind = get_named_type(node.type)
        if is_leaf_type(kind):
            yield name, selections.document(f"{{ {name} }}")
            continue
        for number, text in enumerate(arguments.combinations(node)):
            if kind.name.endswith("Connection"):
                # A field with required arguments isn't reached in any other way, so its items are queried here.
                everything = selections.of(kind, 2 if text else 1)
                edge = get_named_type(kind.fields["edges"].type).name
                edges = f"{kind.name}_edges: edges {{ {edge}_node: node {{ __typename }} }}"
                everything = f"{{ {edges} {everything.strip('{ }')} }}"
            else:
                # Nor is a list with arguments.
                listed = is_list_type(get_nullable_type(node.type))
                everything = selections.of(kind, int(listed or not _leaves(kind)))
            yield f"{name}{text or number}", selections.document(f"{{ {name}{text} {everything} }}")
    for steps in _ways(schema):
        last = schema.type_map[steps[-1].parent].fields[steps[-1].name]
        kind = get_named_type(last.type)
        # From a connection to its items is a level, and the items' own relations matter.
        levels = LEVELS + kind.name.endswith("Connection")
        text = _along(schema, steps, selections.of(kind, levels), arguments)
        yield "/".join(f"{step.parent}.{step.name}" for step in steps), selections.document(text)


def fields_alone(schema: GraphQLSchema, arguments: Arguments) -> Iterator[tuple[str, DocumentNode]]:
    """Yield a document for every field of every type that selects only that field.

    So only columns declared by the field itself are read. Pages are queried through their own lists and through
    `pages`, which has only shared fields.
    """
    reached: dict[str, list[list[Step]]] = {}
    for steps in _ways(schema):
        target = get_named_type(schema.type_map[steps[-1].parent].fields[steps[-1].name].type)
        common = [step.name for step in steps] == ["pages", "nodes"]
        for kind in schema.get_possible_types(target) if is_abstract_type(target) else [target]:
            if common or kind.name not in reached:
                reached.setdefault(kind.name, []).append(steps)
    selections = Selections(schema, arguments)
    for kind, ways in reached.items():
        for name, node in schema.type_map[kind].fields.items():
            asked = selections.field(schema.type_map[kind], name, node, 0)
            asked = asked or f"{name}{_call(node, arguments)} {{ __typename }}"
            for steps in ways:
                text = _along(schema, steps, f"{{ ... on {kind} {{ {asked} }} }}", arguments)
                yield f"{'/'.join(step.name for step in steps)}: {kind}.{name}", selections.document(text)


def _call(node: GraphQLField, arguments: Arguments) -> str:
    return "(first: 100)" if "first" in node.args else arguments.combinations(node)[0]


def _ways(schema: GraphQLSchema) -> list[list[Step]]:
    """Return a short path to every field that leads to an object, breadth first.

    A type is reached through a field of its own type if possible; through an interface only if there is none, since the
    types behind an interface depend on the content. A list is then preferred, because it returns more types than a
    single page.
    """
    ways: dict[Step, list[Step]] = {}
    seen = {schema.query_type.name}
    queue: deque[tuple[str, list[Step]]] = deque([(schema.query_type.name, [])])
    by_interface: deque[tuple[str, list[Step]]] = deque()
    by_one_page: deque[tuple[str, list[Step]]] = deque()
    while queue or by_interface or by_one_page:
        if not queue:
            name, way = (by_interface or by_one_page).popleft()
            if name in seen:
                continue
            seen.add(name)
            queue.append((name, way))
        parent, way = queue.popleft()
        for name, node in schema.type_map[parent].fields.items():
            target = get_named_type(node.type)
            required = any(is_required_argument(argument) for argument in node.args.values())
            if not is_composite_type(target) or (required and parent == schema.query_type.name):
                continue  # `documents` queries calls with required arguments, with every value
            step = Step(parent, name)
            ways.setdefault(step, [*way, step])
            if is_abstract_type(target):
                in_a_list = any(before.parent.endswith("Connection") for before in way)
                ways_on = by_interface if in_a_list else by_one_page
                ways_on.extend((kind.name, [*way, step]) for kind in schema.get_possible_types(target))
            elif target.name not in seen:
                seen.add(target.name)
                queue.append((target.name, [*way, step]))
    return list(ways.values())


def _along(schema: GraphQLSchema, steps: list[Step], inner: str, arguments: Arguments) -> str:
    text = inner
    for i in range(len(steps) - 1, -1, -1):
        step = steps[i]
        node = schema.type_map[step.parent].fields[step.name]
        calls = " ".join(f"w{n}: {step.name}{call} {text}" for n, call in enumerate(_most_promising(node, arguments)))
        text = f"{{ ... on {step.parent} {{ {calls} }} }}" if i else f"{{ {calls} }}"
    return text


def _most_promising(node: GraphQLField, arguments: Arguments) -> list[str]:
    calls = arguments.combinations(node)
    return ["(first: 100)"] if "first" in node.args else calls[:1] if len(calls) < 2 else calls[-1:] + calls[:1]


def _leaves(kind) -> str:
    return " ".join(
        f"{kind.name}_{name}: {name}" for name, node in kind.fields.items() if is_leaf_type(get_named_type(node.type))
    )


def ask(
    schema: GraphQLSchema,
    document: DocumentNode,
    site: Site,
    token: str | None = None,
    visibility: Visibility | None = None,
) -> ExecutionResult:
    """Execute a document as the endpoint does, but without its limits. `token` is a variable with a preview token,
    `visibility` the view of who asks, if that isn't the public."""
    visibility = visibility or Visibility(site, period=current_period())
    return execute_sync(
        schema,
        document,
        context_value=Context(visibility, plan_of(schema, document)),
        variable_values={"token": token} if token else None,
    )


def covered(answer: Any, found: set[str]) -> None:
    """Collect into `found` every `Type.field` that the answer has a value for (or an empty list)."""
    if isinstance(answer, list):
        for item in answer:
            covered(item, found)
    elif isinstance(answer, dict):
        for key, value in answer.items():
            kind, _, name = key.rpartition("_")
            if kind and value is not None:
                found.add(f"{kind}.{name}")
            covered(value, found)
