"""Tries every condition of `where` on hidden objects, as an attacker would."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import DocumentNode, GraphQLInputObjectType, GraphQLSchema, get_named_type, parse

COMBINED = (
    "%s",
    "{AND: [%s]}",
    "{OR: [%s, %s]}",
    "{NOT: {NOT: %s}}",
)


def conditions(schema: GraphQLSchema, word: str, step: int = 1) -> Iterator[tuple[str, list[str], DocumentNode]]:
    """Yield, for every root list: its name, conditions that match only objects with the word, and a document.

    The document counts all rows as `all`, matches of each condition as `c0`, `c1` and so on, and the others as `n0`,
    `n1`. With a `step`, each list has a part of its conditions, beginning with another one than the list before.
    """
    for place, (name, field) in enumerate(schema.query_type.fields.items()):
        # `changes` has conditions of its own, and none on a text.
        if "where" not in field.args or name == "changes":
            continue
        found = list(_about(schema, get_named_type(field.args["where"].type), word, 2))
        if not found:
            continue  # changes can't be searched for words
        found += [combined.replace("%s", found[-1]) for combined in COMBINED]
        found = found[place % step :: step]
        calls = [f"all: {name} {{ totalCount }}"]
        for number, condition in enumerate(found):
            calls.append(f"c{number}: {name}(where: {condition}) {{ totalCount }}")
            calls.append(f"n{number}: {name}(where: {{NOT: {condition}}}) {{ totalCount }}")
        yield name, found, parse(f"{{ {' '.join(calls)} }}")


def _about(schema: GraphQLSchema, where: GraphQLInputObjectType, word: str, levels: int) -> Iterator[str]:
    """Yield conditions on texts of a type and its relations; on the last level on one text for each type."""
    texts = [name for name, field in where.fields.items() if get_named_type(field.type).name == "TextFilter"]
    for name in texts if levels else texts[-1:]:
        yield f'{{{name}: {{contains: "{word}"}}}}'
    if not levels:
        return
    for name, field in where.fields.items():
        kind = get_named_type(field.type)
        if kind.name.endswith("Where") and name not in ("AND", "OR", "NOT"):
            yield from (f"{{{name}: {inner}}}" for inner in _about(schema, kind, word, levels - 1))
