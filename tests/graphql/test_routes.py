"""`route` takes an address as a browser has it, and `redirects` lists what editors redirect."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.pages.previews import keep_draft
from tests import factories
from tests.trees import add_gaelic

ROUTE = """query ($path: String!) {
  route(path: $path) { page { path } redirect { fromPath path url status } }
}"""
REDIRECTS = """query ($first: Int, $after: String, $last: Int, $before: String) {
  redirects(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    nodes { fromPath path url status }
    edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.fixture
def first(tree):
    return factories.NewsFactory(parent=tree.news, title="First", slug="first")


@pytest.fixture
def route(data):
    return lambda path: data(ROUTE, path=path)["route"]


@pytest.fixture
def listed(data):
    """Return the paths of the redirects in the list."""
    return lambda: [node["fromPath"] for node in data(REDIRECTS)["redirects"]["nodes"]]


FORMS = [
    *("/news/first/", "/news/first", "news/first/", "news/first", " /news/first/ ", "/news/first/?utm=x#top"),
    *(
        "/%6eews/f%69rst/",
        "http://localhost/news/first/",
        "https://localhost/news/first",
        "http://localhost:80/news/first",
    ),
    *("HTTP://LOCALHOST/news/first/?a=b", "//localhost/news/first/", "https://www.example.org/news/first/#top"),
]


def test_a_page_is_found_by_every_form_of_its_address(first, data, route, settings):
    settings.PREVIEW_URL = "https://www.example.org/api/preview"
    for path in FORMS:
        assert route(path) == {"page": {"path": "/news/first/"}, "redirect": None}, path
        assert data("query ($p: String!) { page(by: {path: $p}) { path } }", p=path)["page"] == {
            "path": "/news/first/"
        }, path


@pytest.mark.parametrize("path", ["", "/", "?a=b", "#top", "http://localhost", "http://localhost/"])
def test_an_address_without_a_path_is_the_home_page(tree, route, path):
    assert route(path)["page"] == {"path": "/"}


ELSEWHERE = [
    *("https://example.org/news/first/", "http://localhost:8001/news/first/", "//example.org/news/first/"),
    *("ftp://localhost/news/first/", "mailto:first@localhost", "http://localhost.example.org/news/first/"),
    *("http://localhost@example.org/news/first/", "http://[", "http://localhost:port/news/first/", "/news/first/%00"),
    *("/nothing/", "first", "/news/first/more", "/localhost/news/first/"),
]


def test_another_sites_address_is_as_unknown_as_a_wrong_path(first, route):
    for path in ELSEWHERE:
        assert route(path) is None, path


def test_a_full_address_opens_the_draft_of_its_page(first, data):
    token = keep_draft(first, get_user_model().objects.create_superuser("editor"))
    query = (
        """query ($t: String) { route(path: "http://localhost/news/first?x", previewToken: $t) { page { title } } }"""
    )
    assert data(query, t=token)["route"] == {"page": {"title": "First"}}


def test_capitals_are_redirected_to_the_pages_own_address(first, route):
    expected = {"path": "/news/first/", "url": "http://localhost/news/first/", "status": 301}
    for path in ("/News/First/", "NEWS/FIRST", "http://LOCALHOST/News/first/#top", "/news/F%69rst"):
        found = route(path)
        assert found["page"] is None
        assert found["redirect"].items() >= expected.items(), path
    assert route("/News/First/?page=2")["redirect"]["path"] == "/news/first/?page=2"
    assert route("/News/First/")["redirect"]["fromPath"] == "/News/First"


def test_pages_in_another_language_are_found_by_their_addresses(tree, two_languages, data, route):
    add_gaelic(tree)
    assert [route(path)["page"] for path in ("gd", "http://localhost/gd/?x")] == [{"path": "/gd/"}] * 2
    assert route("/GD/")["redirect"]["path"] == "/gd/"
    gaelic = Page.objects.get(locale__language_code="gd", depth=2)
    Redirect.objects.create(old_path="/gd/old", site=tree.site, redirect_page=gaelic)
    assert data(REDIRECTS)["redirects"]["nodes"] == [route("/gd/old")["redirect"]]
    assert route("/gd/old")["redirect"]["path"] == "/gd/"


def test_a_page_with_capitals_in_its_own_address_is_found_there(tree, route):
    factories.NewsFactory(parent=tree.news, title="Odd", slug="Odd")
    assert route("/news/Odd/")["page"] == {"path": "/news/Odd/"}


def test_redirects_are_found_by_every_form_of_their_address(first, route):
    Redirect.objects.create(old_path="/old", site=first.get_site(), redirect_page=first)
    Redirect.objects.create(old_path="/old page", site=None, redirect_link="/news/first/?x=1")
    Redirect.objects.create(old_path="/old?id=1", site=None, redirect_link="https://example.org/one")
    Redirect.objects.create(old_path="/Typed", site=None, redirect_link="https://example.org/typed")
    here = {"path": "/news/first/", "url": "http://localhost/news/first/", "status": 301}
    for path in ("/old", "old/", "/OLD", "/old/?utm=x", "http://localhost/old#top", "/old?id=2"):
        assert route(path)["redirect"] == {"fromPath": "/old", **here}, path
    assert route("/old%20page")["redirect"] == {
        "fromPath": "/old page",
        "path": "/news/first/?x=1",
        "url": "http://localhost/news/first/?x=1",
        "status": 301,
    }
    assert route("/old?id=1")["redirect"]["url"] == "https://example.org/one"
    assert route("/Typed")["redirect"]["url"] == "https://example.org/typed"
    assert route("/typed") is None
    assert route("https://example.org/old") is None


def test_no_redirect_leads_to_the_address_that_was_asked_for(tree, route):
    Redirect.objects.create(old_path="/old", site=None, redirect_link="/Old/")
    assert route("/old")["redirect"]["path"] == "/Old/"
    assert route("/Old") is None


def test_hidden_pages_are_as_unknown_in_every_form(tree, route, settings):
    settings.PREVIEW_URL = "https://www.example.org/"
    hidden = factories.NewsFactory(parent=tree.news, title="Secret", live=False)
    assert hidden.slug == "secret"
    links = [
        "/news/Secret/",
        "https://localhost/news/secret",
        "//localhost/news/secret/",
        "https://www.example.org/news/secret",
    ]
    for number, link in enumerate(links):
        Redirect.objects.create(old_path=f"/old-{number}", site=tree.site, redirect_link=link)
        assert route(f"/old-{number}") is None, link
    for path in (
        "news/secret",
        "/News/Secret/",
        "http://localhost/news/secret/",
        "https://www.example.org/NEWS/SECRET",
    ):
        assert route(path) is None, path


def test_a_path_costs_the_same_in_every_form(first, route):
    Redirect.objects.create(old_path="/old", site=None, redirect_page=first)
    # The page; or, if there is none, the redirect and its page, or the page in small letters.
    for paths, statements in (
        (FORMS[:-1], 2),
        (["/old", "old?a", "/OLD"], 4),
        (["/nothing/"], 3),
        (["/News/First/"], 4),
    ):
        for path in paths:
            route(path)
            with CaptureQueriesContext(connection) as captured:
                route(path)
            assert len(captured) == statements, (path, [query["sql"] for query in captured])


# The list


def test_redirects_are_listed_by_path_with_their_targets(first, data):
    Redirect.objects.create(old_path="/b", site=first.get_site(), redirect_page=first)
    Redirect.objects.create(old_path="/a", site=None, redirect_link="https://example.org/x", is_permanent=False)
    Redirect.objects.create(old_path="/c", site=None, redirect_link="/files/?x=1", redirect_page=None)
    assert data(REDIRECTS)["redirects"]["nodes"] == [
        {"fromPath": "/a", "path": None, "url": "https://example.org/x", "status": 302},
        {"fromPath": "/b", "path": "/news/first/", "url": "http://localhost/news/first/", "status": 301},
        {"fromPath": "/c", "path": "/files/?x=1", "url": "http://localhost/files/?x=1", "status": 301},
    ]


def test_the_list_is_read_in_parts_forward_and_backward(tree, data, gql):
    for letter in "dbace":
        Redirect.objects.create(old_path=f"/{letter}", site=None, redirect_link="https://example.org/")

    def part(**arguments):
        found = data(REDIRECTS, **arguments)["redirects"]
        assert found["totalCount"] == 5
        assert len(found["edges"]) == len(found["nodes"])
        return "".join(node["fromPath"][1:] for node in found["nodes"]), found["pageInfo"]

    paths, info = part(first=2)
    assert (paths, info["hasNextPage"], info["hasPreviousPage"]) == ("ab", True, False)
    # A cursor stays valid when redirects come and go.
    Redirect.objects.filter(old_path="/b").update(old_path="/bb")
    paths, info = part(first=2, after=info["endCursor"])
    assert paths == "bbc"
    paths, info = part(last=2)
    assert (paths, info["hasNextPage"], info["hasPreviousPage"]) == ("de", False, True)
    paths, info = part(last=9, before=info["startCursor"])
    assert (paths, info["hasPreviousPage"]) == ("abbc", False)
    assert part(first=0)[0] == ""
    for arguments, code in (
        ({"after": "x"}, "BAD_CURSOR"),
        ({"first": 101}, "BAD_PAGE_SIZE"),
        ({"first": 1, "last": 1}, "BAD_PAGE_SIZE"),
    ):
        (error,) = gql(REDIRECTS, **arguments)["errors"]
        assert error["extensions"]["code"] == code
    cursor = data("{ news { edges { cursor } } pages { edges { cursor } } }")["pages"]["edges"][0]["cursor"]
    (error,) = gql(REDIRECTS, after=cursor)["errors"]
    assert error["extensions"]["code"] == "BAD_CURSOR"


def test_the_list_agrees_with_the_route(tree, first, data, route, listed):
    """Which redirect counts for a path, and that a page comes before a redirect."""
    for path, link in (
        ("/old", "/all"),
        ("/news", "https://example.org/"),
        ("/News", "/capitals"),
        ("/news/first?a=b", "/x"),
    ):
        Redirect.objects.create(old_path=path, site=None, redirect_link=link)
    Redirect.objects.create(old_path="/old", site=tree.site, redirect_link="/own")
    found = data(REDIRECTS)["redirects"]["nodes"]
    assert [(node["fromPath"], node["path"]) for node in found] == [("/News", "/capitals"), ("/old", "/own")]
    assert [route(node["fromPath"])["redirect"] for node in found] == found
    assert route("/news/first?a=b")["page"]
    # A draft is in no redirect's way.
    Page.objects.filter(pk=first.pk).update(live=False)
    assert "/news/first?a=b" in listed()


def test_redirects_to_something_hidden_are_not_listed(tree, listed):
    draft = factories.NewsFactory(parent=tree.news, title="Secret", live=False)
    closed = factories.NewsFactory(parent=tree.news, title="Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    links = ["/news/secret/", "/News/SECRET", "http://localhost/news/closed/", "/news/closed?x"]
    for number, target in enumerate(
        [{"redirect_page": draft}, {"redirect_page": closed}, *({"redirect_link": link} for link in links)]
    ):
        Redirect.objects.create(old_path=f"/old-{number}", site=None, **target)
    Redirect.objects.create(old_path="/nowhere", site=None)
    # The site's own redirect is the one that counts, though it leads nowhere.
    Redirect.objects.create(old_path="/both", site=tree.site, redirect_page=draft)
    Redirect.objects.create(old_path="/both", site=None, redirect_link="/news/")
    assert listed() == []
    draft.save_revision().publish()
    assert listed() == ["/both", "/old-0", "/old-2", "/old-3"]


def test_where_a_page_was_hidden_before_it_moved_is_not_listed(tree, listed):
    never, closed, ended = (
        factories.StandardPageFactory(parent=tree.home, title=title) for title in ("Never", "Closed", "Ended")
    )
    for section in (closed, ended):
        section.save_revision().publish()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    Page.objects.filter(pk__in=[never.pk, ended.pk]).update(live=False)
    for section in (never, closed, ended):
        page = factories.StandardPageFactory(parent=section, title=f"From {section.slug}")
        page.move(tree.team, pos="last-child")
    assert Redirect.objects.filter(automatically_created=True).count() == 3
    # The section was public: so is that the page was in it.
    assert listed() == ["/ended/from-ended"]


def test_the_list_costs_the_same_however_long_it_is(tree, data):
    costs = []
    for number in range(30):
        page = factories.NewsFactory(parent=tree.news)
        Redirect.objects.create(old_path=f"/to-page-{number}", site=tree.site, redirect_page=page)
        Redirect.objects.create(old_path=f"/news/{number}/link", site=None, redirect_link=f"/news/{page.slug}/")
        if number in (2, 29):
            data("{ site { name } }")  # the period begins
            with CaptureQueriesContext(connection) as captured:
                assert data(REDIRECTS, first=100)["redirects"]["totalCount"] == 2 * (number + 1)
            costs.append(len(captured))
            with CaptureQueriesContext(connection) as captured:
                data(REDIRECTS, first=100)
            assert len(captured) == 1  # the version
    assert costs == [3, 3]  # version, redirects, pages


@pytest.mark.django_db
def test_a_hub_without_a_programme_has_no_page(data):
    """Wagtail's welcome page is in its database."""
    assert Page.objects.filter(depth=2).count() == 1
    found = data('{ route(path: "/") { page { title } } page(by: {path: "/"}) { title } pages { totalCount } }')
    assert found == {"route": None, "page": None, "pages": {"totalCount": 0}}
