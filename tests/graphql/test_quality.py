"""Writing quality in the API: of the published version, and of a draft only in its editor's preview."""

import pytest
from django.contrib.auth import get_user_model

from cms.graphql.ids import block_id, id_of
from cms.models import Writing
from cms.pages.previews import keep_draft
from cms.quality.records import look_at_revisions
from tests import factories

PAGE = """query Q($path: String!) {
  page(by: {path: $path}) { quality { readingAge wordCount findings { code severity message quote field blockId } } }
}"""
DRAFT = """query Q($token: String!) { page(by: {previewToken: $token}) { quality { wordCount findings { code } } } }"""


def block(html: str) -> dict:
    return {"type": "rich_text", "value": {"text": html}, "id": "5b9f8d9c-7a2c-4b1f-9f1e-0c6f7f7f0001"}


@pytest.fixture
def news(tree):
    page = factories.NewsFactory(parent=tree.news, slug="one", summary="Short.", body=[block("<p>On 12/03/2018.</p>")])
    page.save_revision().publish()
    return page


def quality(data) -> dict:
    return data(PAGE, path="/news/one/")["page"]["quality"]


def codes(answer: dict) -> list[str]:
    return [finding["code"] for finding in answer["findings"]]


def test_what_was_found_is_told_with_its_place(data, news):
    answer = quality(data)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["severity"], finding["field"]) == ("DATE_NUMERIC", "WARNING", "body")
    assert "12 March 2018" in finding["message"]
    assert finding["blockId"] == block_id(id_of(news), "5b9f8d9c-7a2c-4b1f-9f1e-0c6f7f7f0001")
    assert answer["readingAge"] is None


def test_nothing_of_a_draft_is_told(data, news):
    news.body = [block("<p>PLEASE NOTE: secret! See https://example.org/secret.</p>")]
    news.save_revision()
    assert codes(quality(data)) == ["DATE_NUMERIC"]


def test_a_preview_tells_of_the_draft(data, news):
    news.body = [block("<p>Loud!</p>")]
    token = keep_draft(news, get_user_model().objects.create_superuser("editor"))
    assert codes(data(DRAFT, token=token)["page"]["quality"]) == ["EXCLAMATION"]


def test_pictures_are_not_quoted(data, news):
    news.image = factories.ImageFactory(title="Secret", description="secret-house.jpg")
    news.save_revision().publish()
    assert "ALT_FILE_NAME" in codes(quality(data))
    assert "secret" not in str(quality(data))


def test_what_nobody_has_looked_at_is_null_until_the_worker_has(data, news, settings):
    settings.GRAPHQL_CACHE = True
    Writing.objects.all().delete()
    assert quality(data) is None
    while look_at_revisions(lambda: False):
        pass
    assert codes(quality(data)) == ["DATE_NUMERIC"]
