"""The hub's own site beside a frontend, and switched off."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, server_error
from wagtail.models import Page

from cms.visibility.frontend import is_of_the_hub
from tests.graphql.test_frontend import FRONTEND, HUB, names_the_hub

# The parts of the hub that answer while its own site is off; everything else doesn't.
ANSWERING = [
    *(
        "admin/",
        "documents/",
        "graphql/",
        "graphiql/",
        "mcp/",
        "media/",
        "preview-link/",
        "sign-off/",
        "help/",
        "newsletter/",
        "_util/",
    ),
    *("calendars/", "robots.txt", "sitemap.xml", "sitemap-", ".well-known/", "favicon.ico"),
]
SILENT = ["newsletter/issues/"]
FEEDS = re.compile(r"feeds/.*\.atom")
FILES = ["/feeds/all.atom", "/feeds/news.atom", "/calendars/all.ics", "/sitemap.xml", "/robots.txt"]


@pytest.fixture
def elsewhere(settings) -> None:
    settings.BASE_URL, settings.FRONTEND_URL = HUB, FRONTEND


@pytest.fixture
def off(settings, elsewhere) -> None:
    settings.PUBLIC_SITE = False


@pytest.mark.parametrize("path", FILES)
def test_files_for_programs_lead_to_the_frontend(hub, elsewhere, client, path):
    text = client.get(path).content.decode().replace("\r\n ", "")
    assert FRONTEND in text
    # A feed and a calendar say where they are themselves.
    assert names_the_hub(text.replace(f"{HUB}{path}", "")) == []


def test_the_sitemap_lists_the_pages_at_the_frontend(hub, elsewhere, client):
    found = re.findall("<loc>([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    glossary = hub.pop("glossary")
    assert f"{FRONTEND}{glossary.url}" not in found, "it has no entry"
    assert set(found) == {f"{FRONTEND}{page.url}" for page in hub.values()}


def test_a_page_of_the_hub_names_the_frontend_and_links_within_the_hub(hub, elsewhere, client):
    html = client.get(hub["news"].url).content.decode()
    assert f'rel="canonical" href="{FRONTEND}{hub["news"].url}"' in " ".join(html.split())
    assert f'content="{FRONTEND}{hub["news"].url}"' in html
    assert f'<a href="{FRONTEND}' not in html
    assert names_the_hub(html) == []


def patterns(resolver, above: str = "") -> list[str]:
    """Return an example of the path of every address."""
    found = []
    for one in resolver.url_patterns:
        part = above + str(one.pattern).lstrip("^")
        found += [part] if isinstance(one, URLPattern) else patterns(one, part)
    return found


def test_every_address_answers_or_not_as_documented():
    paths = patterns(get_resolver())
    assert len(paths) > 100
    for path in paths:
        filled = re.sub(r"<[^>]*>", "1", path.removesuffix("$").replace("\\Z", ""))
        expected = filled.startswith(tuple(ANSWERING)) and not filled.startswith(tuple(SILENT))
        expected = expected or FEEDS.match(filled) is not None or filled == "newsletter/issues.atom"
        assert bool(is_of_the_hub(f"/{filled}")) == expected, path


def test_without_its_own_site_the_hub_shows_no_page(hub, off):
    client = Client()
    for path in (*(page.url for page in hub.values()), "/search/", "/feedback/", "/feeds/", "/no-such-page/", "/NEWS/"):
        response = client.get(path)
        assert (response.status_code, response.content) == (404, b"There is no page at this address.\n"), path
    for path in (*FILES, "/help/", "/newsletter/subscribe/", "/newsletter/preferences/"):
        assert client.get(path).status_code == 200, path
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/newsletter/confirm/nothing/").status_code in (200, 404, 410)
    assert client.post("/graphql/", {"query": "{ site { siteName } }"}, "application/json").status_code == 200


def test_pages_behind_mails_lead_to_nothing_that_is_switched_off(hub, off):
    client = Client()
    for path in ("/help/", "/newsletter/subscribe/", "/newsletter/confirm/nothing/"):
        links = re.findall(r'(?:href|action)="(/[^"#]*)"', client.get(path).content.decode())
        assert links
        assert [link for link in links if not is_of_the_hub(link.split("?")[0])] == [], path


def test_error_pages_lead_home_to_the_frontend(hub, off, rf):
    request = rf.get("/admin/")
    request.user = AnonymousUser()
    pages = [bad_request(request, None), server_error(request), csrf_failure(request)]
    for html in (page.content.decode() for page in pages):
        assert f'href="{FRONTEND}/"' in html
        assert re.findall(r'(?:href|action)="(/(?!static/|help/|newsletter/|feeds/)[^"]*)"', html) == []


def test_error_pages_that_cannot_know_the_site_have_no_link_home(off, settings, rf):
    settings.FRONTEND_URL = "https://{site}.example/{path}"
    html = server_error(rf.get("/admin/")).content.decode()
    assert "Home page" not in html and 'href="/"' not in html and "{site}" not in html


def test_a_view_without_a_page_keeps_the_hubs_address_as_canonical(hub, elsewhere, client):
    html = client.get("/search/").content.decode()
    assert FRONTEND not in "".join(re.findall(r'<link rel="canonical"[^>]*>', html))


def test_view_live_leads_to_the_frontend(hub, off, admin_client):
    page = hub["news"]
    address = f"{FRONTEND}{page.url_path.removeprefix('/home')}"
    assert (page.url, page.full_url) == (address, address)
    assert f'href="{address}"' in admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_editors_still_preview_pages(hub, off):
    page = Page.objects.get(pk=hub["news"].pk).specific
    assert page.make_preview_request(preview_mode="").status_code == 200
