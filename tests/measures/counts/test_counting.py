"""What is counted, and who isn't: kept pages and 304s too, neither robots nor editors."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import HubDocument
from measures.choices import CountKind
from measures.counts import switch
from measures.counts.middleware import pdf_key
from measures.counts.tally import tally
from measures.models import CountsSettings, DailyCount
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, Edition, IssuePdf, Snapshot
from tests import factories

from .conftest import BROWSER

KEPT = pytest.mark.usefixtures("pages_are_kept")


def counted(kind=CountKind.PAGE) -> dict[tuple[str, str], int]:
    """Write what was counted, and return the numbers of a kind by thing and detail."""
    tally.write()
    return {(row.thing, row.detail): row.number for row in DailyCount.objects.filter(kind=kind)}


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Badgers", slug="badgers")


@KEPT
def test_a_page_counts_made_kept_and_known(counting, reader, news):
    Client().get("/")  # a robot; the first request of all writes settings
    first, kept = reader.get(news.url), reader.get(news.url)
    known = reader.get(news.url, headers={"if-none-match": kept["ETag"]})
    assert [first.status_code, kept.status_code, known.status_code] == [200, 200, 304]
    assert counted() == {(str(news.pk), "direct"): 3}
    assert DailyCount.objects.get().day == timezone.localdate()


@KEPT
def test_a_kept_page_costs_no_statement_more(counting, reader, news):
    Client().get("/")
    for _ in range(2):
        reader.get(news.url)
    with CaptureQueriesContext(connection) as captured:
        reader.get(news.url)
    assert [query["sql"] for query in captured] == ["SELECT token FROM cms_contentversion WHERE id = 1"]
    assert counted() == {(str(news.pk), "direct"): 3}


def test_off_there_is_not_one_row(tree, reader, news):
    reader.get(news.url)
    assert len(tally) == 0 and counted() == {}


def test_switched_off_before_they_are_written_they_are_dropped(counting, reader, news):
    reader.get(news.url)
    CountsSettings.objects.update(counts_readers=False)
    assert len(tally) == 1 and counted() == {}
    assert not switch.is_on(counting)


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": ""},
        {"dnt": "1"},
        {"sec-gpc": "1"},
        {"sec-purpose": "prefetch;prerender"},
        {"cookie": "sessionid=something"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_who_is_not_counted(counting, news, headers):
    Client(headers={"user-agent": BROWSER} | headers).get(news.url)
    assert counted() == {}


def test_what_is_not_counted(counting, reader, news):
    reader.head(news.url)
    reader.post(news.url)
    reader.get("/nothing-there/")
    reader.get("/search/?query=badgers")
    reader.get(f"/as-at/{timezone.localdate()}{news.url}")
    assert counted() == {}


def test_pages_of_the_hub_have_fixed_names(counting, reader):
    for path in ("/as-at/", "/feeds/"):
        assert reader.get(path).status_code == 200
    assert counted() == {("past_days", "direct"): 1, ("programme:following", "direct"): 1}


@pytest.mark.parametrize(
    ("referrer", "kind"),
    [
        ("", "direct"),
        ("android-app://com.example", "direct"),
        ("https://www.google.co.uk/", "search"),
        ("https://duckduckgo.com/", "search"),
        ("https://l.facebook.com/l.php?u=something", "social"),
        ("https://www.gov.scot/policies/", "government"),
        ("https://notgov.scot/", "elsewhere"),
        ("https://example.org/a/b?c=d", "elsewhere"),
        ("http://testserver/news/", "inside"),
        ("http://[broken", "elsewhere"),
    ],
)
def test_where_readers_come_from_is_a_kind(counting, reader, news, referrer, kind):
    reader.get(news.url, headers={"referer": referrer})
    assert counted() == {(str(news.pk), kind): 1}


def test_documents_count_once_they_are_sent(counting, reader):
    document = HubDocument.objects.create(title="Paper", file=ContentFile(b"Text", name="paper.txt"))
    response = reader.get(document.url)
    assert response.status_code == 200 and b"".join(response.streaming_content) == b"Text"
    assert counted(CountKind.DOCUMENT) == {(str(document.pk), ""): 1}
    assert counted() == {}


def test_feeds_count_for_programs_too(counting, reader):
    for client in (reader, Client(headers={"user-agent": "FeedFetcher"})):
        feed = client.get("/feeds/all.atom")
    client.get("/feeds/all.atom", headers={"if-none-match": feed["ETag"]})
    reader.get("/calendars/private/secret.ics")
    assert counted(CountKind.FEED) == {("/feeds/all.atom", ""): 3}


@KEPT
def test_a_marked_link_gets_the_kept_page_and_counts_for_the_issue(counting, reader, news, hub_issue):
    Client().get("/")
    plain = reader.get(news.url)
    with CaptureQueriesContext(connection) as captured:
        marked = reader.get(f"{news.url}?update={hub_issue.number}")
    assert len(captured) == 1 and marked.content == plain.content
    reader.get(f"{news.url}?update=31999")  # no issue has this number
    assert counted(CountKind.UPDATE) == {(str(hub_issue.number), str(news.pk)): 1}
    assert counted() == {(str(news.pk), "direct"): 1, (str(news.pk), "newsletter"): 2}


@pytest.fixture
def hub_issue(tree):
    return factories.IssueFactory(parent=tree.updates, number=12)


@pytest.mark.parametrize("query", ["update=0", "update=x", "update=12&page=2", "update=123456", "update=１２"])
def test_other_queries_stay(counting, reader, news, query):
    reader.get(f"{news.url}?{query}")
    assert counted(CountKind.UPDATE) == {}


def test_a_day_is_the_day_there(counting, reader, news, monkeypatch):
    """At half past eleven in the evening of UTC it is the next day in summer."""
    late = datetime.datetime(2027, 6, 1, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    reader.get(news.url)
    tally.write()
    assert DailyCount.objects.get().day == datetime.date(2027, 6, 2)


def test_the_pdf_of_an_issue_counts(counting, tree, reader):
    issue = factories.IssueFactory(parent=tree.updates, number=12)
    said = {"subject": "3", "html": "3", "text": "3", "data": {}}
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    edition = Edition.objects.create(snapshot=snapshot, audience=EditionAudience.EXTERNAL, template_version="1", **said)
    archived = ArchivedIssue.objects.create(issue=issue, edition=edition, started_at=timezone.now(), sha256="0", **said)
    IssuePdf.objects.create(archived=archived, content=b"%PDF")
    address = "/newsletter/issues/12/1/issue.pdf"
    assert reader.get(address).status_code == 200
    assert reader.get(address.replace("12", "13")).status_code == 404
    assert Client().get(address).status_code == 200  # a robot
    assert counted(CountKind.DOCUMENT) == {(pdf_key(12, 1), ""): 1}
