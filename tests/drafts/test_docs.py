"""The examples of docs/writing.md are run, one after the other, and their answers are real."""

import json
import re
from pathlib import Path

import pytest

from cms.graphql.ids import id_of
from programme.models import NewsPage

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "writing.md"
EXAMPLE = re.compile(r"```graphql\n(.*?)```\n\n```json\n(.*?)```\n\n```json\n(.*?)```", re.S)


def test_the_examples_work_as_they_are_written(tree, program):
    examples = EXAMPLE.findall(GUIDE.read_text())
    assert len(examples) == 4
    for query, variables, expected in examples:
        known = {"NEWS_ID": id_of(tree.news)}
        if page := NewsPage.objects.first():
            known |= {"PAGE_ID": id_of(page), "VERSION": str(page.latest_revision_id)}
        for name, value in known.items():
            variables = variables.replace(f'"{name}"', f'"{value}"')
        answer = program.ask(query, json.loads(variables))
        assert "errors" not in answer, answer
        page = NewsPage.objects.get()
        ids = {str(page.latest_revision_id): "VERSION", **{block["id"]: "BLOCK" for block in page.body.raw_data}}
        shown = json.dumps(answer["data"])
        for value, name in ids.items():
            shown = shown.replace(f'"{value}"', f'"{name}"')
        assert json.loads(shown) == json.loads(expected)
