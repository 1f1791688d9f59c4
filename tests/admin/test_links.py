"""Broken links: found in pages, checked, and reported."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.base import outgoing_requests
from cms.editing import attention
from cms.editing.permissions import DeskContext
from cms.links import checks, requests, scans
from cms.links.extraction import announced, links_of
from cms.links.requests import LinkResponse
from cms.links.views import broken
from cms.models import Link, LinkedAddress
from cms.visibility.rule import Visibility
from tests import factories

from .conftest import sign_in

REPORT = reverse("broken_links")


def text(html: str) -> dict:
    return {"type": "rich_text", "value": {"text": html}}


def body(*blocks) -> str:
    return json.dumps(blocks)


def scan() -> None:
    while scans.scan(lambda: False):
        pass
    scans.scan_things(lambda: False)


def found(tree) -> list[str]:
    return [link.leads_to for link in broken(Visibility(tree.site)).order_by("pk")]


# Links


def test_links_are_found_wherever_editors_put_them(tree, stream):
    there = factories.StandardPageFactory(parent=tree.home)
    news = factories.NewsFactory(
        parent=tree.news,
        body=body(
            text(f'<p>See <a linktype="page" id="{there.pk}">this <b>page</b></a></p>'),
            text('<ul><li><a href="https://example.org/a">that</a> or <a href="mailto:a@example.org">us</a></li></ul>'),
            {"type": "page_links", "value": {"title": "", "pages": [there.pk, 999_999]}},
            {"type": "embed", "value": {"url": "https://example.org/film", "title": "Film", "description": ""}},
            {"type": "document", "value": {"document": 888_888, "title": ""}},
            {"type": "call_out", "value": {"kind": "warning", "text": '<p><a href="/news/">news</a></p>'}},
        ),
    )
    news.refresh_from_db()
    links = [(link.text, link.address or link.page or link.document) for link in links_of(news)]
    assert links == [
        ("this page", there.pk),
        ("that", "https://example.org/a"),
        ("", there.pk),
        ("", 999_999),
        ("", "https://example.org/film"),
        ("", 888_888),
        ("news", "/news/"),
    ]


def test_evidence_and_addresses_in_fields_are_links(tree, stream):
    page = factories.CommitmentFactory(parent=stream)
    page.progress_entries.create(
        date="2018-01-01", status="complete", note="So.", evidence_page=stream, evidence_link="https://example.org/e"
    )
    page.save()
    found = {(link.field, link.page or link.address) for link in links_of(page)}
    assert found == {("Evidence page", stream.pk), ("Evidence link", "https://example.org/e")}


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([text("<p>We have promised:</p>")], "We have promised:"),
        (
            [text("<p>Promised:</p>"), {"type": "heading", "value": {"text": "Next", "level": "h2"}}, text("<p>A</p>")],
            "Promised:",
        ),
        ([text("<p>We have promised:</p><ul><li>This</li></ul>")], ""),
        ([text("<p>We have promised:</p>"), text("<ul><li>This</li></ul>")], ""),
        ([text("<p>We have promised:</p>"), {"type": "page_links", "value": {"title": "", "pages": [1]}}], ""),
        ([text("<p>Nothing is announced.</p>")], ""),
        ([{"type": "heading", "value": {"text": "Promises", "level": "h2"}}], "Promises"),
    ],
)
def test_an_introduction_to_a_list_that_is_not_there(tree, blocks, words):
    page = factories.StandardPageFactory(parent=tree.home, body=body(*blocks))
    page.refresh_from_db()
    assert announced(page) == words


# Inside


def test_targets_that_are_not_public_now_are_broken(tree, stream):
    draft = factories.StandardPageFactory(parent=tree.home, live=False)
    secret = factories.StandardPageFactory(parent=tree.home)
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    gone = factories.StandardPageFactory(parent=tree.home)
    targets = {"fine": tree.news, "draft": draft, "secret": secret, "gone": gone}
    html = "".join(f'<p><a linktype="page" id="{page.pk}">{name}</a></p>' for name, page in targets.items())
    factories.NewsFactory(parent=tree.news, body=body(text(html)))
    scan()
    gone.delete()
    assert found(tree) == ["draft", "secret", "gone"]
    draft.save_revision().publish()
    assert found(tree) == ["secret", "gone"]


def test_links_follow_the_page(tree):
    page = factories.NewsFactory(parent=tree.news, body=body(text('<p><a linktype="page" id="999">x</a></p>')))
    scan()
    assert found(tree) == ["x"]
    page.body = body(text("<p>None.</p>"))
    page.save_revision().publish()
    scan()
    assert found(tree) == []
    assert not Link.objects.exists()


def test_addresses_of_this_site_are_looked_up(tree, stream, settings):
    settings.BASE_URL = "http://localhost"
    factories.NewsFactory(parent=tree.news, slug="first", title="First")
    factories.NewsFactory(parent=tree.news, slug="draft", live=False)
    Redirect.objects.create(old_path="/old", redirect_link="/news/first/")
    Redirect.objects.create(old_path="/hidden", redirect_page=Page.objects.get(slug="draft"))
    public = ("/", "/news/first/", "http://localhost/news/first/#part", "/feeds/all.atom", "/search/?query=a")
    for address in (*public, "/News/FIRST/", "/old/", "/Old"):
        assert not requests.look_inside(address).problem, address
    for address in ("/news/draft/", "/News/Draft/", "/news/none/", "/hidden/", "/documents/99/a.pdf"):
        assert requests.look_inside(address).problem, address


def test_addresses_of_the_frontend_are_of_this_site(tree, settings, monkeypatch):
    settings.FRONTEND_URL = "https://www.frontend.example/hub"
    factories.NewsFactory(parent=tree.news, slug="first", title="First")
    links = [f"https://www.frontend.example/hub/{path}" for path in ("news/first/", "news/none/")]
    links.append("https://www.frontend.example/shop/")
    factories.NewsFactory(
        parent=tree.news, body=body(text("".join(f'<p><a href="{address}">x</a></p>' for address in links)))
    )
    scan()
    hosts = dict(LinkedAddress.objects.values_list("address", "host"))
    assert hosts == dict(zip(links, ["", "", "www.frontend.example"], strict=True))
    # The frontend is asked only for what the hub doesn't have.
    asked = []
    monkeypatch.setattr(requests, "look", lambda address: asked.append(address) or LinkResponse(404))
    assert [requests.look_inside(address).status for address in links[:2]] == [200, 404]
    assert asked == links[1:2]


# Outside


class Site(BaseHTTPRequestHandler):
    """Answers with the status in the path."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        status = int(self.path.split("/")[1].split("?")[0])
        if status == 499 and self.command == "GET":
            status = 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.path.partition("?")[2] or self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815  the name required by the server

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_network(monkeypatch):
    """The double is in a private network."""
    monkeypatch.setattr(outgoing_requests, "is_public", lambda address: True)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", LinkResponse(200)),
        ("/404", LinkResponse(404, "Not found.")),
        ("/410", LinkResponse(410, "Gone for good.")),
        ("/500", LinkResponse(500, "Answers with error 500.")),
        ("/403", LinkResponse(403)),
        ("/499", LinkResponse(200)),
        ("/302?/200", LinkResponse(200)),
        ("/302?/404", LinkResponse(404, "Not found.")),
        ("/302", LinkResponse(None, "Redirects in a loop.")),
    ],
)
def test_an_address_is_looked_at(site, open_network, path, answer):
    assert requests.look(site.address + path) == answer
    assert site.asked[0][0] == "HEAD"


