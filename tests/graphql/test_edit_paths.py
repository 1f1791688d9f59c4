"""An answer to a preview says from which form and field each value comes; no other answer does."""

import pytest

from cms.models import PageSource
from cms.pages.previews import keep_draft
from programme.models import NewsPage
from tests import factories
from tests.graphql.editors import draft_of, person

QUERY = """query ($token: String, $path: String!) {
  route(path: $path, previewToken: $token) { page { title path ... on NewsPage {
    summary
    day: date
    sources { title }
    topics { nodes { name } }
    workStreams { nodes { title } }
    body {
      __typename
      ... on RichTextBlock { richText { html } }
      ... on QuoteBlock { quote speaker }
      ... on ImageBlock { image { title } caption }
    }
  } } }
  news { nodes { title } }
}"""


@pytest.fixture
def news(tree):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    body = [
        {"type": "rich_text", "value": {"text": "<p>A paragraph.</p>"}},
        {"type": "image", "value": {"image": factories.ImageFactory().pk, "caption": "A harbour"}},
        {"type": "quote", "value": {"quote": "It helps.", "speaker": "A parent"}},
    ]
    made = factories.NewsFactory(
        parent=tree.news, title="Published", slug="item", body=body, topics=[factories.TopicFactory()]
    )
    made.work_streams.add(stream)
    made.save()
    PageSource.objects.create(page=made, title="The report")
    return made


def ask(client, **variables) -> dict:
    body = {"query": QUERY, "variables": {"path": "/news/item/", **variables}}
    return client.post("/graphql/", body, content_type="application/json").json()


def test_each_value_names_its_field(client, tree, news):
    answer = ask(client, token=keep_draft(draft_of(news, title="Draft"), person("editor", tree.home)))
    draft, *others = answer["extensions"]["sources"]
    blocks = [block.id for block in news.body]
    assert draft == {
        "form": f"/admin/pages/{news.pk}/edit/",
        "fields": {
            "route.page.title": "title",
            "route.page.summary": "summary",
            "route.page.day": "date",
            "route.page.sources": "sources",
            "route.page.sources.0.title": f"sources.{news.sources.get().pk}.title",
            "route.page.topics": "topics",
            "route.page.workStreams": "work_streams",
            "route.page.body": "body",
            "route.page.body.0.__typename": f"body.{blocks[0]}",
            "route.page.body.0.richText": f"body.{blocks[0]}.text",
            "route.page.body.1.__typename": f"body.{blocks[1]}",
            "route.page.body.1.image": f"body.{blocks[1]}.image",
            "route.page.body.1.caption": f"body.{blocks[1]}.caption",
            "route.page.body.2.__typename": f"body.{blocks[2]}",
            "route.page.body.2.quote": f"body.{blocks[2]}.quote",
            "route.page.body.2.speaker": f"body.{blocks[2]}.speaker",
            "news.nodes.0.title": "title",
        },
    }
    stream = news.work_streams.get()
    assert {
        "form": f"/admin/pages/{stream.pk}/edit/",
        "fields": {"route.page.workStreams.nodes.0.title": "title"},
    } in others


def test_a_page_that_was_never_saved_has_no_form(client, tree):
    page = NewsPage(title="New", slug="new", summary="Not saved")
    page.depth, page.path = tree.news.depth + 1, tree.news.path + "0001"
    token = keep_draft(page, person("editor", tree.home), editing=True)
    draft = ask(client, token=token, path="/news/new/")["extensions"]["sources"][0]
    assert draft["form"] is None
    assert draft["fields"]["route.page.title"] == "title"


def test_no_other_answer_says_so(client, tree, news):
    assert "extensions" not in ask(client)
    assert "extensions" not in ask(client, token="wrong")


def test_a_frontend_may_load_the_script(client):
    response = client.get("/static/hub-preview/preview.js")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert b"startPreview" in b"".join(response.streaming_content)
