"""Contact points on public pages: the page's own, the team's, that for the press."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import get_page_models

from cms.models import HubSettings
from programme.models import ProgrammeSettings
from tests import factories


@pytest.fixture
def desk():
    return factories.ContactPointFactory(
        name="Landlords’ desk",
        description="For owners.",
        email="desk@example.org",
        phone="0131 496 0000",
        hours="9 to 5",
        address="https://www.example.org/desk/",
    )


def with_contact(tree, desk) -> list:
    """Return a page of each kind that may name a contact point, with this one."""
    group = factories.GroupFactory(parent=tree.groups, contact_point=desk)
    stream = factories.WorkStreamFactory(parent=tree.streams, contact_point=desk)
    return [
        factories.PublicationFactory(parent=tree.publications, contact_point=desk),
        factories.NewsFactory(parent=tree.news, contact_point=desk),
        factories.EventFactory(parent=tree.events, contact_point=desk),
        factories.StandardPageFactory(parent=tree.home, contact_point=desk),
        factories.AudiencePageFactory(parent=tree.home, contact_point=desk),
        group,
        factories.MeetingFactory(parent=group, contact_point=desk),
        stream,
        factories.CommitmentFactory(parent=stream, contact_point=desk),
        factories.KeyMessageFactory(parent=tree.messages, contact_point=desk),
    ]


def choose(tree, **contacts):
    ProgrammeSettings.objects.update_or_create(site=tree.site, defaults=contacts)


def links(soup) -> list[str]:
    return [link["href"] for link in soup.select("main a[href^='mailto:'], main a[href^='tel:']")]


def test_a_page_shows_its_contact_point(tree, read, desk):
    pages = with_contact(tree, desk)
    assert {type(page) for page in pages} == {model for model in get_page_models() if hasattr(model, "contact_point")}
    for page in pages:
        soup = read(page)
        assert links(soup) == ["mailto:desk@example.org", "tel:01314960000"], page
        assert "(9 to 5)" in soup.main.get_text() and "For owners." in soup.main.get_text()
        assert soup.find("a", href="https://www.example.org/desk/")
    assert read(pages[0]).find(id="section-contact").get_text(strip=True) == "Contact"


def test_a_team_without_an_address_is_reached_by_the_feedback_form(tree, read):
    team = factories.ContactPointFactory(name="Warm Homes team", kind="team", email="", phone="", address="")
    main = read(factories.StandardPageFactory(parent=tree.home, contact_point=team)).main
    assert main.find("a", string="feedback form")["href"] == "/feedback/"
    assert "to contact the Warm Homes team." in main.get_text()


def test_one_that_is_withdrawn_is_not_shown(tree, read, desk):
    page = factories.PublicationFactory(parent=tree.publications, contact_point=desk)
    assert links(read(page))
    desk.live = False
    desk.save()
    soup = read(page)
    assert links(soup) == [] and soup.find(id="section-contact") is None


def test_the_organisation_of_a_publication_has_it_in_json_ld(tree, read, desk):
    body = factories.OrganisationFactory(name="Assembly")
    page = factories.PublicationFactory(parent=tree.publications, contact_point=desk, publisher=body)
    thing = json.loads(read(page).find("script", type="application/ld+json").string)["@graph"][0]
    assert thing["publisher"]["name"] == "Assembly"
    assert thing["publisher"]["contactPoint"] == {
        "@type": "ContactPoint",
        "name": "Landlords’ desk",
        "contactType": "team",
        "email": "desk@example.org",
        "telephone": "0131 496 0000",
        "url": "https://www.example.org/desk/",
    }


def test_a_group_has_it_in_json_ld(tree, read, desk):
    group = factories.GroupFactory(parent=tree.groups, contact_point=desk)
    thing = json.loads(read(group).find("script", type="application/ld+json").string)["@graph"][0]
    assert (thing["@type"], thing["contactPoint"]["email"]) == ("Organization", "desk@example.org")


@pytest.mark.parametrize("kind", ["groups", "streams", "messages"])
def test_a_page_without_one_costs_no_statement_for_it(kind, tree, client, desk):
    make = {
        "groups": factories.GroupFactory,
        "streams": factories.WorkStreamFactory,
        "messages": factories.KeyMessageFactory,
    }[kind]
    pages = [make(parent=getattr(tree, kind)), make(parent=getattr(tree, kind), contact_point=desk)]
    found = []
    for _ in range(2):
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                client.get(page.url)
            found.append(len(asked))
    assert found[1] == found[0] + 1


def test_news_without_one_shows_the_press_contact(tree, read, desk):
    news = factories.NewsFactory(parent=tree.news)
    report = factories.PublicationFactory(parent=tree.publications)
    assert links(read(news)) == []
    choose(tree, press_contact=desk)
    assert links(read(news)) == ["mailto:desk@example.org", "tel:01314960000"]
    assert links(read(report)) == []


def test_pages_that_name_the_team_show_its_contact_point(tree, read, desk):
    page = factories.AudiencePageFactory(parent=tree.home)
    hub = HubSettings.for_site(tree.site)
    hub.contact_email = "team@example.org"
    hub.save()
    assert links(read(page)) == ["mailto:team@example.org"]
    choose(tree, team_contact=desk)
    assert links(read(page)) == ["mailto:desk@example.org", "tel:01314960000"]
