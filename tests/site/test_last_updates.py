"""“Last updated” is the date of the last major change; pages, sitemap, feeds, JSON-LD and the API say the same."""

import datetime
import json

import pytest
from django.utils import timezone

from cms.base.choices import DatePrecision, Significance
from cms.models import LastUpdate
from tests import factories
from tests.site.atom import ATOM, parse

UPDATED = "query ($path: String!) { page(by: {path: $path}) { updatedOn updatedOnPrecision lastPublishedAt } }"
LONG_AGO = datetime.date(2018, 3, 22)


def publish(page, significance: str = "", note: str = "") -> None:
    page.refresh_from_db()
    page.change_significance, page.change_note = significance, note
    page.save_revision().publish()


def set_back(page, day=LONG_AGO, precision=DatePrecision.DAY) -> None:
    LastUpdate.objects.filter(page=page.pk).update(day=day, day_precision=precision)


def shown(read, page) -> str:
    line = read(page).find(class_="hub_changes")
    return line.get_text(" ", strip=True) if line else ""


@pytest.fixture
def news(hub):
    publish(hub["news"])
    return hub["news"]


def today() -> str:
    return f"{timezone.localdate():%-d %B %Y}"


def test_the_first_publication_counts_and_minor_ones_after_it_do_not(news, read):
    assert shown(read, news) == f"Last updated: {today()}"
    set_back(news)
    publish(news, Significance.MINOR)
    assert shown(read, news) == "Last updated: 22 March 2018"
    publish(news)
    assert shown(read, news) == "Last updated: 22 March 2018"
    publish(news, Significance.MAJOR)
    assert shown(read, news) == f"Last updated: {today()}"


def test_a_first_publication_counts_however_small_its_editor_calls_it(hub, read):
    publish(hub["news"], Significance.MINOR)
    assert shown(read, hub["news"]) == f"Last updated: {today()}"


def test_going_back_to_an_old_draft_does_not_bring_back_its_date(news, read):
    old = news.latest_revision
    publish(news, Significance.MAJOR)
    set_back(news)
    old.publish()
    assert shown(read, news) == "Last updated: 22 March 2018"


def test_a_date_is_shown_as_exactly_as_it_is_known(news, read, data, client):
    for precision, words, iso in ((DatePrecision.MONTH, "March 2018", "2018-03"), (DatePrecision.YEAR, "2018", "2018")):
        set_back(news, LONG_AGO.replace(day=1), precision)
        soup = read(news)
        assert shown(read, news) == f"Last updated: {words}"
        thing = json.loads(soup.find("script", type="application/ld+json").string)["@graph"][0]
        assert thing["dateModified"] == iso
        assert f"<lastmod>{iso}</lastmod>" in client.get("/sitemap.xml").content.decode()
        answer = data(UPDATED, path=soup.find("link", rel="canonical")["href"].removeprefix("http://localhost"))["page"]
        assert answer["updatedOnPrecision"] == precision.name
        assert answer["updatedOn"].startswith(iso)
        assert answer["lastPublishedAt"].startswith(f"{timezone.localdate():%Y-%m}")


def test_nothing_is_said_where_nothing_is_known(news, read, data, client):
    set_back(news, None)
    soup = read(news)
    assert "Last updated" not in soup.get_text()
    assert "dateModified" not in json.loads(soup.find("script", type="application/ld+json").string)["@graph"][0]
    assert "<lastmod>" not in client.get("/sitemap.xml").content.decode()
    path = soup.find("link", rel="canonical")["href"].removeprefix("http://localhost")
    assert data(UPDATED, path=path)["page"]["updatedOn"] is None


def test_a_feed_without_days_of_its_own_tells_the_last_update(hub, client):
    old, new, unknown = (factories.KeyMessageFactory(parent=hub["messages"], title=title) for title in "ABC")
    for page in (old, new, unknown):
        publish(page, Significance.MINOR)
    set_back(old)
    set_back(unknown, None)
    hub["message"].delete()
    entries = parse(client.get("/feeds/key-messages.atom").content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["B", "A"]
    assert entries[1].findtext(f"{ATOM}updated") == "2018-03-22T00:00:00+00:00"
    assert entries[1].findtext(f"{ATOM}published") == "2018-03-22T00:00:00+00:00"
    set_back(old, LONG_AGO.replace(day=1), DatePrecision.MONTH)
    vague = parse(client.get("/feeds/key-messages.atom").content).findall(f"{ATOM}entry")[1]
    assert vague.findtext(f"{ATOM}updated") == "2018-03-01T00:00:00+00:00"
    assert vague.find(f"{ATOM}published") is None, "a feed has no way to say March 2018"
    moment = datetime.datetime.fromisoformat(entries[0].findtext(f"{ATOM}published"))
    assert abs(moment - timezone.now()) < datetime.timedelta(minutes=10)


def test_an_alias_is_as_old_as_its_original(news, hub):
    set_back(news)
    alias = news.create_alias(parent=hub["news_index"], update_slug="again")
    assert str(alias.last_update) == "22 March 2018"
    publish(news, Significance.MAJOR)
    assert str(LastUpdate.objects.get(page=alias.pk)) == today()


def test_the_date_of_many_pages_costs_one_statement(hub, data, django_assert_num_queries):
    query = "{ news { nodes { updatedOn updatedOnPrecision } } }"
    for _ in range(3):
        publish(factories.NewsFactory(parent=hub["news_index"]))
    data(query)
    with django_assert_num_queries(3):  # the content's version; news, their last updates
        nodes = data(query)["news"]["nodes"]
    assert len([node for node in nodes if node["updatedOn"]]) == 3
