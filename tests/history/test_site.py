"""The site as it was on a past day: each page as the public could read it, and nothing of today but help."""

import datetime
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from cms.base.typed_dates import in_words
from cms.delivery import kept_pages
from cms.history.moments import beginning
from cms.models import ProgrammeSite
from cms.sites.models import NO_HOST, ProgrammeState
from newsletter.models import MailingList
from tests import factories
from tests.site import urls_in_languages

pytestmark = pytest.mark.django_db


def day(ago: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=ago)).isoformat()


def words(ago: int) -> str:
    return in_words(timezone.localdate() - datetime.timedelta(days=ago))


@pytest.fixture
def open_(client):
    """Open an address as a stranger and return the page as a tree of elements."""

    def open_(path: str, status: int = 200) -> BeautifulSoup:
        response = client.get(path)
        assert response.status_code == status, response.content
        return BeautifulSoup(response.content, "html.parser")

    return open_


@pytest.fixture
def news(tree, days_pass):
    """A news item that was published ten days ago, and got another title five days ago."""
    page = factories.NewsFactory(parent=tree.news, title="The first title", slug="first")
    page.save_revision().publish()
    days_pass(5)
    page.title = "The second title"
    page.save_revision().publish()
    days_pass(5)
    return page


def bar(page: BeautifulSoup):
    return page.select_one(".hub_past")


def ways(page: BeautifulSoup) -> dict[str, str]:
    return {" ".join(link.text.split()): link["href"] for link in bar(page).select("a")}


def test_each_day_shows_the_page_as_it_was_at_its_end(news, open_):
    for ago, title in (
        (9, "The first title"),
        (6, "The first title"),
        (5, "The second title"),
        (1, "The second title"),
    ):
        page = open_(f"/as-at/{day(ago)}/news/first/")
        assert page.h1.text.strip() == title
        assert page.title.text.split(" – ")[0].strip() == title
        assert f"at the end of {words(ago)}" in " ".join(bar(page).text.split())
    assert bar(open_("/news/first/")) is None


def test_a_moment_shows_the_page_as_it_was_then(tree, open_):
    page = factories.NewsFactory(parent=tree.news, title="The first title", slug="first")
    moment = timezone.now().isoformat()
    page.title = "The second title"
    page.save_revision().publish()
    assert open_(f"/as-at/{moment}/news/first/").h1.text.strip() == "The first title"


def test_the_bar_leads_to_the_changes_around_the_day_and_to_today(news, open_):
    between = ways(open_(f"/as-at/{day(7)}/news/first/"))
    assert between[words(10)] == f"/as-at/{day(10)}/news/first/"
    assert between[words(5)] == f"/as-at/{day(5)}/news/first/"
    assert between["Today's page"] == "/news/first/"
    first = ways(open_(f"/as-at/{day(10)}/news/first/"))
    assert (words(10) in first, words(5) in first) == (False, True), "no way to the day itself"
    last = ways(open_(f"/as-at/{day(2)}/news/first/"))
    assert (words(10) in last, words(5) in last) == (False, True), "the change before, not all"


def test_a_page_that_has_moved_leads_to_its_present_address(news, open_):
    news.slug = "elsewhere"
    news.save_revision().publish()
    page = open_(f"/as-at/{day(3)}/news/first/")
    assert ways(page)["Today's page"] == "/news/elsewhere/"


def test_a_page_that_is_gone_today_leads_to_the_home_page_and_says_when(news, open_, days_pass):
    news.unpublish()
    days_pass(2)
    page = open_(f"/as-at/{day(4)}/news/first/")
    assert page.h1.text.strip() == "The second title"
    assert ways(page)["Today's home page"] == "/"
    assert ways(page)[words(2)] == f"/as-at/{day(2)}/news/first/", "its withdrawal"
    assert "There is no such page today." in bar(page).text


def test_later_changes_of_a_page_that_is_not_public_today_stay_unknown(news, open_):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    page = open_(f"/as-at/{day(7)}/news/first/")
    assert page.h1.text.strip() == "The first title"
    assert words(5) not in bar(page).text


