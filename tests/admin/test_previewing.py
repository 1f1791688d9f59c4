"""Targets of an editor's preview: the hub's own page, or the configured frontend."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from wagtail_headless_preview.models import PagePreview

from cms.pages.previews import open_draft
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url, filled_in

FRONTEND = "https://front.example.org/preview"


@pytest.fixture
def frontend(settings):
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": FRONTEND}, "ENFORCE_TRAILING_SLASH": False}


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Published")


def preview(client, form_url: str, preview_url: str, mode: str, **values):
    """Send the form to the preview as the panel does, and open the preview in a mode."""
    assert client.post(preview_url, filled_in(client, form_url, **values)).json()["is_valid"]
    return client.get(preview_url, {"mode": mode, "in_preview_panel": "true"})


def token_in(response) -> str:
    assert response.status_code == 302
    assert response.url.startswith(f"{FRONTEND}?")
    return parse_qs(urlsplit(response.url).query)["token"][0]


def test_without_a_frontend_there_is_the_hub_s_page_alone(editor, news):
    assert len(news.preview_modes) == 1
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[news.pk])
    for mode in ("", "frontend"):
        response = preview(editor, edit_url(news), url, mode, title="Typed")
        assert response.status_code == 200
        assert "Typed" in response.content.decode()
    assert not PagePreview.objects.exists()


def test_the_panel_offers_the_frontend_first_and_the_hub_s_page(editor, news, frontend):
    content = editor.get(edit_url(news)).content.decode()
    assert '<option value="frontend" selected>Website (frontend)</option>' in content
    assert '<option value="">Hub page</option>' in content
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[news.pk])
    response = preview(editor, edit_url(news), url, "", title="Typed")
    assert response.status_code == 200
    assert "Typed" in response.content.decode()


def test_the_frontend_gets_a_token_for_what_is_typed(editor, news, frontend):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[news.pk])
    response = preview(editor, edit_url(news), url, "frontend", title="Typed")
    draft = open_draft(token_in(response))
    assert (draft.page.pk, draft.page.title) == (news.pk, "Typed")
    assert parse_qs(urlsplit(response.url).query)["content_type"] == ["programme.newspage"]
    # The token must not be passed on, and no cache may keep the redirect.
    assert response["Referrer-Policy"] == "no-referrer"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_the_frontend_gets_a_token_for_a_page_that_was_never_saved(editor, stream, frontend):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["programme", "newspage", stream.pk])
    response = preview(editor, add_url(NewsPage, stream), url, "frontend", title="New", slug="new", summary="In short")
    draft = open_draft(token_in(response))
    assert (draft.page.title, draft.page.url_path) == ("New", f"{stream.url_path}new/")
    # Created under a stream, it belongs to it even before it is saved.
    assert [chosen.pk for chosen in draft.page.work_streams.all()] == [stream.pk]
    assert not NewsPage.objects.exists()


def test_view_draft_opens_the_saved_draft_in_the_frontend(editor, news, frontend):
    news.title = "Saved draft"
    news.save_revision()
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[news.pk]))
    assert open_draft(token_in(response)).page.title == "Saved draft"


def test_the_root_of_all_pages_has_no_draft_to_look_at(tree, admin_client):
    assert admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[1])).status_code in (302, 403, 404)
