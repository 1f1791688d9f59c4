"""The page that tells what was done because of feedback."""

import datetime

import pytest

from engagement.models import YouSaidEntry
from tests import factories

from .conftest import page_of

QUERY = """{ youSaidWeDidPage { title entries { totalCount nodes { said did date workStream { title } target { path } } } } }"""


@pytest.fixture
def page(neglect, tree):
    return factories.YouSaidWeDidFactory(parent=tree.home)


def words(response) -> str:
    return " ".join(page_of(response).main.get_text(" ").split())


def tell(page, **fields):
    return YouSaidEntry.objects.create(
        **{"page": page, "date": datetime.date(2018, 1, 25), "said": "Too long.", "did": "Made it shorter."} | fields
    )


def test_while_nothing_is_told_it_says_so(page, client, data):
    response = client.get(page.url)
    assert "There is nothing here yet." in words(response)
    assert page_of(response).main.find("a", href="/feedback/")
    assert data(QUERY)["youSaidWeDidPage"] == {"title": page.title, "entries": {"totalCount": 0, "nodes": []}}


def test_the_latest_comes_first_on_the_page_and_in_the_api(page, neglect, client, data):
    tell(page, said="Old.")
    tell(page, said="New.", date=datetime.date(2018, 2, 1), work_stream=neglect, target=neglect)
    seen = words(client.get(page.url))
    assert seen.index("New.") < seen.index("Old.")
    assert "We did Made it shorter. See Neglect 1 February 2018 · Neglect" in seen
    first, second = data(QUERY)["youSaidWeDidPage"]["entries"]["nodes"]
    assert first == {
        "said": "New.",
        "did": "Made it shorter.",
        "date": "2018-02-01",
        "workStream": {"title": "Neglect"},
        "target": {"path": "/work-streams/neglect/"},
    }
    assert (second["said"], second["workStream"], second["target"]) == ("Old.", None, None)


def test_it_links_to_nothing_hidden(page, neglect, client, data):
    tell(page, work_stream=neglect, target=neglect)
    neglect.unpublish()
    assert "Neglect" not in client.get(page.url).content.decode()
    [entry] = data(QUERY)["youSaidWeDidPage"]["entries"]["nodes"]
    assert (entry["workStream"], entry["target"]) == (None, None)


def test_a_draft_can_be_previewed(page):
    page.entries.add(YouSaidEntry(said="Not saved.", did="Not yet.", date=datetime.date(2018, 1, 25)))
    response = page.make_preview_request()
    assert "Not saved." in response.rendered_content


def test_the_form_and_the_confirmation_lead_to_it_while_it_is_public(page, client):
    for address in ("/feedback/", "/feedback/sent/F-2345-67/", "/feedback/counted/F-2345-67/"):
        assert page_of(client.get(address)).main.find("a", href=page.url), address
    page.unpublish()
    assert not page_of(client.get("/feedback/")).main.find("a", href=page.url)


def test_without_the_page_the_api_says_null(tree, data):
    assert data("{ youSaidWeDidPage { title } }") == {"youSaidWeDidPage": None}


def test_it_lists_whom_the_team_talked_to_as_far_as_that_is_public(page, neglect, client):
    celcis = factories.OrganisationFactory(name="CELCIS")
    talks = [
        factories.EngagementFactory(is_public=True, public_summary="What data would help.", summary="Secret"),
        factories.EngagementFactory(summary="Secret", public_summary="Secret"),
    ]
    hidden = factories.OrganisationFactory(name="Hidden", live=False)
    for talk in talks:
        talk.organisations.set([celcis, hidden])
        talk.work_streams.add(neglect)
    seen = words(client.get(page.url))
    assert "Who we talked to What data would help. Meeting with CELCIS · 2 March 2026 · Neglect" in seen
    assert "Secret" not in seen
    assert "Hidden" not in seen
    neglect.unpublish()
    assert "Neglect" not in words(client.get(page.url))