@pytest.mark.parametrize("restricted", [True, False])
def test_what_was_not_public_on_the_day_is_not_there(tree, open_, days_pass, restricted):
    page = factories.NewsFactory(parent=tree.news, title="Secret words", slug="secret", live=restricted)
    if restricted:
        rule = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    days_pass(3)
    if restricted:
        rule.delete()
    else:
        page.save_revision().publish()
    assert "Secret words" in open_("/news/secret/").text
    then = open_(f"/as-at/{day(2)}/news/secret/", 404)
    assert "Secret words" not in str(then)
    assert "There was no page at this address at the end of that day" in " ".join(then.main.text.split())
    assert ways(then)["Today's page"] == "/news/secret/"
    assert then.select_one("header a")["href"] == f"/as-at/{day(2)}/"
    assert "Secret words" not in str(open_(f"/as-at/{day(2)}/news/"))


def test_what_is_withheld_from_the_past_is_not_there(news, open_):
    path = f"/as-at/{day(7)}/news/first/"
    open_(path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_wagtailcore_page SET history_withheld = true WHERE id = %s", [news.pk])
    news.save_revision().publish()  # whatever changes the content's version
    open_(path, 404)


def test_an_editor_gets_what_strangers_get_and_no_cookie_is_set(news, client):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    path = f"/as-at/{day(3)}/news/first/"
    stranger = client.get(path).content
    client.force_login(get_user_model().objects.create_superuser("lead@example.org", "lead@example.org"))
    response = client.get(path, headers={"authorization": "Bearer nonsense"})
    assert response.content == stranger
    assert not response.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_to_a_past_day(news, client, method):
    response = getattr(client, method)(f"/as-at/{day(3)}/news/first/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_search_engines_keep_nothing_of_it(news, client, open_):
    for path, status in (("/news/first/", 200), ("/", 200), ("/no-such/", 404)):
        response = client.get(f"/as-at/{day(3)}{path}")
        page = BeautifulSoup(response.content, "html.parser")
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert [one["content"] for one in page.select("meta[name=robots]")] == ["noindex"]
        assert not page.select("link[rel=canonical], link[rel=alternate], script[type='application/ld+json']")
        assert response.status_code == status
    assert "Disallow: /as-at/\n" in client.get("/robots.txt").content.decode()
    assert "/as-at/" not in client.get("/sitemap.xml").content.decode()


def test_no_form_can_be_sent_and_nothing_searched(news, open_):
    MailingList.objects.get_or_create(slug="updates", defaults={"name": "Updates"})
    page = open_(f"/as-at/{day(3)}/news/first/")
    assert not page.select("form[method=post], form[role=search], .hub_feedback, .hub_subscribe, .hub_follow")
    assert "Nothing can be searched or sent from here" in bar(page).text
    for path in ("/search/?query=first", "/feedback/", "/newsletter/subscribe/", "/feeds/", "/admin/", "/graphql/"):
        found = open_(f"/as-at/{day(3)}{path}", 404)
        assert "Past days can’t be searched" in found.main.text
        assert found.main.a["href"] == path.partition("?")[0]


def test_help_is_always_of_today(news, open_, client):
    factories.add_signposts()
    page = open_(f"/as-at/{day(3)}/news/first/")
    assert page.select_one(".hub_signpost a[href='/help/']")
    assert page.select_one(".hub_signpost a[href^='tel:']")
    assert client.get(f"/as-at/{day(3)}/help/")["Location"] == "/help/"


def test_the_services_on_the_page_for_an_audience_are_those_of_today(tree, open_, days_pass):
    services = factories.add_signposts()
    children = factories.AudienceFactory(name="Children", help_group="child")
    factories.AudiencePageFactory(parent=tree.home, audience=children)
    days_pass(2)
    services["child"].telephone = "0800 2222"
    services["child"].save()
    numbers = open_(f"/as-at/{day(1)}/for-children/").select(".hub_signposts__number")
    assert [number.get_text(strip=True) for number in numbers] == ["999", "0800 2222"]


def test_a_redirect_of_the_day_is_followed_within_it(tree, news, client, days_pass):
    redirect = Redirect.objects.create(old_path="/old", site=tree.site, redirect_page=news)
    outside = Redirect.objects.create(old_path="/out", site=tree.site, redirect_link="https://example.org/new")
    days_pass(2)
    redirect.delete()
    outside.delete()
    assert client.get("/old/").status_code == 404
    assert client.get(f"/as-at/{day(1)}/old/")["Location"] == f"/as-at/{day(1)}/news/first/"
    assert client.get(f"/as-at/{day(1)}/out/")["Location"] == "https://example.org/new"


def test_addresses_are_completed_within_the_day(news, client):
    assert client.get(f"/as-at/{day(3)}")["Location"] == f"/as-at/{day(3)}/"
    assert client.get(f"/as-at/{day(3)}/news/first")["Location"] == f"/as-at/{day(3)}/news/first/"


def test_today_is_still_going_on(news, client):
    assert client.get(f"/as-at/{day(0)}/news/?page=2")["Location"] == "/news/?page=2"
    assert client.get(f"/as-at/{day(0)}//example.org/")["Location"] == "/example.org/"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "This isn't a day."),
        ("2027-02-30", "This isn't a day."),
        ("%22%3E%3Cscript%3E", "This isn't a day."),
        ("%D9%A2%D9%A0%D9%A2%D9%A6-01-01", "This isn't a day."),
        ("2001-01-01", "Nothing is kept of Monday 1 January 2001."),
        ("9000-01-01", "Wednesday 1 January 9000 is still to come."),
        ("9999-12-31T23:59:59-12:00", "This isn't a day."),
        ("0001-01-01T00:00:00+14:00", "This isn't a day."),
    ],
)
def test_what_is_no_known_day_gets_a_sentence_and_the_first_known_day(news, open_, text, sentence):
    page = open_(f"/as-at/{text}/news/first/", 404)
    first = timezone.localdate(beginning())
    assert sentence in page.main.text
    assert f"The first known day is {in_words(first)}." in page.main.text
    assert page.main.select_one(f"a[href='/as-at/{first}/news/first/']").text == in_words(first)
    assert page.select_one("input[name=page]")["value"] == "/news/first/"
    assert page.select_one("input[aria-invalid=true]")["id"] == page.select_one("#error-summary a")["href"][1:]
    assert "<script>" not in str(page.main)


