"""Files at fixed addresses: the sitemap has exactly the public pages."""

import datetime
import json
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from wagtail.models import Page

from cms.delivery import crawlers
from tests import factories

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

HELP = "http://localhost/help/"


@pytest.fixture
def listed(client):
    """Return the entries of a sitemap."""

    def read(address: str = "/sitemap.xml") -> list[str]:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        return [loc.text for loc in ElementTree.fromstring(response.content).iter(f"{SITEMAP}loc")]  # noqa: S314  our own

    return read


def test_the_sitemap_has_every_public_page_with_its_last_publication(hub, listed, client):
    hub["news"].save_revision().publish()
    factories.GlossaryTermFactory()  # without one the glossary is left out
    assert set(listed()) == {HELP, *(f"http://localhost{page.url}" for page in hub.values())}
    assert f"<lastmod>{timezone.now():%Y-%m-%d}</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_what_is_not_public_is_not_in_the_sitemap(hub, listed):
    hub["groups"].view_restrictions.create(restriction_type="login")
    Page.objects.filter(pk=hub["news"].pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    factories.NewsFactory(parent=hub["news_index"], live=False)
    # The list of news is then empty, and the glossary always was.
    hidden = {hub[name].url for name in ("groups", "group", "meeting", "news", "news_index", "glossary")}
    assert set(listed()) == {HELP, *(f"http://localhost{page.url}" for page in hub.values() if page.url not in hidden)}


def test_too_many_pages_for_one_file_come_in_several(hub, listed, client, monkeypatch):
    monkeypatch.setattr(crawlers, "PAGES_A_FILE", 8)
    factories.GlossaryTermFactory()
    files = listed()
    assert files == [f"http://localhost/sitemap-{part}.xml" for part in (1, 2, 3, 4)]
    pages = [page for file in files for page in listed(file.removeprefix("http://localhost"))]
    assert len(pages) == len(set(pages)) == len({HELP, *hub})
    for address in ("/sitemap-5.xml", "/sitemap-x.xml", "/sitemap-99999999999999999999.xml"):
        assert client.get(address).status_code == 404


def test_a_page_in_several_languages_names_all_that_are_public(hub, gaelic, client):
    factories.translate(hub["news_index"], gaelic, title="Naidheachdan", slug="naidheachdan").save_revision().publish()
    content = client.get("/sitemap.xml").content.decode()
    assert '<xhtml:link rel="alternate" hreflang="gd" href="http://localhost/gd/naidheachdan/"/>' in content
    assert content.count("<xhtml:link") == 8  # home and news, each in two languages, at both


def test_the_sitemap_costs_the_same_for_any_number_of_pages(hub, client, django_assert_num_queries):
    client.get("/sitemap.xml")
    with django_assert_num_queries(3):  # the token, the number of pages, the pages
        client.get("/sitemap.xml")
    for _ in range(5):
        factories.NewsFactory(parent=hub["news_index"])
    client.get("/sitemap.xml")
    with django_assert_num_queries(3):
        response = client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        assert client.get("/sitemap.xml", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them(tree, client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ("/admin/", "/search/*&", "/newsletter/leave/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"
    settings.SEARCH_ENGINES = False
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_finders_of_weaknesses_are_told_whom_to_tell(tree, client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "security@example.org"
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:security@example.org"
    assert lines["Canonical"] == "http://localhost/.well-known/security.txt"
    left = datetime.datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=365)
    settings.SECURITY_CONTACT = "https://example.org/weaknesses"
    assert "Contact: https://example.org/weaknesses" in client.get("/.well-known/security.txt").content.decode()


def test_the_manifest_names_the_site_and_its_icons(hub, client, read):
    response = client.get(read("/").find("link", rel="manifest")["href"])
    assert response["Content-Type"] == "application/manifest+json"
    data = json.loads(response.content)
    assert data["name"] == "The hub"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in data["icons"])


def test_icons_are_there(hub, client, read):
    for link in read("/").find_all("link", rel=["icon", "apple-touch-icon"]):
        assert finders.find(link["href"].removeprefix("/static/"))
    assert client.get("/favicon.ico")["Location"].endswith("hub/favicon.ico")
