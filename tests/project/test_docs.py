"""Examples in the documents are run, and their answers are real.

After a change that alters an answer on purpose, `HUB_WRITE_DOCS=1 make test ARGS=tests/project/test_docs.py` writes the
new answers into the documents; read the diff before you commit it.
"""

import io
import json
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from cms.graphql import documents
from cms.media.pictures import make_missing
from cms.pages.previews import keep_draft
from programme.models import NewsPage, WorkStreamPage
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
QUERIES = ROOT / "tests" / "queries"
EXAMPLES = ROOT / "tests" / "clients" / "examples"
EXAMPLE = re.compile(
    r"<!-- query: (?P<name>[\w.]+) ?(?P<variables>\{.*?\})? -->\n(?:\n```graphql\n.*?```\n\n```json\n.*?```\n)?", re.S
)
FILE = re.compile(r"<!-- file: (?P<path>[\w./-]+) -->\n(?:\n```\w+\n.*?\n```\n)?", re.S)
ADDRESS = re.compile(r"<!-- address: (?P<address>\S+) -->\n(?:\n```\w+\n.*?\n```\n)?", re.S)
PAGE_ID = re.compile(r'"UGFnZTo\w+"')
EDITED = re.compile(r"/pages/\d+/edit/")
GUIDES = sorted((ROOT / "docs").glob("*.md"))


@pytest.fixture
def ask(own_content, client, settings):
    """Query a hub with the programme's content, as after `make run`, one picture and two redirects."""
    settings.BASE_URL = "http://127.0.0.1:8000"
    add_picture(NewsPage.objects.get(slug="age-assessment-guidance"))
    Redirect.objects.create(old_path="/neglect", redirect_page=WorkStreamPage.objects.get(slug="neglect"))
    Redirect.objects.create(old_path="/survey", redirect_link="https://example.org/survey", is_permanent=False)

    def send(query: str, variables: str | None = None) -> str:
        values = json.loads(variables or "{}")
        if "token" in values:
            values["token"] = token_of_a_draft()
        body = {"query": query, "variables": values}
        response = client.post("/graphql/", json.dumps(body), content_type="application/json")
        body = response.json()
        assert "errors" not in body, body
        return json.dumps(body, indent=2, ensure_ascii=False)

    return send


def add_picture(page: NewsPage) -> None:
    """Give the page a picture with all the files that the worker makes."""
    made = io.BytesIO()
    Image.new("RGB", (1400, 900), "teal").save(made, "JPEG")
    picture = factories.ImageFactory(
        pk=12,  # it is in signed addresses
        file=ContentFile(made.getvalue(), name="guidance.jpg"),
        description="A colleague reads the guidance.",
    )
    picture.make_renditions()
    make_missing(picture)
    NewsPage.objects.filter(pk=page.pk).update(image=picture)


def token_of_a_draft() -> str:
    """Return the token for an editor's unsaved news item."""
    page = NewsPage.objects.get(slug="age-assessment-guidance")
    page.summary = "What an editor is typing."
    return keep_draft(page, get_user_model().objects.create_superuser("editor"))


def test_examples_of_the_api_are_files_with_their_real_answers(ask):
    def example(match: re.Match) -> str:
        query, variables = (QUERIES / match["name"]).read_text(), match["variables"]
        named = f"{match['name']} {variables}" if variables else match["name"]
        # The numbers of the pages with an id or an address in the admin are the database's choice.
        answer = EDITED.sub("/pages/28/edit/", PAGE_ID.sub('"UGFnZTo0OQ"', ask(query, variables)))
        return f"<!-- query: {named} -->\n\n```graphql\n{query}```\n\n```json\n{answer}\n```\n"

    guides = [path for path in GUIDES if EXAMPLE.search(path.read_text())]
    assert {path.name for path in guides} == {"content.md", "graphql.md"}
    for path in guides:
        check(path, EXAMPLE, example)


def test_examples_of_frontends_are_files():
    """`tests/clients` checks their types and answers."""

    def example(match: re.Match) -> str:
        path = ROOT / match["path"]
        language = LANGUAGES[path.suffix]
        return f"<!-- file: {match['path']} -->\n\n```{language}\n{path.read_text()}```\n"

    guides = [path for path in sorted((ROOT / "docs").rglob("*.md")) if FILE.search(path.read_text())]
    names = {path.name for path in guides}
    assert names == {"first-page.md", "frontends.md", "lists-as-feeds.md", "rich-text.md", "webhooks.md"}
    for path in guides:
        check(path, FILE, example)


