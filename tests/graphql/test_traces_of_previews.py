"""Nothing of the preview is in what the public gets: no source, mark or script of it, in no answer and on no page."""

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.pages import preview_links
from cms.pages.previews import keep_draft
from programme.models import NewsPage
from tests.graphql import plenty
from tests.graphql.test_budgets import BUDGETS, DOCUMENTS, variables_of
from tests.site.test_hidden import addresses

# Attributes and messages of the two scripts, their files, sources in an answer, and the characters of marks in texts.
TRACE = re.compile(
    r'data-edit|data-hub|hubEdit|hub-preview|preview-f(?:orm|rame)|"sources": ?\[\{"form"|[\u2061-\u2064]'
)


def traces(answer) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return TRACE.findall(body.decode(errors="replace"))


def ask(name: str, variables: dict, headers: dict[str, str] | None = None):
    body = {"query": DOCUMENTS[name], "variables": variables}
    return Client().post("/graphql/", body, content_type="application/json", headers=headers or {})


def by_link(variables: dict) -> dict:
    """Return a document's variables with the token that a preview link makes, in the place of an editor's."""
    if "token" not in variables:
        return variables
    page = NewsPage.objects.get(slug=BUDGETS["queries.preview"].variables["token"])
    user = get_user_model().objects.get(username="editor")
    later = timezone.now() + datetime.timedelta(days=1)
    link, _ = preview_links.make(page, name="Ann", email="", expires_at=later, mode="", user=user)
    return variables | {"token": preview_links.frontend_token(link)}


@pytest.mark.long
def test_no_public_page_has_any(tree, client, settings, secret_sites):
    """In the normal run `site/test_edit_marks.py` looks at one."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        site = secret_sites.of("drafts", tree, ("draft",))
    found = addresses(site)
    assert len(found) > 50
    assert {address: seen for address in found if (seen := traces(client.get(address)))} == {}


def test_no_answer_of_any_document_has_any(tree, headers_for, scoped):
    plenty.add(tree, 1)
    for headers in ({}, scoped):
        for name, document in DOCUMENTS.items():
            answer = ask(name, by_link(variables_of(name)), headers)
            # In a perspective nothing is written.
            allowed = {200, 405} if document.startswith("mutation") else {200}
            assert answer.status_code in allowed, name
            assert (traces(answer), answer.json().get("extensions")) == ([], None), name


def test_a_page_behind_a_preview_link_has_none(tree, client):
    news = plenty_of_news(tree)
    editor = get_user_model().objects.create_superuser("editor", password="x")
    later = timezone.now() + datetime.timedelta(days=1)
    _, token = preview_links.make(news, name="Ann", email="", expires_at=later, mode="", user=editor)
    answer = client.get(f"/preview-link/{token}/")
    assert (answer.status_code, traces(answer)) == (200, [])


def test_what_an_editor_gets_has_them(tree, rf):
    """So the tests above would find any."""
    news = plenty_of_news(tree)
    assert traces(ask("queries.preview", variables_of("queries.preview"))) == ['"sources":[{"form"']
    editor = get_user_model().objects.get(username="editor")
    assert ask("queries.preview", {"token": keep_draft(news, editor)}).json()["extensions"]["sources"]
    panel = {"in_preview_panel": True, "is_editing": True}
    shown = traces(news.make_preview_request(rf.get("/"), "", panel))
    assert {"data-edit", "preview-frame"} <= set(shown)
    mark = "\u2064\u2063\u2062\u2061"
    assert TRACE.search(f"A text{mark}")


def plenty_of_news(tree) -> NewsPage:
    plenty.add(tree, 1)
    return NewsPage.objects.get(slug=BUDGETS["queries.preview"].variables["token"])
