"""Everything documented by grapple works under the visibility rule, or `manage.py check` names the alternative.

`tests/graphql/newcomer` has two apps written for grapple: all of `blog` works, all of `refused` is refused.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from grapple import models as grapple_models

from cms.graphql.schema import get_schema
from tests import hubs
from tests.graphql.newcomer import names

DOCUMENT = hubs.ROOT / "docs" / "grapple.md"
ROW = re.compile(r"^\| `([\w.]+)` \| (works|refused) \|\s*(.*?)\s*\|$", re.M)
ROOT_ROW = re.compile(r"^\| `(\w+)` \| ([^|]*) \|$", re.M)
TABLE = {name: (verdict, words) for name, verdict, words in ROW.findall(DOCUMENT.read_text())}
PAGES = (
    "{ shown: page(by: {path: %s}) { ... on BlogPage { %s } } hidden: page(by: {path: %s}) { ... on BlogPage { %s } } }"
)


# Supported features: queries on an entry that chooses public objects, and on one that chooses hidden ones.

CARD = "body { ... on CardBlock { %s } }"
ANSWERS = {
    "GraphQLString": (
        "author writer initials greeting day",
        {
            "author": "Ada Lovelace",
            "writer": "Ada Lovelace",
            "initials": "AL",
            "greeting": "Welcome to localhost",
            "day": "2017-06-22",
        },
        None,
    ),
    "GraphQLInt": ("readers", {"readers": 7}, None),
    "GraphQLFloat": ("rating", {"rating": 4.5}, None),
    "GraphQLBoolean": ("featured", {"featured": True}, None),
    "GraphQLField": ("date spot { north }", {"date": "2017-06-22", "spot": {"north": 56.5}}, None),
    "GraphQLRichText": (
        "introduction { html markdown } " + CARD % "rich { plainText html }",
        {
            "introduction": {
                "html": '<p>Read <a href="http://localhost/news/news/">this</a></p>',
                "markdown": "Read [this](http://localhost/news/news/)",
            },
            "body": [
                {"rich": {"plainText": "there", "html": '<p><a href="http://localhost/news/news/">there</a></p>'}},
                {},
            ],
        },
        {
            "introduction": {"html": "<p>Read this</p>", "markdown": "Read this"},
            "body": [{"rich": {"plainText": "there", "html": "<p>there</p>"}}, {}],
        },
    ),
    "GraphQLStreamfield": (
        CARD % "text length buttons { buttonText } mainButton { buttonText } more { ...on ButtonBlock { buttonText } } "
        "columns { ... on ButtonBlock { buttonText } }",
        {
            "body": [
                {
                    "text": "Words",
                    "length": 5,
                    "buttons": [{"buttonText": "Press"}],
                    "mainButton": {"buttonText": "Press"},
                    "more": [{"buttonText": "Press"}],
                    "columns": [[{"buttonText": "Press"}]],
                },
                {},
            ]
        },
        None,
    ),
    "GraphQLForeignKey": (
        "sameAdvert { url } shortForm { text } relatedLinks { page { author } }",
        {
            "sameAdvert": {"url": "https://shop.example"},
            "shortForm": {"text": "In short"},
            "relatedLinks": [{"page": {"author": "Ada Lovelace"}}],
        },
        {"sameAdvert": None, "shortForm": {"text": "In short"}, "relatedLinks": []},
    ),
    "GraphQLSnippet": (
        "advert { name } " + CARD % "advert { name }",
        {"advert": {"name": "News"}, "body": [{"advert": {"name": "News"}}, {}]},
        {"advert": None, "body": [{"advert": None}, {}]},
    ),
    "GraphQLPage": (
        "nextPage { title } above { title } " + CARD % "page { title }",
        {"nextPage": {"title": "News"}, "above": {"title": "Home"}, "body": [{"page": {"title": "News"}}, {}]},
        {"nextPage": None, "above": {"title": "Home"}, "body": [{"page": None}, {}]},
    ),
    "GraphQLImage": (
        "image { title } " + CARD % "image { alt }",
        {"image": {"title": "News"}, "body": [{"image": {"alt": "News"}}, {}]},
        {"image": None, "body": [{"image": None}, {}]},
    ),
    "GraphQLDocument": (
        "attachment { title } " + CARD % "document { title }",
        {"attachment": {"title": "News"}, "body": [{"document": {"title": "News"}}, {}]},
        {"attachment": None, "body": [{"document": None}, {}]},
    ),
    "GraphQLCollection": (
        "relatedLinks { name place } relatedUrls adverts { name } seeAlso { title ... on NewsPage { date } } words "
        + CARD % "words pages { title }",
        {
            "relatedLinks": [{"name": "News", "place": 1}],
            "relatedUrls": ["https://news.example"],
            "adverts": [{"name": "News"}],
            "seeAlso": [{"title": "News", "date": "2018-02-01"}],
            "words": ["Shown", "entry"],
            "body": [{"words": ["one", "two"], "pages": [{"title": "News"}]}, {}],
        },
        {
            "relatedLinks": [],
            "relatedUrls": [],
            "adverts": [],
            "seeAlso": [],
            "words": ["Hidden", "entry"],
            "body": [{"words": ["one", "two"], "pages": []}, {}],
        },
    ),
    "is_list": (
        "sameLinks { name } letters",
        {"sameLinks": [{"name": "News"}], "letters": ["Shown", "entry"]},
        {"sameLinks": [], "letters": ["Hidden", "entry"]},
    ),
    "source": (
        "greeting siblings { title }",
        {"greeting": "Welcome to localhost", "siblings": [{"title": "Hidden entry"}]},
        {"greeting": "Welcome to localhost", "siblings": [{"title": "Shown entry"}]},
    ),
    "graphql_interfaces": (
        "... on Titled { headline } body { ... on Worded { text } }",
        {"headline": "Shown entry!", "body": [{"text": "Words"}, {}]},
        {"headline": "Hidden entry!", "body": [{"text": "Words"}, {}]},
    ),
    "register_streamfield_block": (
        "body { ... on ButtonsBlock { uuid blocks { ... on ButtonBlock { buttonText } } } }",
        {"body": [{}, {"uuid": "b", "blocks": [{"buttonText": "Press"}]}]},
        None,
    ),
}
# Supported features visible in the schema.
SCHEMA = {
    "required": "  author: String!\n",
    "description": '  """Who wrote it."""\n  author: String!\n',
    "deprecation_reason": '  writer: String @deprecated(reason: "Use `author`.")\n',
    "item_required": "  adverts: [Advert!]!\n",
    "graphql_fields": '"""An entry of a blog."""\ntype BlogPage ',
    "graphql_description": '"""A button."""\ntype ButtonBlock ',
    "APPS": "\ntype Link {\n",
    "PAGE_INTERFACE": "type BlogPage implements Node & Page & Titled {\n",
    "SNIPPET_INTERFACE": "type Advert implements Node & Snippet {\n",
}


@pytest.fixture(scope="module")
def blog(tmp_path_factory) -> dict:
    """The answers of the hub with the blog to all of `ANSWERS` and the documents below, and its schema."""
    documents = {name: on_both(asked) for name, (asked, _, _) in ANSWERS.items()} | DOCUMENTS
    folder = tmp_path_factory.mktemp("blog") / "hub"
    with hubs.migrated() as made:
        shutil.copytree(made, folder)
    done = manage(folder, "blog_settings", "answer", given=json.dumps(documents))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def on_both(asked: str) -> str:
    return PAGES % ('"/shown-entry/"', asked, '"/hidden-entry/"', asked)


DOCUMENTS = {
    "preview": "{ page(by: {previewToken: $token}) { ... on BlogPage { author seeAlso { title } adverts { name } } } }",
    "list": "{ blogPages { nodes { author advert { url } adverts { name } seeAlso { title ... on NewsPage { date } } relatedUrls "
    "relatedLinks { name page { author } } nextPage { title } introduction { html } image { title } "
    "body { ... on CardBlock { pages { title } image { title } } } } } }",
    "roots": '{ blogPage(slug: "shown-entry") { author } advert(id: "QWR2ZXJ0OjE") { name } '
    'gone: advert(id: "QWR2ZXJ0OjI") { name } '
    "firstAdvert { name } adverts(orderBy: [ID_DESC], first: 1) { nodes { name } totalCount } }",
    "filters": '{ blogPages(where: {author: {startsWith: "ada"}, date: {from: "2017-06-01"}, readers: {lessThan: 8}, '
    'adverts: {url: {eq: "https://shop.example"}}}, orderBy: [DATE_DESC]) { nodes { title } } }',
}


def manage(folder: Path, settings: str, *command: str, given: str = "") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *command],
        cwd=hubs.ROOT,
        env=hubs.environment(folder, DJANGO_SETTINGS_MODULE=f"tests.graphql.newcomer.{settings}"),
        input=given,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_what_works_is_answered_without_what_is_hidden(blog, name):
    _, shown, hidden = ANSWERS[name]
    assert blog["answers"][name] == {"data": {"shown": shown, "hidden": shown if hidden is None else hidden}}


@pytest.mark.parametrize("name", SCHEMA)
def test_what_works_is_in_the_schema(blog, name):
    assert SCHEMA[name] in blog["schema"]


def test_nothing_hidden_is_in_any_public_answer(blog):
    public = {name: answer for name, answer in blog["answers"].items() if name != "preview"}
    assert "ecret" not in json.dumps(public)
    assert "Secret" in json.dumps(blog["answers"]["preview"])  # which shows that there are hidden objects


def test_a_list_takes_as_many_statements_with_few_rows_as_with_many(blog):
    assert blog["few"]["list"] == blog["many"]["list"]


def test_a_preview_has_the_lists_of_the_draft(blog):
    page = blog["answers"]["preview"]["data"]["page"]
    assert page == {"author": "Grace Hopper", "seeAlso": [], "adverts": [{"name": "News"}, {"name": "Secret"}]}


def test_root_fields_are_those_that_the_check_writes_out(blog):
    assert blog["answers"]["roots"]["data"] == {
        "blogPage": {"author": "Ada Lovelace"},
        "firstAdvert": {"name": "News"},
        "adverts": {"nodes": [{"name": "News"}], "totalCount": 1},
        "advert": {"name": "News"},
        "gone": None,
    }


def test_lists_are_filtered_and_sorted_by_what_grapple_declares(blog):
    assert blog["answers"]["filters"]["data"]["blogPages"]["nodes"] == [{"title": "Shown entry"}]


# Refused features: the id and text of the check.

REFUSED = {
    "GraphQLTag": "E006) Entry: “tags” would show tags of hidden objects",
    "GraphQLEmbed": "E006) Entry: “film” would send a request to another site",
    "key": "E006) Entry: “film_id” has an option that does nothing: key.",
    "is_queryset": "E006) Entry: “comments” is a list that may grow",
    "is_paginated_queryset": "E006) Entry: “remarks” is a list that may grow",
    "register_query_field": "E006) Entry: register_query_field adds no root field.",
    "register_paginated_query_field": "E006) Comment: register_paginated_query_field adds no root field.",
    "register_singular_query_field": "E006) Comment: register_singular_query_field adds no root field.",
    "register_graphql_schema": "E006) The root fields of Old are not in the schema",
    "register_field_middleware": "E006) The middleware of the field “pages” never runs",
    "register_schema_query": "E006) The hook register_schema_query is never called",
    "register_schema_mutation": "E006) The hook register_schema_mutation is never called",
    "register_schema_subscription": "E006) The hook register_schema_subscription is never called",
    "GrappleMiddleware": "E006) The setting GRAPHENE['MIDDLEWARE'] has no effect here.",
    "IsAuthenticatedMiddleware": "E006) The middleware of the field “entry” never runs: IsAuthenticatedMiddleware",
    "IsAnonymousMiddleware": "E006) The middleware of the field “firstComment” never runs: IsAnonymousMiddleware",
    "graphql_types": "E006) UnionBlock: has graphql_types",
    "grapple.urls": "E005) The address graphql/ leads to graphene's view",
    "AUTO_CAMELCASE": "E006) The setting GRAPPLE['AUTO_CAMELCASE'] has no effect here.",
    "ALLOWED_IMAGE_FILTERS": "E006) The setting GRAPPLE['ALLOWED_IMAGE_FILTERS'] has no effect here.",
    "EXPOSE_GRAPHIQL": "E006) The setting GRAPPLE['EXPOSE_GRAPHIQL'] has no effect here.",
    "ADD_SEARCH_HIT": "E006) The setting GRAPPLE['ADD_SEARCH_HIT'] has no effect here.",
    "PAGE_SIZE": "E006) The setting GRAPPLE['PAGE_SIZE'] has no effect here.",
    "MAX_PAGE_SIZE": "E006) The setting GRAPPLE['MAX_PAGE_SIZE'] has no effect here.",
    "RICHTEXT_FORMAT": "E006) The setting GRAPPLE['RICHTEXT_FORMAT'] has no effect here.",
    "GRAPPLE_APPS": "E006) The setting GRAPPLE_APPS has no effect here.",
    "GRAPPLE_ADD_SEARCH_HIT": "E006) The setting GRAPPLE_ADD_SEARCH_HIT has no effect here.",
    "GRAPPLE_AUTO_CAMELCASE": "E006) The setting GRAPPLE_AUTO_CAMELCASE has no effect here.",
    "GRAPPLE_EXPOSE_GRAPHIQL": "E006) The setting GRAPPLE_EXPOSE_GRAPHIQL has no effect here.",
    "GRAPPLE_ALLOWED_IMAGE_FILTERS": "E006) The setting GRAPPLE_ALLOWED_IMAGE_FILTERS has no effect here.",
}
# Further refusals in that app.
ALSO = [
    "E001) Silent declares no graphql_fields.",
    "E005) Entry: “locked_by” is for LockableMixin's internal use and not for readers.",
    "E005) Entry: “headline” is for AbstractPage's internal use and not for readers.",
    "E005) Entry: “above” is for Node's internal use and not for readers.",
    "E005) Entry: “author” leads to auth.User, which has no visibility rule.",
    "E005) Entry: “Bookkeeping.draft_title” is for AbstractPage's internal use and not for readers.",
    "E005) RawBlock: “rich” is a rich text, whose links may be hidden.",
    "E005) RawBlock: “page” chooses an object that may be hidden.",
    "E005) RawBlock: “shout” isn't an attribute of RawBlock.",
    "E005) RawBlock: “html” is for StructValue's internal use and not for readers.",
    "E005) The type Everything shows Comment past its graphql_fields.",
    "E006) RawBlock: “Bookkeeping.draft_title” belongs to an interface",
    "E006) Entry: “image” is required, and its target may be hidden.",
    "E006) BareBlock: declares no graphql_fields",
    "E006) Nameless has no “slug”, which every snippet in the API has.",
    "E006) The setting GRAPPLE['APPS'] isn't a list.",
    "E006) The setting GRAPHENE['SCHEMA'] has no effect here.",
    "W001) Entry: “undescribed” has no description.",
]


SHOW_AND_CHECK = """
from django.core.management import call_command
from cms.graphql.schema import print_sdl
print(print_sdl())
call_command("check")
"""


@pytest.fixture(scope="module")
def refused(tmp_path_factory) -> subprocess.CompletedProcess:
    """The schema of a hub with the refused app, and the output of `manage.py check`."""
    return manage(tmp_path_factory.mktemp("refused"), "refused_settings", "shell", "--command", SHOW_AND_CHECK)


@pytest.fixture
def said(refused) -> str:
    assert "SystemCheckError" in refused.stderr
    return refused.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_named_with_what_to_write_instead(said, name):
    assert said.count(f"(cms.{REFUSED[name]}") >= 1
    remark = said.partition(f"(cms.{REFUSED[name]}")[2].partition("\n")
    hint = remark[2].partition("\n")[0]
    assert hint.startswith("\tHINT: ")
    for instead in re.findall(r"`([^`]+)`", TABLE[name][1]):
        assert instead in REFUSED[name] + remark[0] + hint


@pytest.mark.parametrize("words", ALSO)
def test_the_check_names_what_readers_may_not_see(said, words):
    assert f"(cms.{words}" in said


def test_the_check_says_nothing_else(said):
    """So every remark of the app is tested."""
    found = re.findall(r"\(cms\.([EW]\d+\) .*)", said)
    expected = [*REFUSED.values(), *ALSO]
    others = [
        "E006) The middleware of the field “entries” never runs",
        "E006) Nameless has no “name”",
        "E006) UnionBlock: declares no graphql_fields",
    ]
    assert [line for line in found if not line.startswith((*expected, *others))] == []


def test_what_is_refused_is_not_served(refused):
    """Even if the check isn't run."""
    assert "type Entry " in refused.stdout
    for name in ("lockedBy", "draftTitle", "headline", "drafts", "shout", "firstComment", "Bookkeeping"):
        assert not re.search(rf"^(\s*|type ){name}\b[ (:]", refused.stdout, re.M)


