"""No token of one programme reads, changes or uses a thing of another: by the API's root fields and mutations, by the tools of
assistants, and by addresses for programs. All are found by reflection, and so are the keys; see `crawler`."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.models import Page, get_page_models

from cms.assistants.tools import ToolResult, tools
from cms.graphql.ids import encode, kind_of
from cms.graphql.schema import get_schema
from cms.models import AccessToken
from cms.tokens.scopes import PUBLISH, WRITE, scopes
from programme.models import NewsPage

from .crawler import Crawl, Things, addresses_outside, paths_of
from .sent_forms import forbidden, rows, undone
from .world import ROLES, WORDS, World

HERE, THERE = WORDS[1], WORDS[2]
EACH = tuple(one for one in scopes if one != PUBLISH)
SAMPLES = {
    "Date": "2026-12-01",
    "DateTime": "2026-12-01T10:00:00Z",
    "Boolean": False,
    "Float": 1.0,
    "Email": "a@b.example",
}


def global_ids(things: Things, most: int = 1) -> list[str]:
    """Return the ids, as the API has them, of the last things of each kind."""
    nodes = {kind.name for kind in get_schema().get_possible_types(get_schema().type_map["Node"])}
    models = [model for model, kind in registry.class_models.items() if kind._meta.name in nodes]
    return sorted({encode(kind_of(model), key) for model in models for key in things.of([model])[-most:]})


def samples(kind: GraphQLInputType, given: dict[str, Any], name: str = "", own: str = "", depth: int = 0) -> list[Any]:
    """Return values of an input's type: one for each choice that it has. `given` has those of ids, texts and numbers; an id on
    the first level is `own`, if that is given."""
    if isinstance(kind, GraphQLNonNull):
        return samples(kind.of_type, given, name, own, depth)
    if isinstance(kind, GraphQLList):
        return [[one] for one in samples(kind.of_type, given, name, own, depth)]
    if isinstance(kind, GraphQLEnumType):
        return [next(iter(kind.values))]
    if not isinstance(kind, GraphQLInputObjectType):
        return [own if own and kind.name == "ID" and depth < 2 else given.get(kind.name, SAMPLES.get(kind.name, "x"))]
    if kind.is_one_of:
        return [
            {part: one} for part, at in kind.fields.items() for one in samples(at.type, given, part, own, depth + 1)
        ]
    if depth > 4:
        return [{}]
    whole: list[dict[str, Any]] = [{}]
    for part, at in kind.fields.items():
        if part in ("dryRun", "idempotencyKey") or (depth > 3 and not is_non_null_type(at.type)):
            continue
        choices = samples(at.type, given, part, own, depth + 1)
        if len(choices) > 1 and len(whole) > 1:
            choices = choices[:1]
        whole = [one | {part: choice} for one in whole for choice in choices]
    return whole


class Programs:
    """Programs with a token of the lead of one programme."""

    def __init__(self, world: World, chosen: tuple[str, ...]):
        self.crawl = world.crawl(HERE, ROLES[-1])
        site = next(one.site for one in world.programmes if one.word == HERE)
        later = timezone.now() + datetime.timedelta(days=1)
        user = User.objects.get(username=f"{HERE}-{ROLES.index(ROLES[-1])}")
        fields = {"name": "Program", "expires_at": later, "budget": 10_000_000, "publishes": ["programme.NewsPage"]}
        _, secret = AccessToken.make(user, scopes=list(chosen), sites=[site], **fields)
        headers = {"authorization": f"Bearer {secret}", "accept": "application/json, text/event-stream"}
        self.client = Client(raise_request_exception=False, headers=headers)
        self.crawl = Crawl(self.client, self.crawl.prefix, self.crawl.words)
        self.things = world.things[THERE]
        self.before, self.theirs = rows(), forbidden(self.things)
        self.found: dict[str, list[str]] = {}

    def ask(self, name: str, path: str, body: Any, method: str = "POST") -> Any:
        """Send a body as JSON, take it back, and keep what was wrong. Return the answer."""

        def act() -> Any:
            return self.client.generic(method, self.crawl.prefix + path, json.dumps(body), "application/json")

        # What was asked for says nothing new: the programme's own log of searches keeps it.
        asked = json.dumps(body)
        words = tuple(word for word in self.crawl.words if word not in asked)
        done = undone(act, self.before, self.theirs, words)
        said = b"".join(done.answer.streaming_content) if done.answer.streaming else done.answer.content
        text = said.decode("utf-8", "replace")
        done.faults += [text[:300] for word in words if word in text]
        if done.answer.status_code >= 500 or '"INTERNAL"' in text or "The hub has a fault" in text:
            done.faults.append(f"{done.answer.status_code}: {text[:300]} for {asked[:600]}")
        if done.faults:
            self.found.setdefault(name, done.faults[:3])
        return done.answer


@pytest.fixture
def programs(world):
    return lambda *chosen: Programs(world, chosen)


def fields_of(kind: Any, depth: int = 2) -> str:
    """Return what to ask of an answer: all plain fields, and those of what they lead to."""
    kind = get_named_type(kind)
    if is_leaf_type(kind):
        return ""
    inside = [
        f"{name} {fields_of(node.type, depth - 1)}"
        for name, node in getattr(kind, "fields", {}).items()
        if not any(is_non_null_type(one.type) for one in node.args.values())
        and (is_leaf_type(get_named_type(node.type)) or depth > 0)
    ]
    return f"{{ __typename {' '.join(inside)} }}"


def requests_of(root: Any, keyword: str, world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the request for each field of a root that takes something: with each id of others, and each choice
    that its input has, at least once."""
    things = world.things[THERE]
    path = Page.objects.get(pk=things.of([Page])[-1]).url_path.split("/", 2)[2]
    draft, paper = things.of([NewsPage])[-1], things.of([get_document_model()])[-1]
    texts = (f"[a](page:{draft}) [b](document:{paper})", f"/{path}")
    for name, node in root.fields.items():
        kinds = {argument: at.type for argument, at in node.args.items()}
        if not kinds:
            continue
        asked = ", ".join(f"${argument}: {kind}" for argument, kind in kinds.items())
        passed = ", ".join(f"{argument}: ${argument}" for argument in kinds)
        query = f"{keyword} ({asked}) {{ {name}({passed}) {fields_of(node.type, 1)} }}"
        values = [{"ID": id, "Int": draft, "String": text} for text in texts for id in global_ids(things)]
        if not _takes(kinds.values(), "ID"):
            values = [{"Int": draft, "String": text} for text in texts]
        for has_own in (False, True) if keyword == "mutation" else (False,):
            sets = [_variables(kinds, one, "own" if has_own else "") for one in values]
            for place in range(max(len(sets), len(sets[0]))):
                one = sets[place % len(sets)]
                variables = _with_own(one[place % len(one)], world.things[HERE])
                yield name, {"query": query, "variables": variables}


