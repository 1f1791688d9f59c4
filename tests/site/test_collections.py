"""Collections, phases and records of others, as readers see them: in order, and only what is public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import CollectionItem, NewsPage, Phase, ProgrammeSettings
from tests import factories
from tests.site.atom import ATOM, parse

DAY = datetime.date(2018, 5, 1)


@pytest.fixture
def index(tree):
    return factories.DocumentCollectionIndexFactory(parent=tree.home)


@pytest.fixture
def report(tree):
    return factories.PublicationFactory(parent=tree.publications, title="The report")


@pytest.fixture
def collection(index, tree, report):
    """A heading, a page, a draft, a record, a record's draft and a link; and a heading with nothing but a draft."""
    draft = factories.PublicationFactory(parent=tree.publications, title="Not yet", live=False)
    return factories.DocumentCollectionFactory(
        parent=index,
        title="Documents",
        items=[
            {"heading": "First part"},
            {"target": report, "added_on": DAY},
            {"target": draft},
            {"record": factories.OutsideRecordFactory(name="The Act", kind="legislation"), "text": "Why it matters."},
            {"record": factories.OutsideRecordFactory(name="Secret policy", live=False)},
            {"address": "https://example.org/link", "title": "A link"},
            {"heading": "Second part"},
            {"target": draft},
        ],
    )


def entries(soup) -> list[str]:
    return [title.get_text(strip=True) for title in soup.main.select(".hub_entries__title")]


def test_items_come_in_order_and_only_those_that_are_public(collection, read):
    soup = read(collection)
    assert entries(soup) == ["The report", "The Act", "A link"]
    headings = [heading.get_text(strip=True) for heading in soup.main.select("h2[id]")]
    assert "First part" in headings
    assert "Second part" not in headings
    assert "Legislation · No address known" in soup.main.get_text()
    assert soup.find("a", string="A link")["href"] == "https://example.org/link"
    assert "Not yet" not in soup.get_text()
    assert "Secret policy" not in soup.get_text()


def test_a_page_names_the_collections_that_it_is_in(collection, report, read):
    aside = read(report).find("aside", {"aria-label": "Part of a collection"})
    assert [link["href"] for link in aside.find_all("a")] == [collection.url]

    collection.unpublish()
    assert read(report).find("aside", {"aria-label": "Part of a collection"}) is None


def test_without_a_collection_there_is_no_list_and_no_link(index, tree, report, read):
    assert index.url not in str(read(tree.publications))
    factories.DocumentCollectionFactory(parent=index, title="Documents")
    assert read(tree.publications).find("a", href=index.url)


def test_the_feed_says_what_was_added_when(collection, client):
    feed = parse(client.get("/feeds/collections/documents.atom").content)
    found = [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]
    assert found == ["A link", "The Act", "The report"]
    (*_, first) = feed.findall(f"{ATOM}entry")
    assert first.find(f"{ATOM}published").text.startswith("2018-05-01")
    assert client.get("/feeds/collections/other.atom").status_code == 404


def test_the_cost_does_not_depend_on_the_number_of_items(collection, tree, client):
    def cost() -> int:
        client.get(collection.url)
        with CaptureQueriesContext(connection) as asked:
            client.get(collection.url)
        return len(asked)

    cost()
    few = cost()
    for number in range(20):
        page = factories.PublicationFactory(parent=tree.publications)
        CollectionItem.objects.create(page=collection, target=page, sort_order=10 + number)
        record = factories.OutsideRecordFactory()
        CollectionItem.objects.create(page=collection, record=record, sort_order=40 + number)
    assert cost() == few


def test_the_collections_and_records_of_a_stream_are_on_its_page(index, tree, read):
    record = factories.OutsideRecordFactory(name="The Act", address="https://example.org/act")
    stream = factories.WorkStreamFactory(parent=tree.streams, outside_records=[record])
    collection = factories.DocumentCollectionFactory(parent=index, work_streams=[stream], items=[{"record": record}])
    soup = read(stream)
    assert soup.find("a", href=collection.url)
    assert soup.find("a", href="https://example.org/act").get_text(strip=True) == "The Act"

    record.live = False
    record.save()
    assert "The Act" not in read(stream).get_text()


# Phases


@pytest.fixture
def phases(tree):
    programme = ProgrammeSettings.for_site(tree.site)
    return [
        Phase.objects.create(programme=programme, name=name, objective="Go on.", start=DAY, sort_order=place)
        for place, name in enumerate(["Finding out", "Carrying out"])
    ]


def test_a_phase_gets_a_short_form_that_stays(phases):
    first = phases[0]
    assert first.slug == "finding-out"
    first.name = "Looking into it"
    first.save()
    assert Phase.objects.get(pk=first.pk).slug == "finding-out"


def test_lists_are_filtered_by_phases_that_have_pages(phases, tree, read):
    factories.NewsFactory(parent=tree.news, title="Early", phases=phases[:1])
    factories.NewsFactory(parent=tree.news, title="Unsorted")
    options = [option["value"] for option in read(tree.news).select("select[name=phase] option")]
    options = options or [choice["value"] for choice in read(tree.news).select("input[name=phase]")]
    assert options == ["", "finding-out"]
    assert entries(read(f"{tree.news.url}?phase=finding-out")) == ["Early"]
    assert "Finding out" in read(NewsPage.objects.get(title="Early")).main.get_text()