def test_what_is_no_site_is_said(open_network, site):
    assert requests.look("http://127.0.0.1:1/").problem == "Can't be reached."
    assert requests.look("http://nowhere.invalid/").problem == "There is no site with this name."
    assert requests.look("http://[::1/").problem == "Isn't a complete address."
    assert requests.look(f"{site.address}/302?ftp://example.org/").problem == "Isn't a complete address."


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "fec0::1"]
    + [
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::1",
        "64:ff9b:1::808:808",
        "192.0.0.8",
        "::ffff:192.0.0.200",
        "192.88.99.1",
        "100:0:0:1::1",
        "3fff::1",
        "5f00::1",
    ],
)
def test_a_private_network_is_never_asked(address):
    assert not outgoing_requests.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8", "2002:808:808::1"])
def test_a_public_address_is_asked(address):
    assert outgoing_requests.is_public(address)


def test_no_request_leaves_for_a_private_network(site, monkeypatch):
    assert requests.look(f"{site.address}/200").problem == "Leads into a private network."
    # Nor by a redirect: only the double counts as public, and it redirects to another address.
    monkeypatch.setattr(outgoing_requests, "is_public", lambda address: address == "127.0.0.1")
    assert requests.look(f"{site.address}/302?http://127.0.0.2:{site.server_port}/200").for_certain
    assert len(site.asked) == 1


