"""Contact points on public pages: the page's own, the team's, that for the press."""

import json

import pytest

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


def choose(tree, **contacts):
    ProgrammeSettings.objects.update_or_create(site=tree.site, defaults=contacts)


def links(soup) -> list[str]:
    return [link["href"] for link in soup.select("main a[href^='mailto:'], main a[href^='tel:']")]


def test_a_page_shows_its_contact_point(tree, read, desk):
    pages = [
        factories.PublicationFactory(parent=tree.publications, contact_point=desk),
        factories.NewsFactory(parent=tree.news, contact_point=desk),
        factories.EventFactory(parent=tree.events, contact_point=desk),
        factories.StandardPageFactory(parent=tree.home, contact_point=desk),
        factories.AudiencePageFactory(parent=tree.home, contact_point=desk),
    ]
    for page in pages:
        soup = read(page)
        assert links(soup) == ["mailto:desk@example.org", "tel:01314960000"], page
        assert "(9 to 5)" in soup.main.get_text() and "For owners." in soup.main.get_text()
        assert soup.find("a", href="https://www.example.org/desk/")
    assert read(pages[0]).find(id="section-contact").get_text(strip=True) == "Contact"


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
