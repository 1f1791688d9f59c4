"""With `FRONTEND_URL`, addresses of pages lead to the frontend; nothing but files and machinery is at the hub's host."""

import json
import re
from itertools import islice

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.graphql.filter_types import MOST_VALUES
from cms.graphql.ids import id_of
from cms.graphql.schema import get_schema
from cms.pages.addresses import frontend_url
from cms.settings import text_forms
from cms.settings.environment import Environment
from programme.models import EventPage
from tests import factories
from tests.graphql import plenty
from tests.graphql.leaks.walker import Arguments, ask, documents
from tests.graphql.test_budgets import BUDGETS, FEW, measure
from tests.trees import add_gaelic

HUB, FRONTEND = "https://hub.internal.example", "https://www.frontend.example"
# Files, icons, further help and the API are the hub's. The permanent ids of feeds and calendars name it, but nobody
# follows them.
OF_THE_HUB = re.compile(
    rf'{HUB}/((media|documents|static|look)/|help/#)|graphqlUrl": "{HUB}/graphql/"|'
    r"tag:hub\.internal\.example,|@hub\.internal\.example"
)
LINKS = """query ($p: String!) {
  route(path: $p) { page { path url seo { canonical jsonLd openGraph { url } } }
    redirect { url path status page { path url } } }
}"""
TEXT = """query ($p: String!) { page(by: {path: $p}) { ... on KeyMessagePage { body { ... on RichTextBlock {
  richText { html relative: html(links: RELATIVE) } } } } } }"""


@pytest.fixture
def elsewhere(settings) -> None:
    settings.BASE_URL, settings.FRONTEND_URL = HUB, FRONTEND


def names_the_hub(text: str) -> list[str]:
    """Return each place in an answer that names the hub's host without a reason."""
    return re.findall(r".{0,60}hub\.internal\.example.{0,30}", OF_THE_HUB.sub("", text))


@pytest.mark.parametrize("address", [HUB, FRONTEND])
def test_every_form_of_a_link_to_a_page_leads_to_the_frontend(tree, elsewhere, data, address):
    first = factories.NewsFactory(parent=tree.news, slug="first")
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_link=f"{address}/news/first/#top")
    Redirect.objects.create(old_path="/older", site=tree.site, redirect_page=first)
    found = data(LINKS, p=f"{address}/news/first/?a=b")["route"]["page"]
    assert (found["path"], found["url"]) == ("/news/first/", f"{FRONTEND}/news/first/")
    assert found["seo"]["canonical"] == found["seo"]["openGraph"]["url"] == found["url"]
    assert names_the_hub(found["seo"]["jsonLd"]) == [] and found["url"] in found["seo"]["jsonLd"]
    page = {"path": "/news/first/", "url": found["url"]}
    redirect = data(LINKS, p="/old")["route"]["redirect"]
    assert redirect == {"url": f"{FRONTEND}/news/first/#top", "path": "/news/first/", "status": 301, "page": page}
    assert data(LINKS, p="/older")["route"]["redirect"]["page"] == page
    assert [node["page"] for node in data("{ redirects { nodes { page { path url } } } }")["redirects"]["nodes"]] == [
        page
    ] * 2


def test_rich_text_links_to_the_frontend_absolute_or_relative(tree, elsewhere, data):
    first, document = factories.NewsFactory(parent=tree.news, slug="first"), factories.DocumentFactory()
    links = f'<p><a linktype="page" id="{first.pk}">a</a> <a href="{HUB}/news/first/">b</a> <a href="/news/">c</a>'
    links += f' <a linktype="document" id="{document.pk}">d</a> <a href="/newsletter/subscribe/">e</a></p>'
    factories.KeyMessageFactory(parent=tree.messages, slug="m", body=[{"type": "rich_text", "value": {"text": links}}])
    (block,) = data(TEXT, p="/key-messages/m/")["page"]["body"]
    own = [f"{HUB}{document.url}", f"{HUB}/newsletter/subscribe/"]
    absolute = [f"{FRONTEND}/news/first/"] * 2 + [f"{FRONTEND}/news/", *own]
    assert re.findall('href="([^"]*)"', block["richText"]["html"]) == absolute
    assert re.findall('href="([^"]*)"', block["richText"]["relative"]) == ["/news/first/"] * 2 + ["/news/", *own]


