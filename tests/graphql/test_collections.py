"""Collections, phases and records of others in the API."""

import datetime

import pytest

from programme.models import Phase, ProgrammeSettings
from tests import factories


@pytest.fixture
def phase(tree):
    programme = ProgrammeSettings.for_site(tree.site)
    return Phase.objects.create(programme=programme, name="One", objective="Go.", start=datetime.date(2016, 2, 1))


def test_a_collection_has_its_public_items_in_order(tree, data, phase):
    report = factories.PublicationFactory(parent=tree.publications, title="Report")
    draft = factories.PublicationFactory(parent=tree.publications, title="Draft", live=False)
    factories.DocumentCollectionFactory(
        parent=factories.DocumentCollectionIndexFactory(parent=tree.home),
        title="Documents",
        phases=[phase],
        items=[
            {"heading": "Part"},
            {"target": draft},
            {"record": factories.OutsideRecordFactory(name="The Act", kind="legislation")},
            {"target": report},
            {"address": "https://example.org/", "title": "A link"},
        ],
    )
    query = """{ collection(slug: "documents") { phases { nodes { slug } }
        items { heading title address target { title } record { name kind { key } } } } }"""
    nothing = {"heading": "", "title": "", "address": "", "target": None, "record": None}
    assert data(query)["collection"] == {
        "phases": {"nodes": [{"slug": "one"}]},
        "items": [
            nothing | {"heading": "Part"},
            nothing | {"record": {"name": "The Act", "kind": {"key": "legislation"}}},
            nothing | {"target": {"title": "Report"}},
            nothing | {"address": "https://example.org/", "title": "A link"},
        ],
    }
    back = "{ publications { nodes { collectionItems { nodes { collection { title } } } } } }"
    assert data(back)["publications"]["nodes"] == [
        {"collectionItems": {"nodes": [{"collection": {"title": "Documents"}}]}}
    ]


def test_pages_are_found_by_their_phase_and_a_phase_groups_them(tree, data, phase):
    factories.NewsFactory(parent=tree.news, title="In it", phases=[phase])
    factories.NewsFactory(parent=tree.news, title="Outside")
    factories.PublicationFactory(parent=tree.publications, title="Report", phases=[phase])
    query = '{ news(where: {phases: {slug: {eq: "one"}}}) { nodes { title } } }'
    assert data(query)["news"] == {"nodes": [{"title": "In it"}]}
    query = "{ programme { phases { news { nodes { title } } publications { nodes { title } } } } }"
    assert data(query)["programme"]["phases"] == [
        {"news": {"nodes": [{"title": "In it"}]}, "publications": {"nodes": [{"title": "Report"}]}}
    ]


def test_a_record_of_others_names_what_it_is_related_to(tree, data):
    record = factories.OutsideRecordFactory(name="The Act", slug="act", address="https://example.org/act")
    stream = factories.WorkStreamFactory(parent=tree.streams, outside_records=[record])
    query = '{ outsideRecord(slug: "act") { name address workStreams { nodes { title } } } }'
    assert data(query)["outsideRecord"] == {
        "name": "The Act",
        "address": "https://example.org/act",
        "workStreams": {"nodes": [{"title": stream.title}]},
    }
    record.live = False
    record.save()
    assert data("{ workStreams { nodes { outsideRecords { totalCount } } } }")["workStreams"]["nodes"] == [
        {"outsideRecords": {"totalCount": 0}}
    ]
