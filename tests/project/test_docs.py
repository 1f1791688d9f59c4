"""Examples in the documents are run, and their answers are real.

After a change that alters an answer on purpose, `HUB_WRITE_DOCS=1 make test ARGS=tests/project/test_docs.py` writes the new
answers into the documents; read the difference before you commit it.
"""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
QUERIES = ROOT / "tests" / "queries"
EXAMPLE = re.compile(r"<!-- query: (?P<name>[\w.]+) -->\n(?:\n```graphql\n.*?```\n\n```json\n.*?```\n)?", re.S)


@pytest.fixture
def ask(db, client, settings):
    """Ask the hub with the programme's content, as a newcomer sees it after `make run`."""
    settings.BASE_URL = "http://127.0.0.1:8000"
    call_command("load_programme", verbosity=0)

    def send(query: str) -> str:
        response = client.post("/graphql/", json.dumps({"query": query}), content_type="application/json")
        body = response.json()
        assert "errors" not in body, body
        return json.dumps(body, indent=2, ensure_ascii=False)

    return send


def test_examples_of_the_api_are_files_with_their_real_answers(ask):
    def example(match: re.Match) -> str:
        query = (QUERIES / match["name"]).read_text()
        return f"<!-- query: {match['name']} -->\n\n```graphql\n{query}```\n\n```json\n{ask(query)}\n```\n"

    check(ROOT / "docs" / "graphql.md", EXAMPLE, example)


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
