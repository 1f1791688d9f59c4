"""A preview token opens only its page, only for its editor's view, and only for a limited time."""

import datetime
import json

import pytest
from django.core.signing import TimestampSigner
from django.utils import timezone
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
)
from wagtail_headless_preview.models import PagePreview

from cms.graphql import cache
from cms.graphql.ids import id_of
from cms.pages.previews import SALT, keep_draft
from programme.models import NewsPage
from tests import factories
from tests.graphql.editors import draft_of, person

TITLE = "query ($token: String!) { page(by: {previewToken: $token}) { title } }"


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


@pytest.fixture
def news_editor(tree):
    return person("news-editor", tree.news)


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Published", slug="item")


def error_code(body: dict) -> str:
    (error,) = body["errors"]
    return error["extensions"]["code"]


def refused(gql, token, query=TITLE, **variables):
    body = gql(query, token=token, **variables)
    assert body["data"] == {"page": None}
    assert error_code(body) == "PREVIEW_REFUSED"
    return body["errors"][0]["message"]


@pytest.fixture
def token(news, editor):
    return keep_draft(draft_of(news, title="Draft"), editor)


def test_a_token_runs_out(gql, data, token, settings):
    settings.PREVIEW_TOKEN_MAX_AGE = 60
    assert data(TITLE, token=token)["page"] == {"title": "Draft"}
    settings.PREVIEW_TOKEN_MAX_AGE = -1
    assert "expired" in refused(gql, token)


def test_a_token_lasts_an_hour_if_nothing_is_said(settings):
    assert settings.PREVIEW_TOKEN_MAX_AGE == 3600


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "-", lambda t: "x" + t, lambda t: "", lambda t: "é:1:2", lambda t: t[1:]]
)
def test_a_forged_token_opens_nothing(gql, token, change):
    refused(gql, change(token))


def test_a_signature_for_something_else_opens_nothing(gql, token):
    payload = TimestampSigner(salt=SALT).unsign_object(token)
    refused(gql, TimestampSigner(salt="another use").sign_object(payload, compress=True))


def test_a_token_does_not_open_another_page(gql, tree, token):
    factories.NewsFactory(parent=tree.news, title="Other", slug="other")
    query = "query ($t: String, $path: String!) { route(path: $path, previewToken: $t) { page { title } } }"
    for path in ("/news/other/", "/", "no path", "/news/item/\x01"):
        body = gql(query, t=token, path=path)
        assert (body["data"], error_code(body)) == ({"route": None}, "PREVIEW_REFUSED")


def test_a_new_password_ends_the_editor_s_tokens(gql, token, editor):
    editor.set_password("another-long-password")
    editor.save()
    refused(gql, token)


def test_an_account_switched_off_ends_its_tokens(gql, token, editor):
    editor.is_active = False
    editor.save()
    refused(gql, token)


def test_losing_the_right_to_edit_ends_the_tokens(gql, token, editor):
    GroupPagePermission.objects.all().delete()
    refused(gql, token)


def test_losing_the_admin_ends_the_tokens(gql, token, editor):
    editor.groups.get().permissions.clear()
    refused(gql, token)


def test_a_new_page_is_closed_when_its_parent_is_gone_or_taken_away(gql, tree, editor):
    page = NewsPage(title="New", slug="new", summary="Not saved", owner=editor)
    page.depth, page.path = tree.news.depth + 1, tree.news.path + "0001"
    token = keep_draft(page, editor, editing=True)
    GroupPagePermission.objects.all().delete()
    refused(gql, token)
    tree.news.delete()
    refused(gql, token)


def test_a_deleted_page_is_closed(gql, news, token):
    news.delete()
    refused(gql, token)


def test_a_page_of_another_site_is_not_opened_here(gql, tree, token):
    elsewhere = factories.HomeFactory(parent=Page.objects.get(depth=1), slug="elsewhere")
    Site.objects.update(root_page=elsewhere)
    Site.clear_site_root_paths_cache()
    refused(gql, token)


def test_previews_of_two_editors_do_not_mix(data, tree, news, editor, news_editor):
    mine = keep_draft(draft_of(news, title="Mine"), editor, editing=True)
    theirs = keep_draft(draft_of(news, title="Theirs"), news_editor, editing=True)
    assert data(TITLE, token=mine)["page"]["title"] == "Mine"
    assert data(TITLE, token=theirs)["page"]["title"] == "Theirs"