def test_the_form_reads_days_as_people_type_them(news, client, open_):
    asked = timezone.localdate() - datetime.timedelta(days=3)
    for typed in (f"{asked:%d/%m/%Y}", f"{asked.day} {asked:%B}", f"{asked:%A %d %B %Y}"):
        response = client.get("/as-at/", {"day": typed, "page": "/news/first/"})
        assert (response.status_code, response["Location"]) == (302, f"/as-at/{asked}/news/first/")
    assert client.get("/as-at/", {"day": f"{asked:%d/%m/%Y}"})["Location"] == f"/as-at/{asked}/"
    for typed, sentence in (("rubbish", "can’t be read as a date"), ("1/1/2001", "Nothing is kept"), ("", "No date")):
        response = client.get("/as-at/", {"day": typed, "page": "/news/first/"})
        assert response.status_code == 400
        page = BeautifulSoup(response.content, "html.parser")
        assert sentence in page.select_one("#error-summary").text
        assert page.select_one("#day")["value"] == typed
        assert page.select_one("input[name=page]")["value"] == "/news/first/"


@pytest.mark.parametrize(
    "page", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b"]
)
def test_the_form_leads_nowhere_else(news, client, page):
    location = client.get("/as-at/", {"day": f"{timezone.localdate():%d/%m/%Y}", "page": page})["Location"]
    assert location.startswith(f"/as-at/{day(0)}/")
    assert "\n" not in location


def test_the_footer_leads_to_the_form(news, open_):
    assert open_("/").select_one("footer a[href='/as-at/']").text == "Past days of this site"


