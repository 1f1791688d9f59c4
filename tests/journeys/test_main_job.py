"""The hub's main job: an editor changes something in the admin, and the next request shows it."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from programme.models import NewsPage, WorkStreamPage


@pytest.fixture
def editor(own_content, client, settings):
    """An administrator in the admin of the hub as `make run` starts it."""
    settings.BASE_URL = "http://localhost"
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    return client


def ask(client, query: str) -> dict:
    response = client.post("/graphql/", json.dumps({"query": query}), content_type="application/json")
    body = response.json()
    assert "errors" not in body, body
    return body["data"]


def test_news_created_under_a_stream_is_in_the_next_answer_and_on_the_page(editor, client):
    stream = WorkStreamPage.objects.get(slug="neglect")
    query = """{ workStream(slug: "neglect") { news(first: 1) { totalCount nodes { title path summary
        body { ... on RichTextBlock { richText { plainText } } } } } } }"""
    before = ask(client, query)["workStream"]["news"]["totalCount"]
    body = streamfield([("rich_text", nested_form_data({"text": rich_text("<p>It went well.</p>")}))])
    form = nested_form_data(
        {
            "title": "A day in Dundee",
            "slug": "a-day-in-dundee",
            "date": "2026-01-31",
            "kind": "update",
            "summary": "What we saw.",
            "body": body,
            "sources": inline_formset([]),
            "action-publish": "publish",
        }
    )
    url = reverse("wagtailadmin_pages:add", args=["programme", "newspage", stream.pk])
    response = editor.post(url, form)
    assert response.status_code == 302, response.context["form"].errors

    answer = ask(client, query)["workStream"]["news"]
    assert answer == {
        "totalCount": before + 1,
        "nodes": [
            {
                "title": "A day in Dundee",
                "path": "/work-streams/neglect/a-day-in-dundee/",
                "summary": "What we saw.",
                "body": [{"richText": {"plainText": "It went well."}}],
            }
        ],
    }
    client.logout()
    page = client.get("/work-streams/neglect/a-day-in-dundee/").content.decode()
    assert "A day in Dundee" in page
    assert "It went well." in page
    assert "A day in Dundee" in client.get("/work-streams/neglect/").content.decode()


def test_a_draft_changes_nothing_that_readers_see(editor, client):
    news = NewsPage.objects.first()
    news.title = "Not yet"
    news.save_revision()
    assert "Not yet" not in json.dumps(ask(client, "{ news(first: 100) { nodes { title } } }"))
    client.logout()
    assert "Not yet" not in client.get(news.url).content.decode()


def test_unpublishing_takes_a_page_away_at_once(editor, client):
    news = NewsPage.objects.first()
    query = f'{{ route(path: "{news.url}") {{ page {{ title }} }} }}'
    assert ask(client, query)["route"]["page"]["title"] == news.title
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[news.pk]))
    assert not Page.objects.get(pk=news.pk).live
    assert ask(client, query)["route"] is None
    client.logout()
    assert client.get(news.url).status_code == 404


def test_every_page_of_the_programme_opens(editor, client):
    client.logout()
    paths = ["/" + page.url_path.split("/", 2)[2] for page in Page.objects.filter(depth__gt=1)]
    assert len(paths) > 90
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