def _with_own(variables: dict[str, Any], things: Things) -> dict[str, Any]:
    """Return the variables with ids of one's own where they are asked for, of pages that go with the content."""
    given = variables.get("input")
    if not isinstance(given, dict):
        return variables
    chosen = next(iter(given["content"]), "") if isinstance(given.get("content"), dict) else ""
    model = next((one for one in get_page_models() if one.__name__.lower() == chosen.lower()), NewsPage)
    above = [one for one in model.allowed_parent_page_models() if one is not Page]
    own = {name: (things.of(above if name == "parent" else [model]) or things.of([Page]))[-1] for name in given}
    return variables | {
        "input": {name: encode("Page", own[name]) if value == "own" else value for name, value in given.items()}
    }


def _takes(kinds: Any, wanted: str, depth: int = 0) -> bool:
    return depth < 6 and any(
        get_named_type(kind).name == wanted
        or (
            isinstance(get_named_type(kind), GraphQLInputObjectType)
            and _takes([at.type for at in get_named_type(kind).fields.values()], wanted, depth + 1)
        )
        for kind in kinds
    )


def _variables(kinds: dict[str, Any], given: dict[str, Any], own: str) -> list[dict[str, Any]]:
    whole: list[dict[str, Any]] = [{}]
    for argument, kind in kinds.items():
        choices = samples(kind, given, argument, own)
        whole = [one | {argument: choice} for one in whole for choice in (choices if len(whole) == 1 else choices[:1])]
    return whole


