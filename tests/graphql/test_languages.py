"""Pages in several languages: contents of lists, translations in order of preference, addresses."""

import pytest
from wagtail.models import PageViewRestriction

from programme.models import NewsPage
from tests import factories
from tests.site import urls_in_languages

ONE = """
query ($path: String!, $locales: [LocaleCode!]!) {
  page(by: {path: $path}) {
    locale { code name }
    translations { path locale { code } }
    translation(locales: $locales) { path }
  }
}
"""


@pytest.fixture
def first(tree):
    return factories.NewsFactory(parent=tree.news, title="First", slug="first")


@pytest.fixture
def translated(tree, gaelic, first) -> NewsPage:
    """Return the public Gaelic translation of the first item."""
    factories.translate(tree.news, gaelic, title="Naidheachdan", slug="naidheachdan").save_revision().publish()
    page = factories.translate(first, gaelic, title="A' chiad", slug="a-chiad")
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def test_a_page_names_its_language_and_its_translations(translated, data):
    page = data(ONE, path="/news/first/", locales=["GD", "EN"])["page"]
    assert page == {
        "locale": {"code": "EN", "name": "English"},
        "translations": [{"path": "/gd/naidheachdan/a-chiad/", "locale": {"code": "GD"}}],
        "translation": {"path": "/gd/naidheachdan/a-chiad/"},
    }
    page = data(ONE, path="/gd/naidheachdan/a-chiad/", locales=["GD"])["page"]
    assert page == {
        "locale": {"code": "GD", "name": "Gàidhlig"},
        "translations": [{"path": "/news/first/", "locale": {"code": "EN"}}],
        "translation": {"path": "/gd/naidheachdan/a-chiad/"},
    }


@pytest.mark.parametrize(
    ("locales", "path"),
    [
        (["GD", "EN"], "/gd/naidheachdan/a-chiad/"),
        (["EN", "GD"], "/news/first/"),
        (["PL", "GD", "EN"], "/gd/naidheachdan/a-chiad/"),
        (["PL"], None),
        ([], None),
    ],
)
def test_the_first_language_that_there_is_wins(translated, data, locales, path):
    query = """query ($p: String!, $l: [LocaleCode!]!) {
      page(by: {path: $p}, locales: $l) { path } route(path: $p, locales: $l) { page { path } }
    }"""
    expected = None if path is None else {"path": path}
    for asked in ("/news/first/", "/gd/naidheachdan/a-chiad/"):
        answer = data(query, p=asked, l=locales)
        assert answer["page"] == expected
        assert (answer["route"] and answer["route"]["page"]) == expected


@pytest.mark.parametrize("how", ["draft", "restricted", "under a draft", "under a draft home"])
def test_a_hidden_translation_falls_back_and_is_not_told(translated, data, how):
    if how == "restricted":
        PageViewRestriction.objects.create(page=translated, restriction_type="login")
    else:
        ups = {"draft": 0, "under a draft": 1, "under a draft home": 2}[how]
        page = translated
        for _ in range(ups):
            page = page.get_parent()
        page.specific.unpublish()
    page = data(ONE, path="/news/first/", locales=["GD", "EN"])["page"]
    assert page["translations"] == []
    assert page["translation"] == {"path": "/news/first/"}
    assert data(ONE, path="/gd/naidheachdan/a-chiad/", locales=["GD"])["page"] is None


def test_lists_hold_one_language(translated, data):
    query = "query ($l: LocaleCode) { news(locale: $l) { totalCount nodes { title } } homePage(locale: $l) { path } }"
    own = {"news": {"totalCount": 1, "nodes": [{"title": "First"}]}, "homePage": {"path": "/"}}
    assert data(query) == own
    assert data(query, l="EN") == own
    assert data(query, l="GD") == {
        "news": {"totalCount": 1, "nodes": [{"title": "A' chiad"}]},
        "homePage": {"path": "/gd/"},
    }
    assert data(query, l="PL") == {"news": {"totalCount": 0, "nodes": []}, "homePage": None}
    assert data("{ pages { nodes { path } } }")["pages"]["nodes"][0] == {"path": "/"}


def test_one_page_is_found_by_its_slug_in_its_language(translated, data):
    query = "query ($s: String!, $l: LocaleCode) { newsItem(slug: $s, locale: $l) { title } }"
    assert data(query, s="a-chiad")["newsItem"] is None
    assert data(query, s="a-chiad", l="GD")["newsItem"] == {"title": "A' chiad"}


LANGUAGES = "{ locales { code tag name isDefault home { path title } } }"
ENGLISH = {"code": "EN", "tag": "en", "name": "English", "isDefault": True, "home": {"path": "/", "title": "Home"}}
GAELIC = {
    "code": "GD",
    "tag": "gd",
    "name": "Gàidhlig",
    "isDefault": False,
    "home": {"path": "/gd/", "title": "Dachaigh"},
}


def test_the_languages_are_those_whose_home_page_is_public(tree, gaelic, data, django_assert_num_queries):
    tree.home.title = "Home"
    tree.home.save()
    assert data(LANGUAGES)["locales"] == [ENGLISH, GAELIC]
    with django_assert_num_queries(2):  # the version; both home pages
        data(LANGUAGES)
    tree.home.get_translation(gaelic).unpublish()
    assert data(LANGUAGES)["locales"] == [ENGLISH]


