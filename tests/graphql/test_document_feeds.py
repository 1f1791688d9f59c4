"""The answer to a stored document as a table, a feed or a calendar, read with programs that people use for them."""

import csv
import datetime
import hashlib
import io
import json

import icalendar
import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.base.choices import DatePrecision
from cms.delivery.graphql import document_feeds
from cms.delivery.graphql.feed_formats import FORMATS
from cms.graphql import cache, documents
from cms.graphql.checks import stored_documents_are_valid
from cms.graphql.manifests import services
from cms.models import HubSettings
from cms.sites.default import default_site
from cms.tokens.scopes import READ, READ_DRAFTS, READ_RESTRICTED
from programme.models import EventPage, NewsPage
from tests import factories
from tests.site import atom, hub

STRANGE = "=1+1"


@pytest.fixture(autouse=True)
def kept(settings, tree):
    HubSettings.for_site(tree.site)  # made when they are first read, which is a change
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    document_feeds.files.forget()


@pytest.fixture
def store(tmp_path, settings):
    """Store documents of a frontend, by name."""
    settings.GRAPHQL_DOCUMENTS = [tmp_path]

    def keep(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.graphql").write_text(text)
        forget_files()

    yield keep
    forget_files()


def forget_files():
    documents.stored_files.cache_clear()
    documents.stored_documents.cache_clear()


@pytest.fixture
def get(client, tree):
    def ask(file: str, headers=None, **variables):
        query = {"variables": json.dumps(variables)} if variables else {}
        return client.get(f"/graphql/{file}", query, headers=headers or {})

    return ask


@pytest.fixture
def news(tree) -> list[NewsPage]:
    streams = [factories.WorkStreamFactory(parent=tree.streams, title=title) for title in ("Care", "Neglect")]
    return [
        factories.NewsFactory(
            parent=tree.news,
            title=title,
            slug=slug,
            date=datetime.date(2018, 1, day),
            summary="Ärger; <b>with</b>\x0bsigns",
            work_streams=streams,
        )
        for title, slug, day in ((STRANGE, "strange", 2), ("Plain", "plain", 1))
    ]


def table(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def refusal(response) -> tuple[int, str, str]:
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"], error["message"]


# Formats


def test_a_spreadsheet_opens_the_list_and_takes_nothing_for_a_formula(news, get):
    response = get("NewsList.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="NewsList.csv"'
    headings, strange, plain = table(response)
    columns = ["id", "title", "path", "date", "kind.key", "kind.label", "summary"]
    assert headings == [*columns, "workStreams.title", "workStreams.path"]
    assert strange[1:4] == ["'" + STRANGE, "/news/strange/", "2018-01-02"]
    assert plain[1] == "Plain"
    assert plain[6:8] == ["Ärger; <b>with</b>\x0bsigns", "Care; Neglect"]
    response = get("NewsList.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="NewsList.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == headings
    assert (rows[1][1].value, rows[1][1].data_type) == (STRANGE, "s")
    assert rows[1][3].value == datetime.datetime(2018, 1, 2)
    assert rows[1][6].value == "Ärger; <b>with</b>signs"


def test_a_feed_reader_reads_the_list(news, get):
    response = get("NewsList.atom")
    feed = atom.parse(response.content)
    assert feed.findtext(f"{atom.ATOM}title") == "News – Information hub"
    assert atom.texts(feed, "title") == [STRANGE, "Plain"]
    assert atom.texts(feed, "summary") == ["Ärger; <b>with</b>signs"] * 2
    assert atom.texts(feed, "published")[0] == "2018-01-02T00:00:00+00:00"
    links = [entry.find(f"{atom.ATOM}link").get("href") for entry in feed.findall(f"{atom.ATOM}entry")]
    assert links == ["http://localhost/news/strange/", "http://localhost/news/plain/"]
    response = get("NewsList.json", first=1)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "News – Information hub"
    assert feed["feed_url"] == "http://localhost/graphql/NewsList.json?variables=%7B%22first%22%3A1%7D"
    (item,) = feed["items"]
    assert (item["title"], item["url"]) == (STRANGE, "http://localhost/news/strange/")
    assert item["date_published"] == "2018-01-02T00:00:00+00:00"
    # The ids are those of the API, in both.
    assert atom.texts(atom.parse(get("NewsList.atom").content), "id")[0].endswith(f":{item['id']}")
    (other,) = get(feed["next_url"].removeprefix("http://localhost/graphql/")).json()["items"]
    assert other["title"] == "Plain"


def test_a_calendar_has_what_has_a_known_day_in_the_site_s_time(tree, get):
    def event(title: str, start: datetime.datetime, end: datetime.datetime, precision: DatePrecision) -> EventPage:
        precisions = {"start_precision": precision, "end_precision": precision}
        return factories.EventFactory(
            parent=tree.events, title=title, place="Perth, the hall", start=start, end=end, **precisions
        )

    def at(*parts: int) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime(*parts))

    summer = event("Summer", at(2017, 7, 3, 9, 30), at(2017, 7, 3, 12), DatePrecision.TIME)
    event("Two days", at(2017, 7, 4), at(2017, 7, 5, 23, 59, 59), DatePrecision.DAY)
    event("Some time", at(2017, 8, 1), at(2017, 8, 31, 23, 59, 59), DatePrecision.MONTH)
    response = get("Events.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert not calendar.errors
    found = {str(item["summary"]): item for item in calendar.events}
    assert set(found) == {"Summer", "Two days"}
    item = found["Summer"]
    # An hour behind: it is summer in Scotland.
    assert (item["dtstart"].to_ical(), item["dtend"].to_ical()) == (b"20170703T083000Z", b"20170703T110000Z")
    assert str(item["location"]) == "Perth, the hall"
    assert item["url"] == f"http://localhost/events/{summer.slug}/"
    days = found["Two days"]
    assert (days.start, days.end) == (datetime.date(2017, 7, 4), datetime.date(2017, 7, 6))
    assert days["transp"] == "TRANSPARENT"
    summer.title = "Autumn"
    summer.save_revision().publish()
    again = icalendar.Calendar.from_ical(get("Events.ics").content)
    assert {str(one["uid"]) for one in again.events} == {str(one["uid"]) for one in found.values()}
    # A feed can't say “August”, but a reader may show the event.
    feed = atom.parse(get("Events.atom").content)
    dates = dict(zip(atom.texts(feed, "title"), atom.texts(feed, "published"), strict=True))
    assert dates["Some time"] == ""
    assert dates["Two days"] == "2017-07-04T00:00:00+01:00"


def test_the_page_of_feeds_links_tables_that_open(news, get, client):
    page = BeautifulSoup(client.get("/feeds/").content, "html.parser")
    links = [link["href"] for link in page.select("#section-spreadsheets ~ ul a")]
    assert len(links) == 8
    for link in links:
        assert client.get(link).status_code == 200, link


# Whole lists


def test_a_table_holds_the_whole_list_and_a_feed_its_first_part(tree, get, django_assert_num_queries):
    for number in range(23):
        factories.NewsFactory(parent=tree.news, title=f"News {number}")
    whole = get("NewsList.csv")
    assert len(table(whole)) == 24
    assert "Link" not in whole
    # The endpoint is asked for the same, but a longer list wouldn't be the same file.
    assert get("NewsList.csv", first=100)["ETag"] != whole["ETag"]
    assert len(atom.texts(atom.parse(get("NewsList.atom").content), "title")) == 20
    part = get("NewsList.csv", first=10)
    seen = [row[1] for row in table(part)[1:]]
    while "Link" in part:
        assert part["Link"].endswith('>; rel="next"')
        part = get(part["Link"].removeprefix("</graphql/").removesuffix('>; rel="next"'))
        seen += [row[1] for row in table(part)[1:]]
    assert seen == [row[1] for row in table(whole)[1:]]
    get("NewsList.csv")
    with django_assert_num_queries(1):  # the token
        assert get("NewsList.csv").content == whole.content


def test_a_list_of_many_parts_ends_somewhere(tree, get, store):
    store(
        One="query One($after: String) { news(first: 1, after: $after) { edges { node { title } }"
        " pageInfo { hasNextPage endCursor } } }"
    )
    for number in range(12):
        factories.NewsFactory(parent=tree.news, title=f"News {number}")
    response = get("One.csv")
    assert len(table(response)) == 11
    assert len(table(get(response["Link"].removeprefix("</graphql/").removesuffix('>; rel="next"')))) == 3


@pytest.mark.parametrize(
    ("ending", "queries"),
    # The token, news with their number, their streams; in feeds also the names of the site.
    [("csv", 3), ("xlsx", 3), ("atom", 4), ("json", 4)],
)
def test_the_cost_does_not_depend_on_how_much_there_is(
    ending, queries, news, tree, get, client, django_assert_num_queries
):
    for _ in range(2):
        client.get("/graphql/?document=NewsList")  # which reads what holds until the next change
        cache.answers.forget()
        with django_assert_num_queries(queries):
            get(f"NewsList.{ending}")
        streams = [factories.WorkStreamFactory(parent=tree.streams)]
        factories.NewsFactory.create_batch(5, parent=tree.news, work_streams=streams)


# Caches


@pytest.mark.parametrize("ending", FORMATS)
def test_whoever_has_a_file_is_told_so_until_something_changes(news, get, client, ending):
    file = f"Events.{ending}"
    first = get(file)
    assert first["Cache-Control"].startswith("public, max-age=")
    assert "hub" in first["Surrogate-Key"].split()
    assert "Set-Cookie" not in first
    assert get(file, {"If-None-Match": first["ETag"]}).status_code == 304
    head = client.head(f"/graphql/{file}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    # The ETag of one format is none of another's, nor of the document's own answer.
    assert get("NewsList.csv", {"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get("/graphql/?document=Events", headers={"If-None-Match": first["ETag"]}).status_code == 200
    news[0].save_revision().publish()
    again = get(file, {"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_file_is_sent_compressed(news, get):
    NewsPage.objects.update(summary="A day of listening. " * 14)
    plain, response = get("NewsList.json"), get("NewsList.json", {"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert get("NewsList.json", {"If-None-Match": response["ETag"]}).status_code == 304
    assert plain["ETag"] == response["ETag"]


# What can't be answered


def test_bad_requests_are_refused_as_at_the_endpoint(tree, get, client, store, settings):
    assert refusal(get("Nothing.csv"))[:2] == (404, "UNKNOWN_DOCUMENT")
    assert refusal(get("NewsList.pdf")) == (404, "NO_FEED", "The formats are csv, xlsx, ics, atom, json.")
    assert refusal(get("NewsItem.csv", slug="none"))[:2] == (404, "NO_FEED")
    for text in ("[1]", "{", '{"first": NaN}'):
        assert refusal(client.get("/graphql/NewsList.csv", {"variables": text}))[:2] == (400, "BAD_REQUEST")
    assert refusal(get("NewsList.csv", first="x"))[:2] == (400, "INVALID_VALUE")
    assert refusal(get("NewsList.csv", first=101))[:2] == (400, "BAD_PAGE_SIZE")
    assert refusal(get("NewsList.csv", after="x"))[:2] == (400, "BAD_CURSOR")
    posted = client.post("/graphql/NewsList.csv")
    assert refusal(posted)[:2] == (405, "BAD_REQUEST")
    assert posted["Allow"] == "GET, HEAD"
    store(Wrong="query Wrong { nothing }")
    assert refusal(get("Wrong.csv"))[:2] == (400, "INVALID_DOCUMENT")
    store(Skipped="query Skipped($all: Boolean!) { news @include(if: $all) { nodes { title } } }")
    assert refusal(get("Skipped.csv", all=False))[:2] == (404, "NO_FEED")
    settings.GRAPHQL_BUDGET = 1
    assert refusal(get("NewsList.csv", first=50))[:2] == (429, "OVER_BUDGET")


def test_half_a_list_is_no_list(news, get, monkeypatch):
    from cms.graphql.schema import get_schema

    def broken(root, info):
        raise RuntimeError

    monkeypatch.setattr(get_schema().type_map["NewsPage"].fields["summary"], "resolve", broken)
    assert refusal(get("NewsList.csv", first=1))[:2] == (500, "INTERNAL")


LISTS = "news { nodes { id title path date } } events { nodes { id title start } }"


@pytest.mark.parametrize(
    ("document", "ending", "words"),
    [
        ("query A { site { name } }", "csv", "selects no list"),
        (f"query A {{ {LISTS} }}", "csv", "Say by `@feed(list: …)` which is meant: `news`, `events`"),
        (f'query A @feed(list: "team") {{ {LISTS} }}', "csv", "selects no list at `team`"),
        (f'query A @feed(list: "news", title: "name") {{ {LISTS} }}', "csv", "has no column `name`"),
        (f'query A @feed(list: "news", date: "title") {{ {LISTS} }}', "csv", "`title` is no date"),
        (f'query A @feed(list: "events", date: "start") {{ {LISTS} }}', "csv", "Select `startPrecision` beside it"),
        (f'query A @feed(list: "news") {{ {LISTS} }}', "json", "doesn't say by `@feed` which column is `title`"),
        (f'query A @feed(list: "news", title: "title") {{ {LISTS} }}', "atom", "which column is `link`"),
        (f'query A @feed(list: "news", title: "title") {{ {LISTS} }}', "ics", "which column is `date`"),
        ('query A @feed(title: "title") { news { nodes { title } } }', "json", "which column is `id`"),
    ],
)
def test_what_a_document_lacks_is_said(document, ending, words, get, store):
    store(A=document)
    status, code, message = refusal(get(f"A.{ending}"))
    assert (status, code) == (404, "NO_FEED")
    assert words in message
    # `manage.py check` says the same of what is wrong with `@feed` in any format.
    faults = [error.msg for error in stored_documents_are_valid(None)]
    assert bool(faults) == ("@feed(" in document and ending == "csv")
    assert all(words in fault for fault in faults)


def test_a_frontend_s_own_document_is_a_file_by_its_id(news, get):
    text = "query Own { news(first: 5) { nodes { title } } }"
    known_as = hashlib.sha256(text.encode()).hexdigest()
    assert refusal(get(f"{known_as}.csv"))[:2] == (404, "UNKNOWN_DOCUMENT")
    manifest = {"format": "apollo-persisted-query-manifest", "version": 1}
    operation = {"id": known_as, "name": "Own", "type": "query", "body": text}
    services.upload("website", json.dumps(manifest | {"operations": [operation]}).encode(), default_site())
    for name in (known_as, f"sha256:{known_as}"):
        assert table(get(f"{name}.csv")) == [["title"], ["'" + STRANGE], ["Plain"]]
    assert refusal(get(f"{known_as}.atom"))[1] == "NO_FEED"


def test_values_below_an_item_are_columns_of_their_own(tree, get, store):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", slug="neglect")
    body = [hub.text("One &amp; <b>two</b></p><p>three")]
    factories.NewsFactory(parent=tree.news, title="First", body=body, work_streams=[stream])
    store(
        A="""
        query A($slug: String!) @feed(list: "stream.latest", title: "name") {
          stream: workStream(slug: $slug) {
            latest: news { edges { node { ...card body { ... on RichTextBlock { richText { html } } } } } }
          }
        }
        fragment card on Page { __typename name: title facts parent { title parent { id } } showInMenus }
        """
    )
    headings, row = table(get("A.csv", slug="neglect"))
    assert headings == ["name", "facts", "parent.title", "parent.parent.id", "showInMenus", "body.richText.html"]
    assert row[0] == "First"
    assert row[2] == tree.news.title
    assert row[4:] == ["false", "One & two\nthree"]
    assert refusal(get("A.csv", slug="none"))[2] == "`stream` is null: there is no such list."


# Tokens


def test_a_file_in_a_perspective_is_only_for_the_one_who_asked(news, get, headers_for, monkeypatch):
    public = get("NewsList.csv")
    draft = NewsPage.objects.get(pk=news[0].pk)
    draft.title = "Not yet"
    draft.save_revision()
    document_feeds.files.forget()
    headers = headers_for(READ_DRAFTS)
    with monkeypatch.context() as patched:
        patched.setattr(document_feeds.files, "keep", pytest.fail)
        for ending in FORMATS:
            response = get(f"NewsList.{ending}", headers | {"If-None-Match": public["ETag"]})
            assert response.status_code == 200
            assert ending == "xlsx" or b"Not yet" in response.content
            assert response["Cache-Control"] == "private, no-store"
            assert "Authorization" in response["Vary"]
            assert not {"ETag", "Surrogate-Key"} & set(response.headers)
    for others in ({}, headers_for(READ)):
        again = get("NewsList.csv", others)
        assert table(again) == table(public)
        assert again["Cache-Control"].startswith("public")
    assert refusal(get("NewsList.csv", headers_for(READ) | {"Hub-Perspective": "drafts"}))[:2] == (403, "WRONG_SCOPE")
    assert refusal(get("NewsList.csv", headers | {"Hub-Perspective": "at="}))[:2] == (400, "INVALID_PERSPECTIVE")


def test_a_file_of_restricted_pages_is_not_kept_either(news, get, headers_for, monkeypatch):
    PageViewRestriction.objects.create(page=news[0], restriction_type=PageViewRestriction.LOGIN)
    assert [row[1] for row in table(get("NewsList.csv"))] == ["title", "Plain"]
    monkeypatch.setattr(document_feeds.files, "keep", pytest.fail)
    response = get("NewsList.csv", headers_for(READ_RESTRICTED))
    assert [row[1] for row in table(response)] == ["title", "'" + STRANGE, "Plain"]
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