# The table


def test_every_documented_name_is_in_the_table_and_tested():
    """Names of a new release are found by reading grapple; a developer then has to decide."""
    decided = dict.fromkeys((*ANSWERS, *SCHEMA), "works") | dict.fromkeys((*REFUSED, "GraphQLMedia"), "refused")
    assert set(decided) == names.documented()
    assert {name: verdict for name, (verdict, _) in TABLE.items()} == decided


def test_media_are_refused_by_grapple_itself():
    assert not apps.is_installed("wagtailmedia")
    assert not hasattr(grapple_models, "GraphQLMedia")


def test_the_table_names_the_hubs_root_field_for_each_of_grapples():
    rows = dict(ROOT_ROW.findall(DOCUMENT.read_text().partition("## Root fields")[2]))
    assert set(rows) == names.root_fields()
    fields = set(get_schema().query_type.fields) | {"__typename", "attachments"}
    assert {word for words in rows.values() for word in re.findall(r"`(\w+)`", words)} <= fields


def test_the_examples_are_lines_of_the_app_that_is_tested():
    folder = hubs.ROOT / "tests" / "graphql" / "newcomer" / "blog"
    lines = {line for path in folder.rglob("*.py") for line in path.read_text().splitlines()}
    examples = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.S)
    written = [line for example in examples for line in example.splitlines() if line and not line.startswith("#")]
    assert [line for line in written if line not in lines] == []
