"""Feeds have what is public now, newest first, by the rules of RFC 4287."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import Significance
from cms.delivery import feeds
from cms.models import Change
from programme.models import ProgressEntry
from tests import factories
from tests.site.atom import ATOM, parse, texts

ADDRESSES = [
    "/feeds/all.atom",
    "/feeds/news.atom",
    "/feeds/publications.atom",
    "/feeds/collections.atom",
    "/feeds/progress.atom",
    "/feeds/events.atom",
    "/feeds/meetings.atom",
    "/feeds/key-messages.atom",
    "/feeds/work-streams/neglect.atom",
    "/feeds/audiences/practitioners.atom",
    "/newsletter/issues.atom",
]


@pytest.fixture
def feed(client):
    """Read a feed that is valid."""

    def read(address: str):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return parse(response.content)

    return read


def publish(page: Page, note: str = "", significance: str = Significance.MAJOR) -> None:
    page.change_note, page.change_significance = note, significance
    page.save_revision().publish()


def test_every_feed_is_valid_and_linked_from_one_page(hub, feed, read):
    for page in hub.values():
        publish(page)
    linked = {link["href"] for link in read("/feeds/").main.find_all("a", type="application/atom+xml")}
    assert linked == set(ADDRESSES)
    assert {f"/feeds/{kind}.atom" for kind in feeds.kinds} - {"/feeds/issues.atom"} < linked
    for address in ADDRESSES:
        parsed = feed(address)
        entries = parsed.findall(f"{ATOM}entry")
        assert bool(entries) == (address != "/newsletter/issues.atom"), address
        assert parsed.find(f"{ATOM}link[@rel='self']").get("href") == f"http://localhost{address}"


def test_all_that_is_new_has_every_kind_and_a_stream_has_its_own(hub, feed):
    for name in ("message", "event", "meeting"):
        publish(hub[name])
    everything = set(texts(feed("/feeds/all.atom"), "title"))
    assert everything == {
        "It began",
        "Report",
        "Listen",
        "A day",
        "Leaders: First meeting",
        "Neglect, action 1: in progress",
    }
    other = factories.WorkStreamFactory(parent=hub["streams"], title="Other")
    factories.NewsFactory(parent=hub["news_index"], title="Elsewhere", work_streams=[other])
    assert set(texts(feed("/feeds/work-streams/neglect.atom"), "title")) == everything - {"Leaders: First meeting"}
    assert texts(feed("/feeds/work-streams/other.atom"), "title") == ["Elsewhere"]


def test_a_commitment_and_a_group_have_feeds_of_their_own_which_their_pages_name(hub, feed, read, client):
    commitment = ProgressEntry.objects.first().page
    factories.CommitmentFactory(parent=commitment.work_stream, number=9)
    news = factories.NewsFactory(parent=hub["news_index"], title="About it")
    news.commitments.add(commitment)
    publish(news)
    publish(hub["meeting"])
    addresses = {
        f"/feeds/commitments/neglect/{commitment.slug}.atom": {
            "About it",
            "It began",
            "Neglect, action 1: in progress",
        },
        f"/feeds/groups/{hub['meeting'].group.slug}.atom": {"Leaders: First meeting"},
    }
    for page, (address, titles) in zip((commitment, hub["meeting"].group), addresses.items(), strict=True):
        assert set(texts(feed(address), "title")) == titles
        soup = read(page.url)
        assert address in {link["href"] for link in soup.head.find_all("link", rel="alternate")}
        assert soup.main.find("a", href=address)
        page.unpublish()
        assert client.get(address).status_code == 404


def test_a_major_change_makes_an_entry_new_and_its_note_says_why(hub, feed):
    hub["news"].delete()
    for number in range(3):
        day = datetime.date(2018, 1, 1 + number)
        factories.NewsFactory(parent=hub["news_index"], title=f"Item {number}", summary="In short.", date=day)
    item = Page.objects.get(title="Item 1").specific
    publish(item, significance=Significance.MINOR)
    Change.objects.filter(page=item).update(significance=Significance.MINOR)
    assert texts(feed("/feeds/news.atom"), "title")[:3] == ["Item 2", "Item 1", "Item 0"]
    publish(item, "A typing error is gone.", Significance.MINOR)
    assert texts(feed("/feeds/news.atom"), "title")[:3] == ["Item 2", "Item 1", "Item 0"]
    publish(item, "Adds the figures of May.")
    parsed = feed("/feeds/news.atom")
    assert texts(parsed, "title")[:2] == ["Item 1", "Item 2"]
    assert texts(parsed, "summary")[:2] == ["Adds the figures of May.", "In short."]
    assert texts(parsed, "published")[0] == "2018-01-02T00:00:00+00:00"
    changed = Change.objects.latest("at").at.replace(microsecond=0)
    assert datetime.datetime.fromisoformat(texts(parsed, "updated")[0]).replace(microsecond=0) == changed
    assert parsed.findtext(f"{ATOM}updated") == texts(parsed, "updated")[0]


def test_an_id_stays_when_title_and_address_change(hub, feed):
    before = texts(feed("/feeds/news.atom"), "id")
    news = hub["news"]
    news.title, news.slug = "It has begun", "it-has-begun"
    publish(news)
    after = feed("/feeds/news.atom")
    assert texts(after, "id") == before
    assert texts(after, "title") == ["It has begun"]
    assert after.find(f"{ATOM}entry/{ATOM}link").get("href") == "http://localhost/news/it-has-begun/"


def test_what_is_announced_long_before_is_new_on_the_day_of_the_announcement(hub, feed, in_a_week):
    event = factories.EventFactory(
        parent=hub["events"], title="Next week", start=in_a_week, end=in_a_week + datetime.timedelta(hours=2)
    )
    publish(event)
    parsed = feed("/feeds/events.atom")
    assert texts(parsed, "title") == ["Next week", "A day"]
    assert datetime.datetime.fromisoformat(texts(parsed, "published")[0]) <= timezone.now()


def test_progress_that_is_dated_ahead_is_not_told(hub, feed, in_a_week):
    ProgressEntry.objects.create(page=hub["commitment"], date=in_a_week.date(), status="stopped", note="Not yet true.")
    assert texts(feed("/feeds/progress.atom"), "summary") == ["Work began."]


def test_signs_that_xml_has_no_way_to_hold_are_left_out(hub, feed):
    factories.NewsFactory(
        parent=hub["news_index"], title="A <b>\x0b & c", summary="1 < 2\x07 &amp; 3\u00a0%", author="A\x1fB"
    )
    parsed = feed("/feeds/news.atom")
    assert "A <b> & c" in texts(parsed, "title")
    assert "1 < 2 &amp; 3\u00a0%" in texts(parsed, "summary")
    assert {summary.get("type") for summary in parsed.iter(f"{ATOM}summary")} == {"text"}


def test_whoever_has_a_feed_is_told_so_until_something_changes(hub, client):
    first = client.get("/feeds/news.atom")
    assert first["Cache-Control"].startswith("public, max-age=")
    assert first["Last-Modified"]
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.get("Vary", "")
    again = client.get("/feeds/news.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    hub["news"].unpublish()
    changed = client.get("/feeds/news.atom", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert b"It began" not in changed.content


def test_nothing_may_be_shown_longer_than_it_is_public(hub, client):
    Page.objects.filter(pk=hub["news"].pk).update(expire_at=timezone.now() + datetime.timedelta(seconds=30))
    seconds = int(client.get("/feeds/news.atom")["Cache-Control"].rpartition("=")[2])
    assert seconds <= 30


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/nothing.atom",
        "/feeds/issues.atom",
        "/feeds/work-streams/nothing.atom",
        "/feeds/work-streams/%00.atom",
        "/feeds/../x.atom",
    ],
)
def test_a_feed_that_is_not_there_is_not_found(address, hub, client):
    assert client.get(address).status_code == 404


def test_there_is_no_feed_of_a_list_that_is_not_public(hub, client, read):
    hub["publications"].view_restrictions.create(restriction_type="login")
    assert client.get("/feeds/publications.atom").status_code == 404
    assert "/feeds/publications.atom" not in {link.get("href") for link in read("/feeds/").find_all("a")}
    assert "Report" not in client.get("/feeds/all.atom").content.decode()


def test_only_reading_is_allowed(hub, client):
    assert client.post("/feeds/all.atom").status_code == 405
    assert client.head("/feeds/all.atom").status_code == 200


def test_pages_link_to_their_feeds(hub, read):
    everything = "/feeds/all.atom"
    for name, path in (
        ("news_index", "/feeds/news.atom"),
        ("stream", "/feeds/work-streams/neglect.atom"),
        ("home", ""),
    ):
        soup = read(hub[name])
        linked = [link["href"] for link in soup.find_all("link", type="application/atom+xml")]
        assert linked == ([path, everything] if path else [everything])
        assert not path or soup.main.find("a", href=path, type="application/atom+xml")


BUDGETS = {
    # the token, the list page of the kind, entries, their notes, names of the site
    "/feeds/news.atom": 5,
    "/feeds/meetings.atom": 5,
    # the token, the stream, six kinds, notes, names of the site
    "/feeds/work-streams/neglect.atom": 10,
    # the token, eight kinds, notes, names of the site
    "/feeds/all.atom": 11,
}


def test_the_cost_of_a_feed_does_not_depend_on_how_much_there_is(hub, client, subtests, django_assert_num_queries):
    def add(number: int) -> None:
        stream = {"work_streams": [hub["stream"]]}
        publish(factories.NewsFactory(parent=hub["news_index"], **stream), "A note.")
        publish(factories.EventFactory(parent=hub["events"], **stream), "A note.")
        publish(factories.KeyMessageFactory(parent=hub["messages"], **stream), "A note.")
        publish(factories.PublicationFactory(parent=hub["publications"], **stream), "A note.")
        day = datetime.date(2018, 1, 1) + datetime.timedelta(days=number)
        publish(factories.MeetingFactory(parent=hub["group"], date=day), "A note.")
        ProgressEntry.objects.create(page=hub["commitment"], date=day, status="complete", note="Done.")

    def read_all() -> dict[str, int]:
        lengths = {}
        for address, budget in BUDGETS.items():
            client.get(address)
            with subtests.test(address), django_assert_num_queries(budget):
                lengths[address] = len(client.get(address).content)
        return lengths

    add(1)
    few = read_all()
    for number in range(2, 6):
        add(number)
    many = read_all()
    assert few.keys() == many.keys() == BUDGETS.keys()
    assert [address for address in BUDGETS if many[address] <= few[address]] == []
