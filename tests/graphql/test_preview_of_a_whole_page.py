"""The fields of every page on a draft: address, language, list of contents, SEO, pictures."""

import json

import pytest

from cms.pages.previews import keep_draft
from programme.models import Attachment, NewsPage
from tests import factories
from tests.graphql.editors import draft_of, person


@pytest.fixture
def editor(tree):
    return person("editor", tree.home)


def test_headings_seo_and_pictures_are_those_of_the_draft(data, tree, editor, settings):
    image = factories.ImageFactory(description="A teal square")
    image.make_renditions()
    news = factories.NewsFactory(parent=tree.news, title="Published", slug="item")
    heading = ("heading", {"text": "Same words", "level": "h2"})
    draft = draft_of(news, title="Draft", slug="renamed", summary="In short", image=image, body=[heading, heading])
    query = """query ($token: String!) { page(by: {previewToken: $token}) {
      url locale { code } headings { text anchor }
      seo { canonical title description jsonLd openGraph { image { alt } } }
      ... on NewsPage { body { ... on HeadingBlock { anchor } }
        image { picture(preset: CARD) { alt fallback { width } } } } } }"""
    page = data(query, token=keep_draft(draft, editor))["page"]
    assert page["url"] == page["seo"]["canonical"] == f"{settings.BASE_URL}/news/renamed/"
    assert page["locale"] == {"code": "EN"}
    assert [entry["anchor"] for entry in page["headings"]] == ["same-words", "same-words-2"]
    assert page["body"] == [{"anchor": "same-words"}, {"anchor": "same-words-2"}]
    assert (page["seo"]["title"], page["seo"]["description"]) == ("Draft", "In short")
    assert page["seo"]["openGraph"]["image"] == {"alt": "A teal square"}
    assert page["image"]["picture"]["alt"] == "A teal square"
    thing, trail = json.loads(page["seo"]["jsonLd"])["@graph"]
    assert (thing["name"], thing["description"]) == ("Draft", "In short")
    assert [item["name"] for item in trail["itemListElement"]] == ["Home", "News", "Draft"]


def test_the_documents_told_to_search_engines_are_those_of_the_draft(data, tree, editor):
    publication = factories.PublicationFactory(parent=tree.publications)
    Attachment.objects.create(page=publication, document=factories.DocumentFactory(), title="Dropped", sort_order=0)
    draft = draft_of(publication)
    draft.attachments = [Attachment(document=factories.DocumentFactory(), title="Added", sort_order=0)]
    query = "query ($token: String!) { page(by: {previewToken: $token}) { seo { jsonLd } } }"
    told = json.loads(data(query, token=keep_draft(draft, editor))["page"]["seo"]["jsonLd"])["@graph"][0]
    assert [file["name"] for file in told["encoding"]] == ["Added"]


@pytest.fixture
def translated(tree, gaelic) -> NewsPage:
    """Return a news item in Gaelic that was never published, under a public page."""
    first = factories.NewsFactory(parent=tree.news, title="First", slug="first")
    factories.translate(tree.news, gaelic, title="Naidheachdan", slug="naidheachdan").save_revision().publish()
    page = factories.translate(first, gaelic, title="A' chiad", slug="a-chiad")
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def translator(translated):
    return person("translator", translated.get_parent())


def test_a_draft_in_another_language_stands_under_that_language(data, translated, translator):
    query = """query ($token: String, $path: String!, $locales: [LocaleCode!]) {
      route(path: $path, locales: $locales, previewToken: $token) { page {
        title path locale { code } parent { path } ancestors { nodes { path } } translations { path }
        translation(locales: [PL, EN]) { title } } } }"""
    token = keep_draft(draft_of(translated, title="Dreachd", slug="a-chiad"), translator)
    # The token decides; `locales` are for readers.
    answer = data(query, token=token, path="/gd/naidheachdan/a-chiad/", locales=["EN"])
    assert answer["route"]["page"] == {
        "title": "Dreachd",
        "path": "/gd/naidheachdan/a-chiad/",
        "locale": {"code": "GD"},
        "parent": {"path": "/gd/naidheachdan/"},
        "ancestors": {"nodes": [{"path": "/gd/"}, {"path": "/gd/naidheachdan/"}]},
        "translations": [{"path": "/news/first/"}],
        "translation": {"title": "First"},
    }


def test_a_page_that_was_never_saved_has_the_language_of_the_page_above(data, translated, translator):
    parent = translated.get_parent()
    page = NewsPage(title="Ùr", slug="ur", summary="Not saved", owner=translator)
    page.depth, page.path = parent.depth + 1, parent.path + "0009"
    query = (
        "query ($token: String!) { page(by: {previewToken: $token}) { path locale { code } translations { path } } }"
    )
    assert data(query, token=keep_draft(page, translator, editing=True))["page"] == {
        "path": "/gd/naidheachdan/ur/",
        "locale": {"code": "GD"},
        "translations": [],
    }