def test_a_template_has_the_site_and_the_language(tree, two_languages, settings, data):
    gaelic = add_gaelic(tree)
    settings.FRONTEND_URL = "https://{site}.example/{locale}/{path}"
    page = factories.translate(tree.news, gaelic, title="Naidheachdan", slug="naidheachdan")
    page.save_revision().publish()
    page.refresh_from_db()
    assert frontend_url(tree.news) == "https://localhost.example/en/news/"
    assert frontend_url(page) == "https://localhost.example/gd/naidheachdan/"
    for address in ("https://localhost.example/gd/naidheachdan", "/gd/naidheachdan/"):
        found = data(LINKS, p=address)["route"]["page"]
        assert (found["path"], found["url"]) == ("/gd/naidheachdan/", "https://localhost.example/gd/naidheachdan/")


@pytest.mark.parametrize("address", ["www.example.org", "https://a.example/{path}/x", "https://a.example/{slug}"])
def test_what_is_no_address_of_a_frontend_is_refused_at_the_start(monkeypatch, address):
    monkeypatch.setenv("FRONTEND_URL", address)
    with pytest.raises(ImproperlyConfigured, match="FRONTEND_URL must be an address such as https://www.example.org"):
        Environment().text("FRONTEND_URL", text_forms.FRONTEND)


@pytest.mark.parametrize("every", ["fourth", "one"])
def test_no_answer_on_any_path_names_the_hub(tree, secret_sites, each_text_once, settings, elsewhere, every):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        secret_sites.of("drafts", tree, ("draft",))
    pages = Page.objects.filter(depth__gt=1)
    arguments = Arguments(
        {
            "slug": sorted({page.slug for page in pages if "open" in page.slug}),
            "workStream": [page.slug for page in pages if "stream" in page.slug][:2],
            "group": [page.slug for page in pages if "group" in page.slug][:2],
            "path": ["/" + page.url_path.split("/", 2)[2] for page in pages if "open" in page.slug][:4],
            "id": [id_of(tree.home)],
            "event": ["/" + page.url_path.split("/", 2)[2] for page in pages if page.specific_class is EventPage][:2],
            "ids": [[id_of(page) for page in pages][:MOST_VALUES]],
            "kind": ["action"],
            "quality": [70],
            "number": [1],
            "date": ["2016-01-01"],
            "since": ["2016-01-01T00:00:00Z"],
            "locale": ["EN"],
            "locales": ["EN"],
            "markdown": ["Open."],
            "query": ["open"],
            "prefix": ["op"],
        }
    )
    named, there, step = {}, 0, 1 if every == "one" else 4
    for name, document in islice(documents(get_schema(), arguments), 0, None, step):
        text = json.dumps(ask(get_schema(), document, tree.site).data, cls=DjangoJSONEncoder)
        there += text.count(FRONTEND)
        if found := names_the_hub(text):
            named[name] = found[:2]
    assert named == {}
    assert there > 100 / step


@pytest.mark.parametrize("address", [FRONTEND, f"{FRONTEND}/{{locale}}/{{path}}"])
def test_the_documents_of_frontends_name_it_and_cost_the_same(tree, elsewhere, settings, data, address):
    settings.FRONTEND_URL = address
    plenty.add(tree, FEW)
    costs = measure(data)
    assert {name: len(cost.statements) for name, cost in costs.items()} == {
        name: budget.statements for name, budget in BUDGETS.items()
    }
    answers = {name: json.dumps(cost.answer, cls=DjangoJSONEncoder) for name, cost in costs.items()}
    assert {name: found for name, text in answers.items() if (found := names_the_hub(text))} == {}
    assert sum(text.count(FRONTEND) for text in answers.values()) > 50


def test_the_search_for_the_hubs_host_finds_it(tree, elsewhere, data):
    factories.NewsFactory(parent=tree.news, title=f"See {HUB}/news/ now")
    found = names_the_hub(json.dumps(data("{ news { nodes { title url } } }")))
    assert len(found) == 1 and "See https://hub.internal.example/news/ now" in found[0]


def test_redirects_cost_the_same_however_many_lead_to_pages(tree, elsewhere, data, django_assert_num_queries):
    asked = "{ redirects(first: 100) { nodes { url path page { path url } } } }"
    for number in range(9):
        page = factories.NewsFactory(parent=tree.news, slug=f"n-{number}")
        Redirect.objects.create(old_path=f"/to-{number}", site=tree.site, redirect_page=page)
        Redirect.objects.create(old_path=f"/at-{number}", site=tree.site, redirect_link=f"{FRONTEND}/news/n-{number}/")
        if number in (2, 8):
            data(asked)
            with django_assert_num_queries(2):  # version, pages; the redirects are kept for the period
                nodes = data(asked)["redirects"]["nodes"]
            assert len(nodes) == 2 * (number + 1)
            assert all(node["page"]["url"] == node["url"] for node in nodes)
