"""Names of terms and texts of the site in several languages: on public pages, in the API, in the search, in forms."""

import re

import pytest
from bs4 import BeautifulSoup

from cms.models import HubSettings, Signpost
from cms.pages.translated_text_forms import TranslatedTextsFormField
from programme.models import NewsPage, Topic
from tests import factories
from tests.site import urls_in_languages

GD, ADDRESS = "gd", "/gd/naidheachdan/a-chiad/"


@pytest.fixture
def neglect(tree) -> Topic:
    return factories.TopicFactory(name="Neglect", slug="neglect", translated_texts={GD: {"name": "Dearmad <1>"}})


@pytest.fixture
def homes(tree) -> Topic:
    """A topic that isn't translated."""
    return factories.TopicFactory(name="Homes", slug="homes")


@pytest.fixture
def translated(settings, tree, gaelic, neglect, homes) -> NewsPage:
    """A public Gaelic page with both topics, on a hub with names and a signpost in Gaelic."""
    settings.ROOT_URLCONF = urls_in_languages.__name__
    hub = HubSettings.for_site(tree.site)
    hub.site_name, hub.organisation = "The hub", "The office"
    hub.translated_texts = {GD: {"site_name": "An t-ionad"}, "pl": {"site_name": "Centrum"}}
    hub.save()
    factories.add_help_groups()  # one of them has the signpost in the banner
    factories.SignpostFactory(name="Helpline", translated_texts={GD: {"name": "Loidhne"}}, gaelic="Bruidhinn rinn.")
    first = factories.NewsFactory(parent=tree.news, title="First", slug="first", topics=[neglect, homes])
    factories.translate(tree.news, gaelic, slug="naidheachdan").save_revision().publish()
    page = factories.translate(first, gaelic, title="A’ chiad", slug="a-chiad")
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def html(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "html.parser")


def words_in(html: BeautifulSoup, words: str) -> set[str]:
    """Return the languages that the elements with the words say."""
    found = html.body.find_all(string=re.compile(re.escape(words)))
    assert found, words
    return {next(around["lang"] for around in text.parents if around.has_attr("lang")) for text in found}


def test_a_gaelic_page_has_the_gaelic_texts_and_marks_the_others(translated, client):
    page = html(client, ADDRESS)
    assert words_in(page, "Dearmad <1>") == words_in(page, "An t-ionad") == words_in(page, "Loidhne") == {GD}
    assert words_in(page, "Bruidhinn rinn.") == {GD}
    assert words_in(page, "Homes") == words_in(page, "The office") == {"en-GB"}
    assert "Neglect" not in page.body.text and "The hub" not in page.text
    assert page.title.text.split("–")[-1].strip() == "An t-ionad"


def test_an_english_page_has_none_of_it(translated, client):
    page = html(client, "/news/first/")
    assert "Neglect" in page.text and "The hub" in page.text and "Helpline" in page.text
    for words in ("Dearmad", "An t-ionad", "Centrum", "Loidhne"):
        assert words not in page.text


def test_filters_offer_the_names_in_the_language_of_the_list(translated, client):
    options = {one["value"]: one for one in html(client, "/gd/naidheachdan/").find_all("option") if one.get("value")}
    assert (options["neglect"].text, options["neglect"]["lang"]) == ("Dearmad <1>", GD)
    assert (options["homes"].text, options["homes"]["lang"]) == ("Homes", "en-GB")
    chosen = html(client, "/gd/naidheachdan/?topic=neglect")
    assert "Dearmad <1>" in chosen.find(class_="ds_facet").text
    assert not any(one.has_attr("lang") for one in html(client, "/news/").find_all("option"))


QUERY = """query ($locale: LocaleCode!) {
  topics { nodes { name nameIn(locale: $locale) { text locale { tag } } descriptionIn(locale: $locale) { text } } }
  site { name nameIn(locale: $locale) { text locale { tag } } organisationIn(locale: $locale) { text locale { tag } } }
  signposts { descriptionIn(locale: $locale) { text locale { tag } } }
}"""


def local(text: str, tag: str) -> dict:
    return {"text": text, "locale": {"tag": tag}}


def test_the_api_gives_a_text_with_its_language(translated, data, django_assert_num_queries):
    found = data(QUERY, locale="GD")
    topics = {one["name"]: one["nameIn"] for one in found["topics"]["nodes"]}
    assert topics == {"Neglect": local("Dearmad <1>", GD), "Homes": local("Homes", "en")}
    assert found["site"]["nameIn"] == local("An t-ionad", GD)
    assert found["site"]["organisationIn"] == local("The office", "en")
    assert found["signposts"] == [{"descriptionIn": local("Bruidhinn rinn.", GD)}]
    with django_assert_num_queries(3):  # the version; topics; the site
        data(QUERY, locale="GD")


@pytest.mark.parametrize("locale", ["EN", "CY"])
def test_a_language_without_translations_gives_the_own_text(translated, data, locale):
    found = data(QUERY, locale=locale)
    assert found["site"]["nameIn"] == local("The hub", "en")
    assert {one["nameIn"]["text"] for one in found["topics"]["nodes"]} == {"Neglect", "Homes"}


