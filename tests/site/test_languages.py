"""Public pages in two languages: the language of each part, links to translations, lists in one language."""

import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.apps import apps
from django.db.models import CharField, TextField
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from cms.pages.models import TranslatedTexts
from programme.models import NewsPage
from tests import factories
from tests.project.test_hub_words import CATALOGUES, messages

from . import urls_in_languages

GAELIC, ENGLISH = "/gd/naidheachdan/a-chiad/", "/news/first/"


@pytest.fixture
def several(settings, tree, gaelic) -> None:
    """The public pages of a hub in several languages."""
    settings.ROOT_URLCONF = urls_in_languages.__name__


@pytest.fixture
def first(tree) -> NewsPage:
    return factories.NewsFactory(parent=tree.news, title="First", slug="first", date="2017-06-22")


@pytest.fixture
def translated(several, tree, gaelic, first) -> NewsPage:
    """The public Gaelic translation of the first item."""
    factories.translate(tree.news, gaelic, title="Naidheachdan", slug="naidheachdan").save_revision().publish()
    page = factories.translate(first, gaelic, title="A’ chiad", slug="a-chiad")
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def test_a_page_names_its_language_and_those_of_its_parts(translated, client):
    page = html(client, GAELIC)
    assert '<html lang="gd">' in page
    assert '<div class="ds_page__top" lang="en-GB">' in page
    assert '<div class="ds_page__bottom" lang="en-GB">' in page
    assert '<span lang="en-GB">Skip to main content</span>' in page
    assert '<span lang="gd">Dhachaigh</span>' in page, "Django gives the word."
    assert "22 An t-Ògmhios 2017" in page or "Ògmhios 2017" in page
    assert 'href="/gd/naidheachdan/" lang="gd"' in page, "The menu leads to the translation."
    assert '<meta property="og:locale" content="gd">' in page
    page = html(client, ENGLISH)
    assert '<html lang="en-GB">' in page
    assert page.count(" lang=") == 3, "The page, and two names in the language switch."


def test_a_page_links_to_its_translations(translated, client):
    for path in (GAELIC, ENGLISH):
        page = html(client, path)
        assert f'<link rel="alternate" hreflang="gd" href="http://localhost{GAELIC}">' in page
        assert f'<link rel="alternate" hreflang="en" href="http://localhost{ENGLISH}">' in page
        assert f'<link rel="alternate" hreflang="x-default" href="http://localhost{ENGLISH}">' in page
    assert f'<a href="{GAELIC}" hreflang="gd">Gàidhlig</a>' in html(client, ENGLISH)
    assert f'<a href="{ENGLISH}" hreflang="en">English</a>' in html(client, GAELIC)


@pytest.mark.parametrize("how", ["draft", "restricted", "under a draft"])
def test_a_hidden_translation_is_not_offered(translated, client, how):
    if how == "restricted":
        PageViewRestriction.objects.create(page=translated, restriction_type="login")
    else:
        page = translated if how == "draft" else translated.get_parent().specific
        page.unpublish()
    page = html(client, ENGLISH)
    assert "hreflang" not in page and "Gàidhlig" not in page and "chiad" not in page


def test_an_alias_is_no_translation(several, tree, gaelic, first, client):
    first.copy_for_translation(gaelic, copy_parents=True, alias=True)
    page = html(client, "/gd/news/first/")
    assert '<html lang="en-GB">' in page
    assert f'<link rel="canonical" href="http://localhost{ENGLISH}">' in page
    assert "hreflang" not in html(client, ENGLISH)


def test_a_list_holds_pages_in_its_language(translated, client):
    assert "chiad" not in html(client, "/news/") and "chiad" not in html(client, "/")
    page = html(client, "/gd/naidheachdan/")
    assert "A’ chiad" in page and ">First<" not in page


def test_feeds_and_figures_count_a_page_once(translated, client):
    feed = client.get("/feeds/news.atom").content.decode()
    assert feed.count("<entry>") == 1 and "chiad" not in feed


def test_a_stream_has_its_commitments_in_every_language(several, tree, gaelic, client):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    factories.CommitmentFactory(parent=stream, number=7)
    factories.translate(tree.streams, gaelic).save_revision().publish()
    factories.translate(stream, gaelic, title="Dearmad").save_revision().publish()
    page = html(client, f"/gd/{tree.streams.slug}/{stream.slug}/")
    assert re.search(r"<h1[^>]*> *Dearmad", page)
    assert '<span lang="en-GB">Action</span></span> 7</a>' in page


