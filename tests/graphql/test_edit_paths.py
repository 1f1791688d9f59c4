"""An answer to a preview says from which form and field each value comes; no other answer does."""

import pytest

from cms.graphql.edit_paths import texts_of
from cms.models import HubImage, PageSource
from cms.pages.previews import keep_draft
from cms.signposts.models import Signpost
from programme.models import Membership, NewsPage, PublicationPage
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
        # No date, name of a type or path: those are compared, and lead somewhere.
        "texts": [
            "route.page.title",
            "route.page.summary",
            "route.page.sources.0.title",
            "route.page.topics.nodes.0.name",
            "route.page.body.0.richText.html",
            "route.page.body.1.image.title",
            "route.page.body.1.caption",
            "route.page.body.2.quote",
            "route.page.body.2.speaker",
            "news.nodes.0.title",
        ],
    }
    stream = news.work_streams.get()
    assert {
        "form": f"/admin/pages/{stream.pk}/edit/",
        "fields": {"route.page.workStreams.nodes.0.title": "title"},
        "texts": ["route.page.workStreams.nodes.0.title"],
    } in others


PARTS = """query ($token: String, $path: String!) {
  route(path: $path, previewToken: $token) { page { __typename
    ... on KeyMessagePage { agreedWording { text statements { text } source sourceAddress approvedBy since sincePrecision } }
    ... on PublicationPage { citation datePrecision }
    ... on GroupPage { members { start startPrecision } }
  } }
}"""


def sources_of_parts(client, page, editor) -> dict:
    body = {"query": PARTS, "variables": {"path": page.get_url(), "token": keep_draft(draft_of(page), editor)}}
    answer = client.post("/graphql/", body, content_type="application/json").json()
    return answer["extensions"]["sources"][0]


def test_parts_of_a_page_name_the_fields_that_they_show(client, tree):
    """Agreed wording is an object of its own in the answer, a citation may be made by the hub, a precision has no field."""
    message = factories.KeyMessageFactory(
        parent=tree.messages, agreed_text="Nobody is left out.", agreed_source="Update 8", agreed_since="2017-05-01"
    )
    found = sources_of_parts(client, message, person("editor", tree.home))
    assert found["fields"] == {
        "route.page.agreedWording": "agreed_text",
        "route.page.agreedWording.text": "agreed_text",
        "route.page.agreedWording.statements": "agreed_text",
        "route.page.agreedWording.source": "agreed_source",
        "route.page.agreedWording.sourceAddress": "agreed_source_address",
        "route.page.agreedWording.approvedBy": "agreed_by",
        "route.page.agreedWording.since": "agreed_since",
        "route.page.agreedWording.sincePrecision": "agreed_since",
    }
    assert found["texts"] == ["route.page.agreedWording.text", "route.page.agreedWording.source"]
    publication = factories.PublicationFactory(parent=tree.publications)
    found = sources_of_parts(client, publication, person("second", tree.home))
    assert found["fields"] == {"route.page.citation": "citation", "route.page.datePrecision": "date"}
    group = factories.GroupFactory(parent=tree.groups)
    member = Membership.objects.create(page=group, name="Ada", start="2017-05-01")
    found = sources_of_parts(client, group, person("third", tree.home))
    assert found["fields"] == {
        "route.page.members": "members",
        "route.page.members.0.start": f"members.{member.pk}.start",
        "route.page.members.0.startPrecision": f"members.{member.pk}.start",
    }


def test_an_address_a_code_and_what_the_hub_wrote_are_no_texts():
    assert {"path", "slug", "url", "isbn"}.isdisjoint(texts_of(PublicationPage))
    assert {"title", "summary", "citation"} <= texts_of(PublicationPage)
    assert {"telephone", "email", "slug", "source"}.isdisjoint(texts_of(Signpost))
    assert {"title", "credit", "alt"} <= texts_of(HubImage)
    assert "blurDataUrl" not in texts_of(HubImage)


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
