"""A sign-off link shows its holder one bundle as it will be, and nothing else."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from bundles.models import Bundle, SignOffAnswer, SignOffLink
from bundles.publishing import items, services
from bundles.publishing.errors import BundleError
from bundles.sign_off import links
from bundles.sign_off.links import LINKS
from cms.base.secret_links import LinkClosedError
from cms.delivery import kept_pages
from cms.models import Change, ContentVersion, PreviewFrontend
from cms.visibility import period
from search.models import Entry
from tests import factories

from .conftest import draft


@pytest.fixture
def token(launch, editor):
    return links.make(launch.bundle, name="Ann", email="", days=7, user=editor.user)[1]


def opened(client, token, path=""):
    return client.get(f"/sign-off/{token}/{path}")


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def answer(client, token, verdict, comments=""):
    seen = BeautifulSoup(opened(client, token).content, "html.parser").find("input", {"name": "seen"})["value"]
    return client.post(f"/sign-off/{token}/", {"verdict": verdict, "comments": comments, "seen": seen})


def test_the_list_leads_to_every_page_as_it_will_be(launch, token, client):
    page = BeautifulSoup(opened(client, token).content, "html.parser")
    addresses = [link["href"] for link in page.select("main li a")]
    assert len(addresses) == 3
    for address, title in zip(addresses, ["New news", "Action 1", "Launch stream"], strict=True):
        shown = client.get(address)
        assert shown.status_code == 200
        assert title in BeautifulSoup(shown.content, "html.parser").h1.get_text()
        said = "Public already, but not yet like this" if title == "New news" else "Not published yet"
        assert said in text_of(shown)


def test_the_list_says_how_much_is_public(launch, token, client, editor):
    said = " ".join(text_of(opened(client, token)).split())
    assert "Some of it is public already and marked so" in said
    assert "New news (News, public already; shown with its changes)" in said
    assert "Launch stream (Work stream, not public yet)" in said
    items.take_out(launch.bundle.page_items[0], editor.user)
    assert "Nothing here is public yet." in text_of(opened(client, token))


def test_pages_that_list_them_and_links_between_them_are_as_they_will_be(launch, token, client):
    streams = BeautifulSoup(opened(client, token, "hub/work-streams/").content, "html.parser")
    [link] = [link for link in streams.select("main a") if "Launch stream" in link.get_text()]
    assert link["href"] == f"/sign-off/{token}/hub/work-streams/launch/"
    stream = client.get(link["href"])
    assert f"/sign-off/{token}/hub/work-streams/launch/action-1/" in stream.content.decode()
    front = text_of(opened(client, token, "hub/"))
    assert "New news" in front
    assert "Public already, but not yet like this" in front


def test_with_the_hubs_site_switched_off_links_to_the_frontend_lead_to_previews(launch, token, settings):
    settings.FRONTEND_URL, settings.PUBLIC_SITE = "https://www.frontend.example", False
    client = Client()
    addresses = [
        link["href"] for link in BeautifulSoup(opened(client, token).content, "html.parser").select("main li a")
    ]
    assert len(addresses) == 3
    for address in addresses:
        shown = client.get(address)
        assert shown.status_code == 200 and shown["Content-Type"].startswith("text/html")
    stream = BeautifulSoup(client.get(addresses[2]).content, "html.parser")
    assert addresses[1] in {link["href"] for link in stream.select("main a[href]")}
    assert "frontend.example" not in "".join(link["href"] for link in stream.select("main a[href]"))


def test_looking_changes_nothing_for_anybody_else(launch, token, client, data):
    def public() -> tuple:
        return (
            list(Page.objects.order_by("pk").values()),
            list(Change.objects.values()),
            ContentVersion.current(),
            Entry.objects.count(),
            client.get("/work-streams/launch/").status_code,
            client.get("/work-streams/").content,
            client.get("/").content,
        )

    client.get("/")  # makes the settings' row
    before, known = public(), period.current_period().token
    for path in ("", "hub/", "hub/work-streams/", "hub/work-streams/launch/"):
        assert opened(client, token, path).status_code == 200
    assert public() == before
    assert period.current_period().token == known
    assert not connection.needs_rollback
    assert data("{ workStreams { nodes { title } } }")["workStreams"]["nodes"] == []


def test_what_waits_for_a_commit_never_happens(launch, token, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        opened(client, token, "hub/work-streams/launch/")
    assert waiting == []


def test_other_drafts_and_restricted_pages_stay_hidden(launch, token, client, tree):
    factories.NewsFactory(parent=tree.news, title="Another draft", slug="another", live=False).save_revision()
    closed = factories.NewsFactory(parent=tree.news, title="Closed news", slug="closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    for path in ("hub/news/another/", "hub/news/closed/", "hub/nothing/", "hub/admin/", "hub/../admin/"):
        response = opened(client, token, path)
        assert response.status_code == 404, path
        assert "Readers will find nothing here" in text_of(response) or path.startswith("hub/..")
    listed = text_of(opened(client, token, "hub/news/"))
    assert "Another draft" not in listed
    assert "Closed news" not in listed


def test_a_restricted_page_of_the_bundle_is_not_shown_either(launch, token, client):
    PageViewRestriction.objects.create(page=launch.news, restriction_type=PageViewRestriction.LOGIN)
    assert opened(client, token, "hub/news/launch-news/").status_code == 404


def test_the_token_opens_nothing_else(launch, token, client, gql):
    for path in (f"/admin/?token={token}", "/admin/pages/", f"/work-streams/launch/?token={token}"):
        assert client.get(path).status_code in (302, 404), path
    query = 'query Stream($token: String!) { workStream(slug: "launch", previewToken: $token) { title } }'
    body = gql(query, token=token)
    assert "errors" in body
    assert "Launch" not in str(body.get("data"))
    assert client.get("/work-streams/launch/", HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 404


def test_even_for_editors_who_are_signed_in_it_is_what_readers_will_see(launch, token, editor, tree):
    closed = factories.NewsFactory(parent=tree.news, slug="closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert editor.get(f"/sign-off/{token}/hub/news/closed/").status_code == 404
    assert "wagtail-userbar" not in editor.get(f"/sign-off/{token}/hub/").content.decode()


@pytest.mark.parametrize("path", ["", "hub/work-streams/launch/", "hub/nothing/"])
def test_no_cache_keeps_it_and_the_address_is_passed_on_to_nobody(launch, token, client, path):
    response = opened(client, token, path)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert not response.cookies


def test_a_link_that_ended_says_so_and_shows_nothing(launch, token, client, editor):
    link = SignOffLink.objects.get()
    for change, words in (
        ({"revoked_at": timezone.now()}, "The team has closed this link"),
        ({"revoked_at": None, "expires_at": timezone.now()}, "has expired"),
    ):
        SignOffLink.objects.update(**change)
        for path in ("", "hub/", "hub/work-streams/launch/"):
            response = opened(client, token, path)
            assert response.status_code == 410
            assert words in text_of(response)
            assert "Launch" not in response.content.decode()
        assert client.post(f"/sign-off/{token}/", {"verdict": "yes"}).status_code == 410
    assert not link.answers.exists()


def test_a_forged_link_opens_nothing(launch, token, client):
    secret, _, signature = token.partition(".")
    for forged in (secret, f"{secret}x.{signature}", f"{secret}.{signature[:-1]}", "x"):
        assert opened(client, forged).status_code == 410
    assert not SignOffLink.objects.filter(digest__in=[token, secret]).exists()
    with pytest.raises(LinkClosedError):
        LINKS.tokens.digest_of(secret)


def test_yes_no_and_comments_are_kept_with_what_was_shown(launch, token, client):
    response = answer(client, token, "yes")
    assert response.status_code == 303
    assert "We have received your answer" in text_of(client.get(response["Location"]))
    response = answer(client, token, "no")
    assert response.status_code == 422
    assert "Say what should be different." in text_of(response)
    assert answer(client, token, "no", "The date is wrong.").status_code == 303
    given = list(SignOffAnswer.objects.order_by("pk").values_list("verdict", "comments"))
    assert given == [("yes", ""), ("no", "The date is wrong.")]
    assert set(SignOffAnswer.objects.values_list("fingerprint", flat=True)) == {launch.again().fingerprint()}


def test_an_answer_to_something_else_is_not_taken_and_nothing_typed_is_lost(launch, token, client, editor):
    seen = BeautifulSoup(opened(client, token).content, "html.parser").find("input", {"name": "seen"})["value"]
    draft(launch.news, editor.user, title="Newest news")
    items.take_over(launch.again(), editor.user)
    response = client.post(f"/sign-off/{token}/", {"verdict": "no", "comments": "Too long.", "seen": seen})
    assert response.status_code == 409
    assert "Something has changed since you looked" in text_of(response)
    assert "Too long." in text_of(response)
    assert not SignOffAnswer.objects.exists()


def test_an_answer_given_before_a_change_is_said_to_be_old(launch, token, client, editor):
    answer(client, token, "yes")
    draft(launch.news, editor.user, title="Newest news")
    items.take_over(launch.again(), editor.user)
    assert "Something has changed since then" in text_of(opened(client, token))
    assert "of what was in it before" in text_of(editor.get(f"/admin/bundles/{launch.bundle.pk}/"))


def test_a_draft_saved_since_is_not_shown(launch, token, client, editor):
    draft(launch.news, editor.user, title="Half-written")
    assert "Half-written" not in opened(client, token).content.decode()
    assert "Half-written" not in opened(client, token, "hub/news/launch-news/").content.decode()


def test_after_publication_no_answer_is_taken(approved, editor, moderator, client):
    token = links.make(approved.bundle, name="Ann", email="", days=1, user=editor.user)[1]
    services.publish(approved.bundle, moderator.user)
    page = opened(client, token)
    assert "This was published on" in text_of(page)
    assert '<form method="post" novalidate>' not in page.content.decode()
    response = client.post(f"/sign-off/{token}/", {"verdict": "yes", "seen": approved.again().fingerprint()})
    assert response.status_code == 409
    assert opened(client, token, "hub/").status_code == 410


def test_each_use_is_in_the_log_with_its_time(launch, token, client):
    opened(client, token)
    opened(client, token, "hub/work-streams/launch/")
    answer(client, token, "yes")
    log = ModelLogEntry.objects.for_instance(launch.bundle).order_by("pk")
    messages = [entry.formatter.format_message(entry) for entry in log if entry.user is None]
    assert messages[:2] == ["Ann looked at the list", "Ann looked at /work-streams/launch/"]
    assert messages[-1] == "Ann answered: Yes, publish it like this"
    assert SignOffLink.objects.get().last_used_at


def test_one_link_shows_only_so_many_pages_an_hour(launch, token, client, monkeypatch):
    monkeypatch.setattr("bundles.site.views.MOST_PAGES", 1)
    assert opened(client, token, "hub/").status_code == 200
    assert opened(client, token, "hub/").status_code == 429


def test_no_cookie_is_needed_and_none_protects_the_form(launch, token):
    strict = Client(enforce_csrf_checks=True)
    assert (
        strict.post(f"/sign-off/{token}/", {"verdict": "yes", "seen": launch.again().fingerprint()}).status_code == 303
    )


def test_a_page_that_is_not_complete_is_said_to_be_so(launch, token, client):
    revision = launch.again().page_items[0].revision
    revision.content["title"] = ""
    revision.save()
    response = opened(client, token, "hub/")
    assert response.status_code == 409
    assert "isn't complete yet" in text_of(response)
    assert "New news" not in response.content.decode()


def test_a_link_is_made_for_a_bundle_that_is_still_open(approved, moderator):
    services.publish(approved.bundle, moderator.user)
    with pytest.raises(BundleError):
        links.make(Bundle.objects.get(), name="Ann", email="", days=7, user=moderator.user)


def test_how_long_a_link_works_is_what_was_asked_for(launch, editor):
    link, _ = links.make(launch.bundle, name="Ann", email="", days=30, user=editor.user)
    assert link.expires_at - timezone.now() > datetime.timedelta(days=29, hours=23)


def test_links_in_pages_lead_to_other_sites_as_before(launch, token, client, tree):
    page = factories.StandardPageFactory(parent=tree.home, title="Plain", slug="plain")
    page.body = [("rich_text", {"text": '<p><a href="https://example.org/x?a=1&amp;b=2">Elsewhere</a></p>'})]
    page.save()
    html = opened(client, token, "hub/plain/").content.decode()
    assert re.search(r'href="https://example.org/x\?a=1&amp;b=2"', html)
    assert 'href="/feeds/"' in html or "/feeds/" not in html


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_a_link_shows_is_kept_for_nobody(launch, token, client):
    """A page below one that is shown as if it were public stays closed for the next reader."""
    below = factories.CommitmentFactory(parent=launch.stream, number=77, slug="action-77", live=True)
    assert client.get(below.url).status_code == 404
    period.forget_period()  # as in a process that hasn't answered since the last change
    assert opened(client, token, "hub/").status_code == 200
    assert client.get(below.url).status_code == 404


def test_nothing_of_it_is_kept_for_readers(launch, token, client, settings):
    settings.PAGES_CACHE = True
    kept_pages.pages.forget()
    before = client.get("/work-streams/").content
    shown = [text_of(opened(client, token, "hub/work-streams/")) for _ in range(2)]
    assert all("Launch stream" in text for text in shown)
    assert client.get("/work-streams/").content == before
    assert b"Launch stream" not in before
    assert not any(b"Launch stream" in page.body for page, _ in kept_pages.pages._own._kept.values())
    kept_pages.pages.forget()


# In frontends


PAGE = """query ($token: String!) { page(by: {previewToken: $token}) { title parent { title }
  ... on NewsPage { workStreams { nodes { title } } } } }"""


def test_pages_open_in_the_frontends_as_the_bundle_has_them(launch, token, client, gql, data, tree, editor):
    hidden = factories.WorkStreamFactory(parent=tree.streams, title="Other draft", live=False)
    news = draft(launch.news, editor.user, title="New news", work_streams=[launch.stream, hidden])
    items.take_over(launch.again(), editor.user)
    draft(news, editor.user, title="Saved later")
    PreviewFrontend.objects.create(name="Staging", address="https://staging.example.org/{path}?t={token}")
    page = BeautifulSoup(opened(client, token).content, "html.parser")
    links_there = [link["href"] for link in page.find_all("a") if "Staging" in link.get_text()]
    assert len(links_there) == 3
    to_news, to_promise, _ = (client.get(link) for link in links_there)
    assert to_news.status_code == 302
    assert (to_news["Cache-Control"], to_news["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    preview, of_promise = (parse_qs(urlsplit(one.url).query)["t"][0] for one in (to_news, to_promise))
    assert token not in to_news.url
    # Of linked pages those in the bundle; a draft that isn't in it stays hidden.
    shown = {
        "title": "New news",
        "parent": {"title": tree.news.title},
        "workStreams": {"nodes": [{"title": "Launch stream"}]},
    }
    assert data(PAGE, token=preview)["page"] == shown
    assert data(PAGE, token=of_promise)["page"]["parent"] == {"title": "Launch stream"}
    assert opened(client, token, "frontend/9999/frontend-1/").status_code == 404
    assert client.get(links_there[0].replace("frontend-", "frontend-9")).status_code == 404

    PageViewRestriction.objects.create(page=launch.stream, restriction_type="login")
    assert data(PAGE, token=preview)["page"]["workStreams"] == {"nodes": []}
    assert "only for some readers" in gql(PAGE, token=of_promise)["errors"][0]["message"]
    items.take_out(launch.again().page_items[0], editor.user)
    refused = gql(PAGE, token=preview)
    assert (refused["data"], refused["errors"][0]["extensions"]["code"]) == ({"page": None}, "PREVIEW_REFUSED")
    links.LINKS.revoke(SignOffLink.objects.get(), editor.user)
    assert "closed this link" in gql(PAGE, token=of_promise)["errors"][0]["message"]
    assert client.get(links_there[1]).status_code == 410