def test_with_one_language_nothing_of_it_shows(first, client):
    page = html(client, ENGLISH)
    assert "hreflang" not in page and "hub_languages" not in page
    assert page.count(" lang=") == 1
    assert Page.objects.get(pk=first.pk).get_translations().count() == 0


def language(element: Tag) -> str:
    """The language that the element says, or the nearest around it."""
    return next(around["lang"] for around in (element, *element.parents) if around.has_attr("lang"))


@pytest.fixture
def in_gaelic(hub, several, gaelic) -> dict[str, Page]:
    """A public Gaelic page of every type that can be translated, by its short name."""
    # Otherwise it would be “What was promised”, which is a word of ours.
    hub["commitment"].text = "<p>Gealladh.</p>"
    hub["commitment"].save()
    found = {}
    for name, page in sorted(hub.items(), key=lambda item: item[1].path):
        if page.depth > 2 and name != "issue":  # An issue has one number, in one language.
            draft = factories.translate(page, gaelic, title=f"Ainm {name}")
            draft.save_revision().publish()
            found[name] = Page.objects.get(pk=draft.pk)
    return found


# Signs, numbers, dates and sizes as Django writes them in Gaelic, and names that are the same in every language.
MONTH = r"(A[mn]|A’|An t-) ?\w+"
NO_WORDS = re.compile(rf"[\W\d_]*|(\d+ )?{MONTH}( \d{{4}})?|\d+ baidht|[A-Z]{{3,4}}|Atom|iCalendar|\S+@\S+")


def content() -> str:
    """Return all texts in the database but those of terms and settings, which know their language."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, TranslatedTexts):
            fields = [field for field in model._meta.fields if isinstance(field, (CharField, TextField, StreamField))]
            for field in (field for field in fields if not field.choices):
                values = model._base_manager.values_list(field.attname, flat=True)
                found += [json.dumps(field.get_prep_value(value), ensure_ascii=False) for value in values if value]
    return " ".join(BeautifulSoup(unescape(" ".join(found)), "html.parser").text.split())


def test_every_own_word_says_its_language(in_gaelic, read):
    """Readers of a Gaelic page meet the catalogue's words as English, or in Gaelic if it translates them.

    So do they all words of the frame, made by a template or by Python: what isn't a text of the content or a date.
    """
    texts, translated = content(), {*messages(CATALOGUES[0]).values(), "Gàidhlig"}
    # A word of ours may be one of theirs, too: the post of a person.
    own = {words for words in messages(CATALOGUES[0]) if len(words) > 3 and words not in texts}
    met, unknown = set(), set()
    for name, page in in_gaelic.items():
        html = read(page)
        assert html.html["lang"] == "gd", name
        for text in html.body.find_all(string=True):
            words = " ".join(text.split())
            met |= {words} & own
            assert words not in own or language(text.parent) == "en-GB", (name, words)
            if type(text) is NavigableString and language(text.parent) not in ("en", "en-GB"):
                parts = {part.strip(". ") for part in re.split(r"[()·,:]", words)} - translated
                unknown |= {(name, part) for part in parts if part not in texts and not NO_WORDS.fullmatch(part)}
        for element in html.body.find_all(attrs={"aria-label": own}):
            assert language(element) == "en-GB", (name, element["aria-label"])
        assert language(html.h1) == "gd", name
        for label in ("Breadcrumb", "Main", "Letters"):
            for nav in html.find_all("nav", attrs={"aria-label": label}):
                titles = nav.find_all(string=re.compile("Ainm"))
                assert {language(title.parent) for title in titles} <= {"gd"}, (name, label)
    assert len(met) > 60, met
    assert unknown == set()


def test_an_english_page_marks_nothing(hub, several, gaelic, read):
    for name in ("stream", "commitment", "group", "meeting", "progress"):
        assert len(read(hub[name]).find_all(lang=True)) == 1, name


def test_kept_pages_differ_by_language(translated, client, pages_are_kept):
    for _ in range(2):
        assert '<html lang="gd">' in html(client, GAELIC)
        assert '<html lang="en-GB">' in html(client, ENGLISH)