def test_an_open_preview_follows_the_form_and_a_saved_draft_stays(data, news, editor):
    saved = keep_draft(draft_of(news, title="Saved"), editor)
    typed = keep_draft(draft_of(news, title="Typ"), editor, editing=True)
    keep_draft(draft_of(news, title="Typed"), editor, editing=True)
    assert data(TITLE, token=typed)["page"]["title"] == "Typed"
    assert data(TITLE, token=saved)["page"]["title"] == "Saved"
    assert PagePreview.objects.count() == 2


def test_drafts_are_dropped_when_their_tokens_have_run_out(news, editor):
    keep_draft(draft_of(news, title="Old"), editor)
    PagePreview.objects.update(created_at=datetime.date.today() - datetime.timedelta(days=2))
    keep_draft(draft_of(news, title="New"), editor)
    (kept,) = PagePreview.objects.all()
    assert "New" in kept.content_json


# HTTP


@pytest.fixture
def kept(settings):
    """Answers are kept, as in production."""
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    yield
    cache.answers.forget()


@pytest.fixture(params=["post", "get"])
def ask(request, client, kept):
    def send(token, query=TITLE, **headers):
        if request.param == "get":
            parameters = {"query": query, "variables": json.dumps({"token": token})}
            return client.get("/graphql/", parameters, headers=headers)
        body = json.dumps({"query": query, "variables": {"token": token}})
        return client.post("/graphql/", body, content_type="application/json", headers=headers)

    return send


def test_answers_to_a_token_are_kept_by_nobody(client, ask, token):
    opened, closed, again = ask(token), ask("forged"), ask(token)
    assert opened.json()["data"] == again.json()["data"] == {"page": {"title": "Draft"}}
    for response in (opened, closed, again):
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response
        assert response.cookies == {}
    assert "private" not in client.get("/graphql/", {"query": "{ site { name } }"})["Cache-Control"]


def test_an_answer_is_not_found_again_when_its_token_has_run_out(ask, token, settings):
    """Even if the field with the token is one of several, and the others are public."""
    query = "query ($token: String!) { site { name } page(by: {previewToken: $token}) { title } }"
    assert ask(token, query).json()["data"]["page"] == {"title": "Draft"}
    settings.PREVIEW_TOKEN_MAX_AGE = -1
    for response in (ask(token, query), ask(token, query, if_none_match="*")):
        assert response.status_code == 200
        assert response.json()["data"]["page"] is None
        assert error_code(response.json()) == "PREVIEW_REFUSED"


def test_an_answer_to_no_token_is_kept_like_any_other(client, kept, news, django_assert_num_queries):
    """A frontend may send the same document for readers, without a token."""
    query = "query ($by: PageBy!) { page(by: $by) { title } }"
    parameters = {"query": query, "variables": json.dumps({"by": {"id": id_of(news)}})}
    first = client.get("/graphql/", parameters)
    with django_assert_num_queries(1):
        second = client.get("/graphql/", parameters)
    assert first.content == second.content == b'{"data":{"page":{"title":"Published"}}}'
    assert first["ETag"]


def test_previewing_evicts_nothing(client, kept, news, editor):
    parameters = {"query": "{ news { nodes { title } } }"}
    etag = client.get("/graphql/", parameters)["ETag"]
    keep_draft(draft_of(news, title="Draft"), editor)
    assert client.get("/graphql/", parameters, headers={"If-None-Match": etag}).status_code == 304


def test_tokens_are_not_logged(gql, token, news, monkeypatch, caplog):
    """Not even when something breaks."""
    monkeypatch.setattr(NewsPage, "with_content_json", lambda self, content: 1 / 0)
    body = gql(TITLE, token=token)
    assert error_code(body) == "INTERNAL"
    assert token not in caplog.text
    assert token not in json.dumps(body)


def test_a_token_opens_nothing_on_a_past_day(gql, token):
    query = """query Past($token: String!, $at: String) @asOf(at: $at) { page(by: {previewToken: $token}) { title } }"""
    assert "past day" in refused(gql, token, query, at=timezone.now().isoformat())