def test_a_hub_in_one_language_answers_alike_without_a_statement_more(neglect, data, django_assert_num_queries):
    query = "{ topics { nodes { name nameIn(locale: GD) { text locale { tag } } } } }"
    data(query)
    with django_assert_num_queries(2):  # the version; topics
        found = data(query)
    assert found["topics"]["nodes"][0]["nameIn"]["text"] == "Dearmad <1>"


def test_a_language_that_there_is_not_is_refused(translated, gql):
    assert "LocaleCode" in gql("{ topics { nodes { nameIn(locale: XX) { text } } } }")["errors"][0]["message"]


FACETS = """query ($locale: LocaleCode) {
  search(query: "chiad", locale: $locale) { facets { name values { value label labelLocale { tag } } } }
}"""


def test_the_search_has_the_names_in_its_facets_and_finds_pages_by_them(translated, data):
    facets = {one["name"]: one["values"] for one in data(FACETS, locale="GD")["search"]["facets"]}
    assert {one["value"]: (one["label"], one["labelLocale"]["tag"]) for one in facets["TOPIC"]} == {
        "neglect": ("Dearmad <1>", GD),
        "homes": ("Homes", "en"),
    }
    facets = {one["name"]: one["values"] for one in data(FACETS)["search"]["facets"]}
    assert {one["label"] for one in facets["TOPIC"]} == {"Neglect", "Homes"}
    query = '{ search(query: "dearmad", locale: GD) { nodes { page { path } } } }'
    assert data(query)["search"]["nodes"] == [{"page": {"path": ADDRESS}}]


# Forms


@pytest.fixture
def form(admin_client, neglect):
    """Return a function that sends the topic's form with further values, to publish it."""
    address = f"/admin/snippets/programme/topic/edit/{neglect.pk}/"

    def send(**values: str):
        own = {"name": "Neglect", "slug": "neglect", "description": "", "action-publish": "1"}
        return admin_client.post(address, own | values, follow=True)

    return send


def test_editors_give_a_name_in_each_language(gaelic, form, neglect):
    said = form(**{"translated_texts-gd-name": " Ainm ùr ", "translated_texts-gd-description": ""})
    neglect.refresh_from_db()
    assert neglect.translated_texts == {GD: {"name": "Ainm ùr"}}, said.content
    form(**{"translated_texts-gd-name": "", "translated_texts-gd-description": ""})
    neglect.refresh_from_db()
    assert neglect.translated_texts == {}


def test_the_form_has_a_group_for_each_language(gaelic, admin_client, neglect):
    page = html(admin_client, f"/admin/snippets/programme/topic/edit/{neglect.pk}/")
    group = page.find("legend", string="Gàidhlig").parent
    field = group.find("input")
    assert (field["value"], field["lang"]) == ("Dearmad <1>", GD)
    assert group.find("label", attrs={"for": field["id"]}).text == "Name"


def test_a_name_that_is_too_long_is_refused_and_kept_in_the_form(gaelic, form, neglect):
    said = form(**{"translated_texts-gd-name": "a" * 121}).content.decode()
    assert "Name (Gàidhlig): 120 characters at most; it has 121." in said and "a" * 121 in said
    neglect.refresh_from_db()
    assert neglect.translated_texts == {GD: {"name": "Dearmad <1>"}}


def test_with_one_language_the_form_has_nothing_of_it_and_loses_nothing(form, admin_client, neglect):
    page = html(admin_client, f"/admin/snippets/programme/topic/edit/{neglect.pk}/")
    assert "translated_texts" not in str(page) and "other languages" not in page.text
    form()
    neglect.refresh_from_db()
    assert neglect.translated_texts == {GD: {"name": "Dearmad <1>"}}


def test_texts_in_a_language_that_is_no_longer_named_are_kept(gaelic, form, neglect):
    Topic.objects.update(translated_texts={"pl": {"name": "Zaniedbanie"}})
    form(**{"translated_texts-gd-name": "Dearmad"})
    neglect.refresh_from_db()
    assert neglect.translated_texts == {GD: {"name": "Dearmad"}, "pl": {"name": "Zaniedbanie"}}


def test_names_of_the_site_are_in_its_settings(gaelic, tree, admin_client):
    hub = HubSettings.for_site(tree.site)
    address = f"/admin/settings/cms/hubsettings/{tree.site.pk}/"
    page = html(admin_client, address)
    values = {one["name"]: one.get("value", "") for one in page.select("form[action] input[name]")}
    admin_client.post(address, values | {"site_name": "The hub", "translated_texts-gd-site_name": "An t-ionad"})
    hub.refresh_from_db()
    assert (hub.site_name, hub.translated_texts) == ("The hub", {GD: {"site_name": "An t-ionad"}})


def test_every_translated_field_is_a_text_of_its_model(two_languages):
    for model in (HubSettings, Signpost, Topic):
        field = model._meta.get_field("translated_texts").formfield()
        assert isinstance(field, TranslatedTextsFormField)
        assert [one.name for one in field.model_fields] == list(model.translated_fields)
