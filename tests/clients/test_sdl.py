"""Linters of schemas find nothing in ours, and the changelog names the changes that can break a frontend.

The schema of the last release is `cms/schema-released.graphql`. graphql-inspector decides which changes are breaking.
"""

import re
from pathlib import Path

import pytest

from cms.graphql.schema import SDL_FILE
from tests.hubs import ROOT

RELEASED = SDL_FILE.with_name("schema-released.graphql")


@pytest.fixture
def judge(node):
    """Return graphql-eslint's findings in our schema, and of two schemas the changes that break documents."""
    return lambda older, newer: node("sdl.mjs", SDL_FILE, older, newer)


def breaking_part(changelog: str) -> str:
    """Return the text under “Breaking” in the unreleased part of the changelog."""
    unreleased = re.split(r"^## ", changelog, flags=re.M)[1]
    found = re.search(r"^### GraphQL API$.*?^#### Breaking$\n(.*?)(?=^#{2,4} |\Z)", unreleased, re.M | re.S)
    return found.group(1) if found else ""


def unnamed(changes: list[dict], changelog: str) -> list[str]:
    """Return the breaking changes that the changelog doesn't name: by `Type`, `Type.field` or `Type.field(argument)`."""
    named = set(re.findall(r"`([^`]+)`", breaking_part(changelog)))
    return [change["message"] for change in changes if not any(names_of(path) & named for path in change["paths"])]


def names_of(path: str) -> set[str]:
    """Return the names by which the changelog can refer to a change, from graphql-inspector's path of it."""
    kind, *members = path.split(".")
    argument = f"{kind}.{members[0]}({members[1]})" if len(members) == 2 else path
    return {kind, ".".join([kind, *members[:1]]), argument}


def test_graphql_eslint_finds_nothing_and_the_changelog_names_every_breaking_change(judge):
    answer = judge(RELEASED, SDL_FILE)
    assert answer["findings"] == []
    assert unnamed(answer["breaking"], (ROOT / "CHANGELOG.md").read_text()) == [], (
        "Name each under “Breaking” in the changelog's part on the API, or better: keep it and deprecate it."
    )


CHANGELOG = """# Changelog

## Unreleased

### GraphQL API

- `News.kind` is new.

#### Breaking

- Something about {names}.

## 0.1

### GraphQL API

#### Breaking

- `News.title`, `Kind.CAMPAIGN`
"""


def test_a_breaking_change_that_is_not_named_is_found(judge, tmp_path: Path):
    older, newer = tmp_path / "older.graphql", tmp_path / "newer.graphql"
    older.write_text(
        '''"""A."""
        type News { title: String! body(size: Int): String kind: Kind }
        """A."""
        enum Kind { UPDATE CAMPAIGN }
        """A."""
        input Where { title: String }
        """A."""
        type Query { news(first: Int, where: Where): News }'''
    )
    newer.write_text(
        """type News { title: [String!] body: String kind: Kind more: String }
        enum Kind { UPDATE NOTE }
        input Where { title: String id: ID! }
        type Query { news(first: Int!, where: Where): News }"""
    )
    changes = judge(older, newer)["breaking"]
    paths = ["News.title", "News.body.size", "Kind.CAMPAIGN", "Where.id", "Query.news.first"]
    assert sorted(change["paths"][0] for change in changes) == sorted(paths)
    assert len(unnamed(changes, CHANGELOG.format(names="something else"))) == len(paths)
    names = ["News.title", "News.body(size)", "Kind.CAMPAIGN", "Where.id", "Query.news(first)"]
    named = ", ".join(f"`{name}`" for name in names)
    assert unnamed(changes, CHANGELOG.format(names=named)) == []
