"""Security policies: every public page has the strict policy, and no template needs more."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from cms.delivery import csp
from cms.urls import urlpatterns as of_the_hub

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
# Those of the admin, of messages, and GraphiQL.
NOT_PUBLIC = (
    "wagtailadmin",
    "newsletter/email",
    "newsletter/people/letters",
    "static",
)
PUBLIC = sorted(
    file
    for file in TEMPLATES.rglob("*.html")
    if not file.relative_to(TEMPLATES).as_posix().startswith(NOT_PUBLIC)
    and file.parent.name != "admin"
    and file.name != "graphiql.html"
)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+\s*=|javascript:|<script(?![^>]*(?:\ssrc=|application/ld\+json))", re.I)
ADDRESSES = [
    "/search/",
    "/search/?query=neglect",
    "/feeds/",
    "/help/",
    "/nowhere/",
    "/newsletter/subscribe/",
    "/newsletter/subscribe/check-your-email/",
    "/newsletter/preferences/",
    "/newsletter/confirm/nonsense/",
    "/newsletter/leave/nonsense/",
    "/_util/login/",
]
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"
)


def broken(request):
    raise RuntimeError("It broke.")


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    *of_the_hub,
]


def assert_strict(response, *, referrer: str = "same-origin") -> None:
    """Assert that the policy is set and that the page complies with it."""
    assert response["Content-Security-Policy"] == STRICT
    assert response["Permissions-Policy"].startswith("accelerometer=()")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == referrer
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.find_all("style")
    assert not soup.find_all(style=True)
    assert not soup.find_all(["iframe", "object", "embed", "base"])
    assert not [name for element in soup.find_all(True) for name in element.attrs if name.startswith("on")]
    for script in soup.find_all("script"):
        assert script.get("src", "").startswith("/static/") or script["type"] == "application/ld+json"


@pytest.mark.parametrize("template", PUBLIC, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_no_public_template_has_anything_inline(template):
    assert not INLINE.findall(template.read_text())


def test_every_page_has_the_strict_policy_and_sets_no_cookie(hub, client):
    for address in [*(page.url for page in hub.values()), *ADDRESSES]:
        response = client.get(address)
        # The query is in the address of an answer, and isn't sent to any other address, including ours.
        assert_strict(response, referrer="strict-origin" if address.startswith("/search/") else "same-origin")
        assert not response.cookies or address == "/_util/login/", address


def test_it_holds_for_editors_who_are_signed_in_too(hub, client, admin_user):
    client.force_login(admin_user)
    assert client.get("/")["Content-Security-Policy"] == STRICT


@pytest.mark.urls("tests.site.test_policy")
def test_errors_look_like_the_site_and_help_on(hub):
    for address, status in (("/broken/", 500), ("/forbidden/", 403), ("/suspicious/", 400)):
        response = Client(raise_request_exception=False).get(address)
        assert response.status_code == status
        assert_strict(response)
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.html["lang"] == "en-GB"
        assert soup.find("form", role="search")
        assert "Need help?" in soup.get_text()
        assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_form_that_may_be_forged_is_sent_back_with_words(hub):
    response = Client(enforce_csrf_checks=True).post("/_util/login/", {"username": "a"})
    assert response.status_code == 403
    assert_strict(response)
    assert "nothing was saved" in response.content.decode()


def test_a_page_that_is_missing_offers_search_and_the_main_pages(hub, read):
    hub["streams"].show_in_menus = True
    hub["streams"].save()
    shown = read("/nowhere/", status=404).main
    assert shown.find("form", role="search")
    assert "Work" in " ".join(link.get_text() for link in shown.find_all("a"))


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_faults_need_neither_database_nor_request(name):
    assert "<h1" in render_to_string(name)


def test_admin_and_graphiql_have_policies_of_their_own(hub, client, admin_user):
    client.force_login(admin_user)
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-src 'self';" in policy
    assert "font-src 'self' data:" in client.get("/graphiql/")["Content-Security-Policy"]


def test_settings_name_other_places_of_pictures_and_the_frontend_of_previews(settings):
    settings.MEDIA_ORIGINS = ["https://media.example.org"]
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": "https://www.example.org/preview"}}
    assert csp.public()["img-src"] == ["'self'", "data:", "https://media.example.org"]
    assert csp.admin()["frame-src"] == ["'self'", "https://www.example.org"]


def test_developers_error_pages_have_no_policy(hub, client, settings):
    settings.DEBUG = True
    assert "Content-Security-Policy" not in client.get("/nowhere/").headers


def test_a_document_keeps_its_own_policy(hub, client, connection_stays):
    response = client.get(hub["publication"].attachments.get().document.url)
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert "Content-Encoding" not in response
    response.close()


def test_a_server_for_trying_out_is_not_for_search_engines(hub, client, settings):
    assert "X-Robots-Tag" not in client.get("/").headers
    settings.SEARCH_ENGINES = False
    assert client.get("/")["X-Robots-Tag"] == "noindex, nofollow"
