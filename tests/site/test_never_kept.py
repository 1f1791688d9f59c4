"""Pages that are never kept: for signed-in users, drafts, private pages, forms with errors, pages with a token."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from cms.delivery import kept_pages as pages
from cms.models import ContentVersion
from programme.models import NewsPage
from tests.site.kept_or_not import OTHERS, is_kept

pytestmark = pytest.mark.usefixtures("pages_are_kept")


@pytest.fixture
def admin(hub):
    return get_user_model().objects.create_superuser("admin", password="a-long-password")


def test_nothing_of_somebody_signed_in(hub, admin, client):
    editor = Client()
    editor.force_login(admin)
    for reader in (editor, client, editor):
        page = reader.get("/").content.decode()
        assert ("wagtail-userbar" in page) == (reader is editor)
        assert not is_kept("/", editor)


def test_no_preview_of_a_draft(hub, admin, client):
    client.get("/news/")
    page = NewsPage.objects.get(pk=hub["news"].pk)
    page.title = "Not yet"
    path = page.url
    before = client.get(path).content
    # As Wagtail makes it without an editor's request, and so without a cookie.
    shown = page.make_preview_request()
    assert "Not yet" in shown.content.decode()
    assert client.get(path).content == before
    pages.pages.forget()
    page.make_preview_request()
    assert "Not yet" not in client.get(path).content.decode()


def test_no_private_page(hub, client):
    page = hub["news"]
    restriction = page.view_restrictions.create(restriction_type="password", password="let-me-in")
    for _ in range(2):
        assert "password" in client.get(page.url).content.decode()
    address = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    client.post(address, {"password": "let-me-in", "return_url": page.url})
    assert "It began" in client.get(page.url).content.decode()
    assert not is_kept(page.url, client)
    assert not is_kept(page.url)
    assert "It began" not in Client().get(page.url).content.decode()


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_nothing_for_who_has_a_cookie_of_ours(hub, client, cookie):
    client.cookies[cookie] = "x"
    assert not is_kept("/news/", client)


def test_a_cookie_that_is_not_ours_is_nothing_to_us(hub, client):
    client.cookies["_ga"] = "x"
    assert is_kept("/news/", client)


@pytest.mark.parametrize(
    "path",
    [
        *("/news/?page=1", "/news/?utm_source=x", "/progress/?as-at=never", "/nothing/", "/search/", "/news"),
        *(
            "/newsletter/subscribe/",
            "/feedback/",
            "/sign-off/none/",
            "/sign-off/packs/none/",
            "/owner-reports/none/",
            "/event-registration/1/",
            "/event-registration/asked/",
            "/event-registration/mine/none/",
            "/admin/login/",
            "/static/none.css",
        ),
    ],
)
def test_nothing_else(hub, client, path):
    assert not is_kept(path)


def test_no_form_that_was_sent_and_was_wrong(hub, client):
    for path in ("/feedback/", "/newsletter/subscribe/", "/news/"):
        client.post(path, {"email": "nonsense"})
        assert "nonsense" not in client.get(path).content.decode()
    assert is_kept("/news/")


def made(change=lambda request, response: None, **headers):
    """Answer like a view, through the middleware; say whether the answer is kept."""
    request = RequestFactory().get("/made/")

    def view(request):
        pages.visibility_of(request)
        response = pages.offered(HttpResponse("<p>Made</p>", headers={"Cache-Control": pages.REVALIDATE} | headers))
        change(request, response)
        return response

    pages.KeptPagesMiddleware(view)(request)
    return pages.KeptPagesMiddleware(lambda request: None)(RequestFactory().get("/made/")) is not None


def with_message(request, response):
    request._messages = CookieStorage(request)
    messages.success(request, "For you alone")
    list(messages.get_messages(request))


def test_a_public_page_as_the_view_makes_it(hub):
    assert made()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Security-Policy": "script-src 'nonce-abc'"},
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "max-age=60"},
    ],
)
def test_no_page_that_says_otherwise(hub, headers):
    with pytest.raises(AttributeError):  # the view, which has no answer, is called
        made(**headers)


def test_no_page_with_a_message(hub):
    with pytest.raises(AttributeError):
        made(with_message)


def test_no_page_with_a_token_for_forms_or_a_cookie(hub, client, settings, rf):
    """Django sends a cookie with each token, and a page that sets a cookie isn't for everybody."""
    request = rf.get("/")
    get_token(request)
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    for path in [*(page.url for page in hub.values()), *OTHERS]:
        response = client.get(path)
        assert not response.cookies
        assert not BeautifulSoup(response.content, "html.parser").select("[name=csrfmiddlewaretoken], [nonce]")


def test_nothing_while_the_content_has_no_version(hub, client):
    ContentVersion.objects.all().delete()
    assert not is_kept("/news/")


def test_it_can_be_switched_off(hub, settings):
    settings.PAGES_CACHE = False
    assert not is_kept("/news/")