def test_two_failures_on_different_days_make_a_link_broken(tree, monkeypatch, settings):
    settings.LINK_CHECK_DAYS = 14
    address = "https://example.org/a"
    factories.NewsFactory(parent=tree.news, body=body(text(f'<p><a href="{address}">a</a></p>')))
    scan()
    answers = []
    monkeypatch.setattr(requests, "look", lambda address: answers[-1])

    def look(answer, day) -> list[str]:
        answers.append(answer)
        monkeypatch.setattr(checks, "today", lambda: datetime.date(2018, 5, day))
        LinkedAddress.objects.update(due_at=timezone.now() - datetime.timedelta(1), checked_at=None)
        assert checks.check(lambda: False) is False
        return found(tree)

    fault = LinkResponse(404, "Not found.")
    assert look(fault, 1) == []
    assert look(fault, 1) == []
    assert look(LinkResponse(200), 2) == []
    assert look(fault, 3) == []
    assert look(fault, 4) == [address]
    assert look(LinkResponse(200), 5) == []


def test_a_hub_without_a_way_out_calls_nothing_broken(tree):
    kept = [
        LinkedAddress.objects.create(address=f"https://{n}.org/", host=f"{n}.org", due_at=timezone.now()) for n in "ab"
    ]
    silent = LinkResponse(problem="Can't be reached.")
    checks.remember(kept[0], silent)
    assert kept[0].failed_days == 0
    checks.remember(kept[1], LinkResponse(200))
    checks.remember(kept[0], silent)
    assert kept[0].failed_days == 1


def test_one_address_at_a_time_and_a_host_not_twice_in_a_row(tree, monkeypatch, settings):
    asked = []
    monkeypatch.setattr(requests, "look", lambda address: asked.append(address) or LinkResponse(200))
    html = "".join(f'<p><a href="https://{host}">x</a></p>' for host in ("a.org/1", "a.org/2", "b.org/"))
    factories.NewsFactory(parent=tree.news, body=body(text(html)))
    scan()
    settings.LINK_CHECK_DAYS = 0
    checks.check(lambda: False)
    assert asked == []
    settings.LINK_CHECK_DAYS = 14
    for _ in range(4):
        checks.check(lambda: False)
    assert asked == ["https://a.org/1", "https://b.org/"]


# The report


def test_the_report_says_where_each_stands(editor, tree):
    page = factories.NewsFactory(parent=tree.news, title="Here", body=body(text('<p><a href="/none/">no</a></p>')))
    factories.OrganisationFactory(name="Board", address="https://board.example.org/")
    scan()
    LinkedAddress.objects.filter(host="board.example.org").update(failed_days=2, status=404, problem="Not found.")
    checks.check(lambda: False)
    html = editor.get(REPORT).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert "There is no public page at this address." in html
    assert "Organisation: Board" in html
    assert "/none/" in editor.get(REPORT, {"export": "csv"}).getvalue().decode()


def test_only_those_who_may_see_the_report_see_it(client, roles, tree):
    from django.contrib.auth.models import Permission

    visitor = sign_in("visitor")
    visitor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert visitor.get(REPORT).status_code == 302
    assert client.get(REPORT).status_code == 302


def test_the_report_and_the_search_for_it_cost_the_same_however_much_there_is(rf, editor, tree):
    def more(number):
        for _ in range(number):
            html = '<p><a linktype="page" id="999999">x</a> and <a href="https://example.org/">y</a>:</p>'
            factories.NewsFactory(parent=tree.news, body=body(text(html)))
        scan()
        LinkedAddress.objects.update(failed_days=2)

    def cost() -> tuple[int, int]:
        request = rf.get(REPORT)
        request.user = type(editor.user).objects.get(pk=editor.user.pk)
        with CaptureQueriesContext(connection) as groups:
            found = {group.key: group.total for group in attention.groups(DeskContext.by(request))}
        assert found["broken-links"] == 2 * found["lists-announced"]
        with CaptureQueriesContext(connection) as report:
            assert editor.get(REPORT).status_code == 200
        return len(groups), len(report)

    more(3)
    cost()
    cost()  # the first creates the settings, which is a change
    few = cost()
    more(27)
    cost()
    assert cost() == few