@pytest.mark.parametrize("keyword", ["query", "mutation"])
def test_no_field_of_the_api_takes_anything_of_another_programme(world, programs, keyword):
    program = programs(*EACH)
    root = get_schema().query_type if keyword == "query" else get_schema().mutation_type
    for name, request in requests_of(root, keyword, world):
        program.ask(name, "/graphql/", request)
    assert program.found == {}


@pytest.mark.parametrize("scope", ["all", *scopes])
def test_no_token_sees_a_thing_of_another_programme(world, programs, scope):
    """With all scopes but that to publish: all that takes ids, with one of each kind, and each tool. With each
    scope alone, which shows no more, a part of the ids, for each scope another."""
    is_all, place = scope == "all", list(scopes).index(scope) if scope in scopes else 0
    program = programs(*(EACH if is_all else [scope]))
    ids = global_ids(world.things[THERE])[place :: 1 if is_all else len(scopes)]
    for name, node in get_schema().query_type.fields.items():
        arguments = {one: at for one, at in node.args.items() if get_named_type(at.type).name == "ID"}
        for argument, at in arguments.items():
            for id in ids:
                value = json.dumps([id] if isinstance(getattr(at.type, "of_type", at.type), GraphQLList) else id)
                query = f"{{ {name}({argument}: {value}) {fields_of(node.type, 1)} }}"
                program.ask(f"{scope}: {name}", "/graphql/", {"query": query})
    call_tools(program, world, ids)
    assert program.found == {}


def call_tools(program: Programs, world: World, ids: list[str]) -> int:
    """Call each tool with another's ids, addresses and numbers in all of its arguments. Return how many calls there were."""
    page, calls = Page.objects.get(pk=world.things[THERE].of([Page])[-1]), 0
    for name, tool in tools.items():
        for value in (*ids, "/" + page.url_path.split("/", 2)[2], str(page.pk)):
            given = {one: _of_schema(schema, value) for one, schema in tool.arguments.items()}
            wanted = {one: given[one] for one in tool.required}
            for arguments in {json.dumps(one): one for one in (wanted, given)}.values():
                message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
                program.ask(name, "/mcp/", message | {"params": {"name": name, "arguments": arguments}})
                calls += 1
    return calls


def _of_schema(schema: dict[str, Any], value: str) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {one: _of_schema(part, value) for one, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [_of_schema(schema.get("items", {}), value)]
    if kind in ("integer", "number"):
        return int(value) if value.isdecimal() else 1
    return False if kind == "boolean" else "2026-12-01" if schema.get("format", "").startswith("date") else value


def test_no_address_for_programs_takes_anything_of_another_programme(world, programs):
    program = programs(*EACH)
    opened = set()
    for address in addresses_outside():
        try:
            paths = list(paths_of(address, program.things, 1))
        except ImproperlyConfigured:
            continue  # what is secret in it can't be counted up
        if address.space == "anymail":
            continue  # of providers of mail, which need settings of their own
        for path in paths if address.parts else ["/" + address.template]:
            for method in ("PUT", "PATCH", "DELETE", "POST"):
                program.ask(f"{method} {address.name}", path, {}, method)
                opened.add(address.name)
    assert program.found == {}
    assert "manifest_of_frontend" in opened


def test_a_tool_that_shows_another_programme_is_found(world, programs, monkeypatch):
    """The test's own test."""
    tool = tools["search"]
    leaky = type(tool)(tool.title, tool.description, lambda hub, given: ToolResult(f"Draft {THERE}"), tool.arguments)
    monkeypatch.setattr(tools, "_entries", {"search": (0, leaky)})
    program = programs(WRITE)
    call_tools(program, world, global_ids(program.things))
    assert set(program.found) == {"search"}


def test_a_mutation_that_changes_another_programme_is_found(world, programs, monkeypatch):
    """The test's own test."""
    program = programs(WRITE)

    def act() -> Any:
        page = Page.objects.get(pk=program.things.of([Page])[-1])
        page.title = "Mine"
        page.save(update_fields=["title"])

    assert undone(act, program.before, program.theirs, ()).faults == [
        f"Page {program.things.of([Page])[-1]} was changed"
    ]