def test_a_hub_in_one_language_names_it(tree, data):
    assert [language["code"] for language in data(LANGUAGES)["locales"]] == ["EN"]


def test_a_code_of_no_language_is_refused(tree, gql):
    (error,) = gql("{ news(locale: XX) { totalCount } }")["errors"]
    assert "LocaleCode" in error["message"]


FOUND = """
query ($words: String!, $locale: LocaleCode) {
  search(query: $words, locale: $locale) {
    totalCount nodes { page { path } } facets { name values { value count } } corrected
  }
  suggest(prefix: $words, first: 5, locale: $locale) { text }
}
"""


def test_a_search_in_one_language(tree, translated, data):
    factories.translate(factories.NewsFactory(parent=tree.news, title="Chiad"), translated.locale, title="Else")
    everything = data(FOUND, words="chiad")
    assert everything["search"]["totalCount"] == 2
    gaelic = data(FOUND, words="chiad", locale="GD")
    assert [node["page"]["path"] for node in gaelic["search"]["nodes"]] == ["/gd/naidheachdan/a-chiad/"]
    assert gaelic["search"]["totalCount"] == 1
    counts = {facet["name"]: facet["values"] for facet in gaelic["search"]["facets"]}
    assert counts["TYPE"] == [{"value": "NEWS_PAGE", "count": 1}]
    assert [one["text"] for one in gaelic["suggest"]] == ["A' chiad"]
    english = data(FOUND, words="chiad", locale="EN")
    assert [node["page"]["path"] for node in english["search"]["nodes"]] == ["/news/chiad/"]
    assert [one["text"] for one in english["suggest"]] == ["Chiad"]
    for locale in ("PL", "CY"):
        nothing = data(FOUND, words="chiad", locale=locale)
        assert nothing["search"]["totalCount"] == 0
        assert nothing["suggest"] == []


def test_a_search_in_the_only_language_finds_everything(first, data):
    assert data(FOUND, words="first")["search"]["totalCount"] == 1
    assert data(FOUND, words="first", locale="EN")["search"]["totalCount"] == 1
    assert data(FOUND, words="first", locale="GD")["search"]["totalCount"] == 0


def test_a_search_for_nothing_in_a_language_lists_nothing(translated, data):
    assert data(FOUND, words="", locale="GD")["search"]["totalCount"] == 0


def test_the_way_up_stays_in_the_language(translated, data):
    query = '{ page(by: {path: "/gd/naidheachdan/a-chiad/"}) { parent { path } ancestors { nodes { path } } url } }'
    assert data(query)["page"] == {
        "parent": {"path": "/gd/naidheachdan/"},
        "ancestors": {"nodes": [{"path": "/gd/"}, {"path": "/gd/naidheachdan/"}]},
        "url": "http://localhost/gd/naidheachdan/a-chiad/",
    }


def test_a_site_in_one_language_has_no_translations(first, data):
    page = data(ONE, path="/news/first/", locales=["GD", "EN"])["page"]
    assert page == {
        "locale": {"code": "EN", "name": "English"},
        "translations": [],
        "translation": {"path": "/news/first/"},
    }
    query = "query ($l: LocaleCode) { news(locale: $l) { totalCount } }"
    assert data(query, l="EN")["news"]["totalCount"] == 1
    assert data(query, l="GD")["news"]["totalCount"] == 0


@pytest.mark.parametrize("number", [1, 5])
def test_the_number_of_statements_does_not_grow(tree, gaelic, data, django_assert_num_queries, number):
    factories.translate(tree.news, gaelic).save_revision().publish()
    for _ in range(number):
        page = factories.NewsFactory(parent=tree.news)
        factories.translate(page, gaelic).save_revision().publish()
    query = "{ news { nodes { locale { code } translations { title } translation(locales: [GD]) { title } } } }"
    data(query)  # warms the facts of the period
    # the version, news, which translations there are, those of all types
    with django_assert_num_queries(4):
        data(query)


def test_changes_are_told_of_all_languages(translated, data):
    query = '{ changes(since: "2000-01-01T00:00:00Z") { nodes { kind path } } }'
    paths = [change["path"] for change in data(query)["changes"]["nodes"]]
    assert paths == ["/gd/naidheachdan/a-chiad/", "/gd/naidheachdan/", "/gd/"]


@pytest.fixture
def public_pages(settings):
    """The public pages with several languages in settings."""
    settings.ROOT_URLCONF = urls_in_languages.__name__


def test_the_public_site_serves_a_translation_under_its_path(public_pages, translated, client):
    response = client.get("/gd/naidheachdan/a-chiad/")
    assert response.status_code == 200
    assert "A&#x27; chiad" in response.content.decode()
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert client.get("/news/first/").status_code == 200
    assert client.get("/gd/").status_code == 200
    assert client.get("/naidheachdan/a-chiad/").status_code == 404
    assert translated.url == "/gd/naidheachdan/a-chiad/"
    translated.unpublish()
    assert client.get("/gd/naidheachdan/a-chiad/").status_code == 404