@pytest.mark.parametrize("path", ["/as-at/", "/as-at/2027-06-01/", "/as-at/soon/"])
def test_without_a_public_site_there_is_nothing(news, settings, client, path):
    settings.PUBLIC_SITE = False
    assert client.get(path).content == b"There is no page at this address.\n"


def test_a_page_says_how_long_it_is_with_its_links(tree, days_pass, client):
    days_pass(3)
    response = client.get(f"/as-at/{day(2)}/")
    assert response["Content-Length"] == str(len(response.content))


def test_every_link_of_every_page_stays_within_the_day(own_content, client):
    """The whole content, as of a moment just now: each page is there, and says what today's says."""
    moment = timezone.now().isoformat().replace("+00:00", "Z")
    prefix = f"/as-at/{moment}"
    todo, seen, left = [f"{prefix}/"], {f"{prefix}/"}, set()
    while todo:
        path = todo.pop()
        response = client.get(path)
        assert response.status_code == 200, path
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = BeautifulSoup(response.content, "html.parser")
        for link in page.select("a, form, area, link[rel=stylesheet]"):
            target = urlsplit(urljoin(f"http://localhost{path}", link.get("href") or link.get("action")))
            if target.netloc not in ("localhost", "testserver") or link.has_attr("data-today"):
                continue
            if not target.path.startswith(prefix):
                left.add(target.path.split("/")[1])
            elif target.path not in seen and not target.path.startswith(f"{prefix}/documents/"):
                seen.add(target.path)
                todo.append(target.path)
    pages = Page.objects.live().public().filter(depth__gt=1)
    assert len(seen) >= pages.count() * 0.9
    assert left <= {"static", "look", "help", "feeds", "calendars", "feedback", "as-at", "media", "newsletter"}
    some = list(pages.order_by("pk")[::7])
    assert len(some) > 10
    for one in some:
        today, then = client.get(one.url), client.get(prefix + one.url)
        assert main_of(then).replace(prefix, "") == main_of(today), one.url


def main_of(response) -> str:
    """Return the page's own content, but for what is today's alone: the printed line, the history, the form to follow."""
    main = BeautifulSoup(response.content, "html.parser").main
    for part in main.select(".hub_printed, .hub_history-link, .hub_follow"):
        part.decompose()
    return " ".join(str(main).replace("http://localhost", "").split())


@pytest.fixture
def energy(tree, days_pass):
    """A programme at http://localhost/energy/ with a news item, for three days."""
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Energy", slug="energy-home")
    site = Site.objects.create(hostname=f"energy.{NO_HOST}", root_page=home, site_name="Energy")
    ProgrammeSite.objects.create(site=site, key="energy", path="energy", host=tree.site)
    index = factories.NewsIndexFactory(parent=home)
    factories.NewsFactory(parent=index, title="Wind at last", slug="wind").save_revision().publish()
    factories.NewsFactory(parent=tree.news, title="Of the first", slug="first")
    days_pass(3)
    return site


def test_the_api_of_a_programme_answers_only_for_days_on_which_there_was_one(energy, client):
    def asked(at):
        query = "query News($at: String) @asOf(at: $at) { news(first: 5) { nodes { title } } }"
        body = {"query": query, "variables": {"at": at}}
        return client.post("/energy/graphql/", body, content_type="application/json").json()

    assert asked(day(2))["data"]["news"]["nodes"] == [{"title": "Wind at last"}]
    ProgrammeSite.objects.filter(site=energy).update(state=ProgrammeState.CLOSED)
    closed = asked(timezone.now().isoformat())
    assert closed["errors"][0]["extensions"]["code"] == "PROGRAMME_CLOSED"


