"""Public pages are kept as sent until something changes, and no longer, and nothing else is kept."""

import datetime
import gzip

import brotli
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction, Site

from cms.base import store
from cms.delivery import kept_pages as pages
from cms.delivery import transfer
from cms.jobs import schedule
from cms.models import ContentVersion, HubSettings, Signpost
from cms.visibility.period import forget_period
from cms.visibility.triggers import watched
from programme.models import NewsPage, Topic
from tests import factories
from tests.request_ids import without_id
from tests.site import urls_in_languages
from tests.site.kept_or_not import OTHERS, is_kept

pytestmark = pytest.mark.usefixtures("pages_are_kept")

ZIPPED = {"accept-encoding": "gzip, deflate"}
BROTLI = {"accept-encoding": "gzip, deflate, br"}
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def at(monkeypatch):
    """Move the clock for the whole process."""

    def travel(moment: datetime.datetime):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return travel


def headers_of(response) -> dict[str, str]:
    """Return the headers, but for the id that each request has of its own."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-Id"}


def local(*parts: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*parts))


# One small read, and nothing else


def test_the_second_request_for_any_page_costs_one_statement_and_brings_the_same(hub, client, subtests):
    for path in [*(page.url for page in hub.values()), *OTHERS]:
        for headers in ({}, BROTLI):
            with subtests.test(path, compressed=bool(headers)):
                first = client.get(path, headers=headers)
                with CaptureQueriesContext(connection) as asked:
                    second = client.get(path, headers=headers)
                assert len(asked) == 1
                assert first.content == second.content
                assert headers_of(first) == headers_of(second)


def test_who_takes_it_gets_it_compressed_and_a_kept_page_is_compressed_no_more(hub, client, monkeypatch):
    for _ in range(2):
        plain, zipped, smallest = (client.get("/news/", headers=headers) for headers in ({}, ZIPPED, BROTLI))
        assert "Content-Encoding" not in plain
        assert gzip.decompress(zipped.content) == plain.content
        assert brotli.decompress(smallest.content) == plain.content
        monkeypatch.setattr(transfer, "compressed", None)
        monkeypatch.setattr("django.middleware.gzip.compress_string", None)


@pytest.mark.parametrize("headers", [{}, ZIPPED, BROTLI])
def test_who_has_it_gets_304_for_one_statement(hub, client, django_assert_num_queries, headers):
    etag = client.get("/news/", headers=headers)["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/news/", headers=headers | {"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_a_page_is_kept_though_all_who_ask_have_it(hub, client, django_assert_num_queries):
    etag = client.get("/news/")["ETag"]
    pages.pages.forget()
    assert client.get("/news/", headers={"if-none-match": etag}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get("/news/").status_code == 200


def test_head_tells_what_get_tells(hub, client):
    answer = client.get("/news/")
    head = client.head("/news/")
    assert (head.status_code, head.content) == (200, b"")
    assert headers_of(head) == headers_of(answer)


def test_hosts_and_schemes_are_kept_apart(hub, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert is_kept("/news/", host="testserver")
    asked = [client.get("/news/", headers={"host": "other.example"}), client.get("/news/", secure=True)]
    assert [answer.status_code for answer in asked] == [200, 200]
    client.get("/news/", headers={"host": "nobody.example"})
    assert client.get("/news/", headers={"host": "nobody.example"}).status_code == 400


def test_each_language_has_pages_of_its_own(gaelic, client, settings):
    settings.ROOT_URLCONF = urls_in_languages.__name__
    client.get("/")  # which creates the settings
    assert is_kept("/gd/")
    assert '<html lang="gd">' in client.get("/gd/").content.decode()
    assert '<html lang="en-GB">' in client.get("/").content.decode()


# The next request shows it


def rename(hub):
    page = NewsPage.objects.get(pk=hub["news"].pk)
    page.title = "Renamed"
    page.save_revision().publish()


def change_setting(hub):
    found = HubSettings.for_site(Site.objects.get())
    found.site_name = "Renamed"
    found.save()


def restrict(hub):
    PageViewRestriction.objects.create(page=hub["news"], restriction_type=BaseViewRestriction.LOGIN)


CHANGES = {
    "publish": (rename, ">It began<", "Renamed"),
    "unpublish": (lambda hub: hub["news"].unpublish(), "It began", None),
    "delete": (lambda hub: Page.objects.get(pk=hub["news"].pk).delete(), "It began", None),
    "move": (lambda hub: hub["news"].move(hub["home"], "last-child"), "/news/it-began/", "/it-began/"),
    "restrict": (restrict, "It began", None),
    "setting": (change_setting, "The hub", "Renamed"),
    "signpost": (
        lambda hub: Signpost.objects.filter(name="Childline").update(telephone="0800 00"),
        "0800 11",
        "0800 00",
    ),
}


@pytest.mark.parametrize(("change", "before", "after"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_on_the_next_page(hub, client, change, before, after):
    hub["news"].slug = "it-began"
    hub["news"].save()
    Signpost.objects.filter(name="Childline").update(telephone="0800 11")
    known = client.get("/")
    assert before in known.content.decode()
    change(hub)
    new = client.get("/", headers={"if-none-match": known["ETag"]})
    assert new.status_code == 200
    assert before not in new.content.decode()
    assert after is None or after in new.content.decode()


def test_a_page_that_is_withdrawn_is_gone(hub, client):
    path = hub["news"].url
    client.get(path)
    hub["news"].unpublish()
    assert client.get(path).status_code == 404


def test_a_term_on_the_page_counts(hub, client):
    path = hub["news"].url
    before = client.get(path)["ETag"]
    Topic.objects.update(name="Renamed")
    assert client.get(path)["ETag"] != before


def test_a_change_elsewhere_leaves_the_etag(hub, client):
    path = hub["plain"].url
    before = client.get(path)["ETag"]
    ContentVersion.renew()
    assert client.get(path, headers={"if-none-match": before}).status_code == 304


def test_a_draft_changes_nothing(hub, client, django_assert_num_queries):
    client.get("/news/")
    page = NewsPage.objects.get(pk=hub["news"].pk)
    page.title = "Not yet"
    page.save_revision()
    with django_assert_num_queries(1):
        client.get("/news/")


# Time


def test_no_kept_page_differs_from_a_new_one_whenever_it_is_asked_for(hub, at, subtests):
    """Pages, the end of an event, an expiry, a go-live, a meeting's day, midnight, a new year, and a year without
    changes after it."""
    noon = local(2026, 12, 30, 12)
    at(noon)
    tree = {name: hub[name] for name in ("news_index", "events", "group")}
    event = factories.EventFactory(
        parent=tree["events"],
        title="Soon over",
        start=noon,
        end=local(2026, 12, 30, 12, 30),
        online_address="https://a.example",
    )
    factories.EventFactory(parent=tree["events"], title="At midnight", start=noon, end=local(2026, 12, 30, 23, 59, 59))
    factories.NewsFactory(parent=tree["news_index"], title="Short-lived", expire_at=local(2026, 12, 30, 13))
    factories.MeetingFactory(parent=tree["group"], title="Tomorrow", date=datetime.date(2026, 12, 31), state="planned")
    NewsPage.objects.filter(pk=hub["news"].pk).update(go_live_at=local(2026, 12, 30, 14))
    draft = factories.NewsFactory(parent=tree["news_index"], title="Later", live=False)
    draft.go_live_at = local(2026, 12, 30, 15)
    draft.save_revision().publish()
    moments = [
        noon,
        *(local(2026, 12, 30, 12, 30) + by for by in (-SECOND, 0 * SECOND, SECOND)),
        *(local(2026, 12, 30, hour) + by for hour in (13, 14, 15) for by in (-SECOND, 0 * SECOND, SECOND)),
        *(local(2026, 12, 31) + by for by in (-SECOND, 0 * SECOND)),
        local(2027, 1, 1),
        local(2028, 1, 2),
    ]
    paths = [*(page.url for page in hub.values()), event.url, *OTHERS]
    reader, afresh, seen = Client(), Client(), set()
    afresh.cookies["csrftoken"] = "x"  # requests with it get no kept page
    for moment in moments:
        at(moment)
        schedule.keep(lambda: False)
        shown = {path: without_id([reader.get(path), reader.get(path)][1]) for path in paths}
        forget_period()
        for path in paths:
            with subtests.test(path, moment=moment):
                assert shown[path] == without_id(afresh.get(path))
        seen |= set(shown.items())
    # Otherwise nothing would have been compared. Each page also says on which of the four days it is printed.
    assert {path: len([one for one, _ in seen if one == path]) for path in ("/", event.url, "/events/")} == {
        "/": 9,
        event.url: 6,
        "/events/": 7,
    }


def test_the_end_of_an_event_is_on_the_next_page(hub, at):
    noon = local(2026, 3, 10, 12)
    at(noon)
    event = factories.EventFactory(
        parent=hub["events"], start=noon, end=noon + 20 * SECOND, online_address="https://join.example"
    )
    reader = Client()
    assert 'href="https://join.example"' in reader.get(event.url).content.decode()
    at(noon + 19 * SECOND)
    assert is_kept(event.url, reader)
    at(noon + 20 * SECOND)
    assert 'href="https://join.example"' not in reader.get(event.url).content.decode()


def test_what_pages_are_made_of_renews_the_token(hub, subtests):
    """A page that reads a table without triggers would be kept after a change."""
    known = {one.table for one in watched()}
    # The token itself, names of models, and tables of restrictions, which hide the whole page. From when on past days are
    # known changes with migrations, and with deletions that renew the token.
    known |= {"cms_contentversion", "django_content_type", "wagtailcore_pageviewrestriction_groups", "cms_historytable"}
    names = set(connection.introspection.table_names())
    for path in [*(page.url for page in hub.values()), *OTHERS]:
        forget_period()
        pages.pages.forget()
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        read = {name for name in names if any(f'"{name}"' in one["sql"] or f" {name} " in one["sql"] for one in asked)}
        with subtests.test(path):
            assert read - known == set()
            assert "wagtailcore_page" in read or path in OTHERS


# Memory


def test_hosts_that_anybody_can_think_of_have_a_small_share(hub, client, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver", ".example"]
    own, strangers = pages.pages._own._kept, pages.pages._strangers._kept
    client.get("/news/")
    assert (len(own), len(strangers)) == (1, 0)
    for number in range(3):
        client.get("/news/", headers={"host": f"{number}.example"})
        client.get("/news/", headers={"host": f"testserver:{number}"})
    assert (len(own), len(strangers)) == (1, 6)
    assert is_kept("/news/", host="1.example")
    monkeypatch.setattr(store, "STRANGERS_SECONDS", -1)
    assert not is_kept("/news/", host="another.example"), "it goes after some minutes"


def test_processes_share_pages(hub, client, settings, tmp_path, django_assert_num_queries):
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {"kept": files}
    first = client.get("/news/")
    pages.pages._own.clear()  # as in another process that has had this request
    with django_assert_num_queries(1):
        assert client.get("/news/").content == first.content
    caches["kept"].clear()
    pages.pages._own.clear()
    assert client.get("/news/").content == first.content
