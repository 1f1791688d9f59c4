"""Sources are at the end of a page, in the API and in the form; a report lists pages without them."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.base.choices import DatePrecision
from cms.links.extraction import links_of
from cms.models import PageSource
from cms.pages.sources import without_sources
from tests import factories

SOURCES = """
query ($path: String!) { page(by: {path: $path}) { sources { title publisher address date datePrecision supports } } }
"""


def add(page, number: int = 1, **values) -> PageSource:
    return PageSource.objects.create(
        page_id=page.pk,
        sort_order=number,
        **{
            "title": f"Report {number}",
            "publisher": "Scottish Government",
            "address": f"https://example.org/{number}/",
            "date": "2017-05-01",
            "date_precision": DatePrecision.MONTH,
            "supports": "The figures.",
        }
        | values,
    )


@pytest.mark.parametrize("name", ["news", "stream", "message", "commitment", "meeting", "profile", "plain", "home"])
def test_a_page_ends_with_its_sources(hub, read, name):
    assert read(hub[name]).find(id="section-sources") is None
    add(hub[name], 2, address="", publisher="", date=None, supports="")
    add(hub[name], 1)
    section = read(hub[name]).find(class_="hub_sources")
    assert section.h2.get_text() == "Sources"
    items = [" ".join(item.get_text(" ", strip=True).split()) for item in section.find_all("li")]
    assert items == ["Report 1 (Scottish Government, May 2017) The figures.", "Report 2"]
    assert [link["href"] for link in section.find_all("a")] == ["https://example.org/1/"]


def test_the_api_has_them(hub, data):
    add(hub["news"])
    assert data(SOURCES, path=hub["news"].get_url_parts()[2])["page"]["sources"] == [
        {
            "title": "Report 1",
            "publisher": "Scottish Government",
            "address": "https://example.org/1/",
            "date": "2017-05-01",
            "datePrecision": "MONTH",
            "supports": "The figures.",
        }
    ]


def test_they_cost_one_statement_however_many_pages_ask(hub, data, django_assert_num_queries):
    for number in range(4):
        add(factories.NewsFactory(parent=hub["news_index"]), number)
    query = "{ news { nodes { sources { title } } } }"
    data(query)
    with django_assert_num_queries(3):  # the content's version; news, their sources
        assert sum(len(node["sources"]) for node in data(query)["news"]["nodes"]) == 4


def test_a_draft_has_its_own_and_an_old_one_brings_back_its_own(hub, read):
    page = hub["news"]
    page.sources.add(PageSource(title="First"))
    first = page.save_revision()
    first.publish()
    page = page.specific_class.objects.get(pk=page.pk)
    page.sources.set([PageSource(title="Second")])
    draft = page.save_revision()
    assert read(page).find(class_="hub_sources").li.get_text(strip=True) == "First"
    draft.publish()
    assert read(page).find(class_="hub_sources").li.get_text(strip=True) == "Second"


def test_the_check_of_links_knows_their_addresses(hub):
    add(hub["news"])
    page = hub["news"].specific_class.objects.get(pk=hub["news"].pk)
    assert "https://example.org/1/" in [link.address for link in links_of(page)]


def test_a_report_lists_published_pages_that_name_none(hub, admin_client):
    add(hub["news"])
    factories.NewsFactory(parent=hub["news_index"], title="A draft", live=False)
    listed = set(without_sources(Page.objects.all()).values_list("title", flat=True))
    assert {hub["stream"].title, hub["message"].title} < listed
    assert not {hub["news"].title, hub["news_index"].title, "A draft"} & listed
    response = admin_client.get(reverse("without_sources"))
    assert hub["stream"].title in response.content.decode()
    assert hub["news"].title not in response.content.decode()
    assert hub["stream"].title in admin_client.get(reverse("without_sources") + "?export=csv").getvalue().decode()


def test_the_form_asks_for_them(hub, admin_client):
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[hub["news"].pk])).content.decode()
    assert 'name="sources-TOTAL_FORMS"' in page