LANGUAGES = {
    ".astro": "astro",
    ".graphql": "graphql",
    ".html": "html",
    ".json": "json",
    ".mjs": "js",
    ".ts": "ts",
    ".tsx": "tsx",
}


def test_examples_of_feeds_are_real(ask, client, settings):
    settings.GRAPHQL_DOCUMENTS = [EXAMPLES]
    documents.stored_files.cache_clear()
    documents.stored_documents.cache_clear()

    def example(match: re.Match) -> str:
        address, _, variables = match["address"].partition("?variables=")
        feed = json.dumps(client.get(address, {"variables": variables}).json(), indent=2, ensure_ascii=False)
        # Numbers are the database's choice, in ids and in cursors.
        feed = re.sub(r'("id": "|after%22%3A%22)\w+', r"\1…", feed)
        return f"<!-- address: {match['address']} -->\n\n```json\n{feed}\n```\n"

    check(ROOT / "docs" / "lists-as-feeds.md", ADDRESS, example)
    documents.stored_files.cache_clear()
    documents.stored_documents.cache_clear()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_graphql_in_a_guide_is_an_example(path):
    """So no example is out of date."""
    text = path.read_text()
    files = [match["path"] for match in FILE.finditer(text) if match["path"].endswith(".graphql")]
    # Run by tests of their own: `tests/drafts/test_docs.py`, `tests/measures/surveys/test_survey_api.py`.
    if path.name in ("writing.md", "measures.md"):
        return
    assert text.count("```graphql\n") == len(EXAMPLE.findall(text)) + len(files)


def test_the_table_of_page_types_has_each_with_fields_and_documents_that_exist():
    from graphql import GraphQLObjectType

    from cms.graphql.schema import get_schema

    schema = get_schema()
    pages = {kind.name for kind in schema.get_implementations(schema.type_map["Page"]).objects}
    named = set()
    for row in re.findall(r"^\| (`\w+Page`.*)$", (ROOT / "docs" / "frontends.md").read_text(), re.M):
        kinds, fields, document = (re.findall(r"`([\w.]+)`", cell) for cell in row.split("|")[:3])
        known = set(schema.query_type.fields)
        for kind in kinds:
            assert isinstance(schema.type_map[kind], GraphQLObjectType)
            known |= set(schema.type_map[kind].fields)
        assert set(fields) <= known, row
        files = [name for name in document if name.endswith(".graphql")]
        assert all((QUERIES / name).exists() or (EXAMPLES / name).exists() for name in files), row
        named |= set(kinds)
    assert pages - named == {name for name in pages if name.endswith("IndexPage")}


def test_the_tables_of_parts_have_every_block_and_fit_the_schema():
    from graphql import parse, validate

    from cms.graphql.schema import get_schema

    text = (ROOT / "docs" / "frontends.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`|]* [^`|]*)`", text, re.M))
    schema = get_schema()
    blocks = {kind.name for kind in schema.get_possible_types(schema.type_map["Block"])}
    assert blocks - rows.keys() == {"IssueItemBlock"}, "it is an item of a section"
    wrong = []
    for name, parts in rows.items():
        found = validate(schema, parse(f"{{ node(id: 1) {{ ... on {name} {{ {parts} }} }} }}"))
        # `node` finds neither blocks nor all interfaces.
        wrong += [f"{name}: {error.message}" for error in found if "can never be of type" not in error.message]
    assert wrong == []


def test_the_first_query_of_the_readme_gives_the_answer_shown(ask):
    path = ROOT / "README.md"
    shown = json.loads(re.search(r"<<'JSON'\n(.*?)\nJSON", path.read_text(), re.S).group(1))
    answer = re.compile(r"<!-- answer -->\n```json\n.*?```\n", re.S)
    check(path, answer, lambda match: f"<!-- answer -->\n```json\n{ask(shown['query'])}\n```\n")


def check(path: Path, pattern: re.Pattern, replacement) -> None:
    text = path.read_text()
    true, number = pattern.subn(replacement, text)
    assert number > 0
    if os.environ.get("HUB_WRITE_DOCS"):
        path.write_text(true)
    assert path.read_text() == true


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.graphql")), ids=lambda path: path.stem)
def test_every_query_fits_the_schema(path):
    from graphql import parse, validate

    from cms.graphql.schema import get_schema

    assert validate(get_schema(), parse(path.read_text())) == []