def test_a_programme_below_a_path_has_its_days(energy, open_, client):
    page = open_(f"/as-at/{day(2)}/energy/news/wind/")
    assert page.h1.text.strip() == "Wind at last"
    assert page.select_one("header .ds_site-branding__link")["href"] == f"/as-at/{day(2)}/energy/"
    assert page.select_one(".ds_breadcrumbs a")["href"] == f"/as-at/{day(2)}/energy/"
    assert ways(page)["Today's page"] == "/energy/news/wind/"
    open_(f"/as-at/{day(2)}/news/wind/", 404)
    assert open_(f"/as-at/{day(2)}/news/first/").h1.text.strip() == "Of the first"
    assert open_(f"/as-at/{day(2)}/energy/search/", 404).main.a["href"] == "/energy/search/"
    assert client.get(f"/as-at/{day(2)}/energy/help/")["Location"] == "/energy/help/"
    assert open_("/energy/").select_one("footer a[href='/energy/as-at/']")
    typed = f"{timezone.localdate() - datetime.timedelta(days=2):%d/%m/%Y}"
    assert client.get("/energy/as-at/", {"day": typed})["Location"] == f"/as-at/{day(2)}/energy/"


def test_a_programme_that_is_closed_today_is_shown_as_it_was(energy, open_):
    record = ProgrammeSite.objects.get(site=energy)
    record.state = "closed"
    record.save()
    open_("/energy/news/wind/", 410)
    page = open_(f"/as-at/{day(2)}/energy/news/wind/")
    assert page.h1.text.strip() == "Wind at last"
    assert ways(page)["Today's home page"] == "/"


def test_pages_in_two_languages_have_their_days(settings, tree, gaelic, open_, days_pass):
    settings.ROOT_URLCONF = urls_in_languages.__name__
    first = factories.NewsFactory(parent=tree.news, title="First", slug="first")
    factories.translate(tree.news, gaelic, title="Naidheachdan", slug="naidheachdan").save_revision().publish()
    translated = factories.translate(first, gaelic, title="A’ chiad", slug="a-chiad")
    translated.save_revision().publish()
    days_pass(3)
    page = open_(f"/as-at/{day(2)}/gd/naidheachdan/a-chiad/")
    assert page.html["lang"] == "gd"
    assert page.h1.text.strip() == "A’ chiad"
    assert page.select_one(".hub_languages a")["href"] == f"/as-at/{day(2)}/news/first/"
    assert ways(page)["Today's page"] == "/gd/naidheachdan/a-chiad/"
    back = open_(f"/as-at/{day(2)}/news/first/").select_one(".hub_languages a")
    assert back["href"] == f"/as-at/{day(2)}/gd/naidheachdan/a-chiad/"


def test_kept_pages_of_a_day_and_of_today_are_told_apart(pages_are_kept, news, client):
    past, now = f"/as-at/{day(7)}/news/first/", "/news/first/"
    for _ in range(3):
        assert b"The first title" in client.get(past).content
        assert b"The second title" in client.get(now).content
    with CaptureQueriesContext(connection) as asked:
        client.get(past)
    assert len(asked) <= 2, "it was kept"
    news.title = "The third title"
    news.save_revision().publish()
    assert b"The third title" in client.get(now).content
    page = client.get(past).content
    assert b"The first title" in page


def test_past_days_get_only_the_share_of_strangers(pages_are_kept, news, client):
    client.get("/news/first/")
    own = len(kept_pages.pages._own._kept)
    for ago in range(1, 9):
        client.get(f"/as-at/{day(ago)}/news/first/")
    assert len(kept_pages.pages._own._kept) == own
    assert kept_pages.pages._strangers._kept


@pytest.mark.parametrize(("path", "statements"), [("/", 13), ("/news/", 10), ("/news/first/", 12)])
def test_a_day_costs_a_constant_number_of_statements(news, client, django_assert_num_queries, path, statements):
    """At most twice those of today's page; three of them are for the bar."""
    past = f"/as-at/{day(3)}{path}"
    for one in (path, path, past):  # the first adds the row of the site's settings
        client.get(one)
    with CaptureQueriesContext(connection) as today:
        client.get(path)
    with django_assert_num_queries(statements):
        client.get(past)
    assert statements <= 2 * len(today)
    for number in range(5):
        factories.NewsFactory(parent=Page.objects.get(slug="news").specific, title=f"More {number}")
    client.get(past)
    with django_assert_num_queries(statements):
        client.get(past)
