"""Schema changes that can break a frontend are named in the changelog.

The schema of the last release is `cms/schema-released.graphql`. graphql-core decides which changes are breaking.
"""

import re
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes

from cms.graphql.schema import SDL_FILE

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASED = SDL_FILE.with_name("schema-released.graphql")

# graphql-core's wording of a change, and the name that the changelog must use.
WORDINGS = [
    (r"(?P<field>\w+\.\w+) arg (?P<arg>\w+) ", "{field}({arg})"),
    (r"A required arg (?P<arg>\w+) on (?P<field>\w+\.\w+) ", "{field}({arg})"),
    (r"A required field (?P<field>\w+) on input type (?P<type>\w+) ", "{type}.{field}"),
    (r"(?P<value>\w+) was removed from (?:enum|union) type (?P<type>\w+)\.", "{type}.{value}"),
    (r"(?:Standard scalar )?(?P<name>\w+(?:\.\w+)?) ", "{name}"),
]


def name_of(description: str) -> str:
    """Return the changed element, such as `Type`, `Type.field`, `Enum.VALUE` or `Type.field(argument)`."""
    for pattern, form in WORDINGS:
        match = re.match(pattern, description)
        if match:
            return form.format(**match.groupdict())
    raise LookupError(f"Say how to name this change: {description}")


def names_that_cover(name: str, released: GraphQLSchema) -> set[str]:
    """Return the names by which the changelog may refer to the change: its own, or that of an interface's field."""
    kind, dot, member = name.partition(".")
    interfaces = getattr(released.get_type(kind), "interfaces", ())
    return {name, *(f"{interface.name}.{member}" for interface in interfaces if dot)}


def breaking_part(changelog: str) -> str:
    """Return the text under “Breaking” in the unreleased part of the changelog."""
    unreleased = re.split(r"^## ", changelog, flags=re.M)[1]
    found = re.search(r"^### GraphQL API$.*?^#### Breaking$\n(.*?)(?=^#{2,4} |\Z)", unreleased, re.M | re.S)
    return found.group(1) if found else ""


def unnamed(released: str, now: str, changelog: str) -> list[str]:
    """Return the breaking changes that the changelog doesn't name."""
    before = build_schema(released)
    named = set(re.findall(r"`([^`]+)`", breaking_part(changelog)))
    return [
        change.description
        for change in find_breaking_changes(before, build_schema(now))
        if not names_that_cover(name_of(change.description), before) & named
    ]


def test_the_changelog_names_every_breaking_change_since_the_last_release():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert unnamed(RELEASED.read_text(), SDL_FILE.read_text(), changelog) == [], (
        "Name each under “Breaking” in the changelog's part on the API, or better: keep it and deprecate it."
    )


SDL = """
interface Page { title: String! old: String }
type News implements Page { title: String! old: String body(size: Int): String kind: Kind }
enum Kind { UPDATE CAMPAIGN }
input Where { title: String }
type Query { news(first: Int): News page: Page pages(where: Where): Page }
"""
CHANGELOG = """# Changelog

## Unreleased

### GraphQL API

- `News.kind` is new.

#### Breaking

- Something about {name}.

## 0.1

### GraphQL API

#### Breaking

- `News.title`, `Kind.CAMPAIGN`
"""


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("body(size: Int): String", "", "News.body"),
        ("body(size: Int): String", "body(size: Int): [String]", "News.body"),
        ("body(size: Int)", "body", "News.body(size)"),
        ("news(first: Int)", "news(first: Int!)", "Query.news(first)"),
        ("news(first: Int)", "news(first: Int, after: Int!)", "Query.news(after)"),
        ("UPDATE CAMPAIGN", "UPDATE", "Kind.CAMPAIGN"),
        ("input Where { title: String }", "input Where { title: String id: ID! }", "Where.id"),
        ("News implements Page", "News", "News"),
        (" old: String", "", "Page.old"),
    ],
)
def test_a_breaking_change_that_is_not_named_is_found(old, new, name):
    assert unnamed(SDL, SDL.replace(old, new), CHANGELOG.format(name="something else"))
    assert unnamed(SDL, SDL.replace(old, new), CHANGELOG.format(name=f"`{name}`")) == []


def test_what_only_adds_breaks_nothing():
    more = SDL.replace("UPDATE", "UPDATE NOTE").replace("old: String", "old: String new: String")
    assert unnamed(SDL, more, CHANGELOG) == []
