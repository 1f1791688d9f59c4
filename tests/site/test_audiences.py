"""Audiences of pages, and the pages for audiences: what readers see, what it costs, and that nothing leaks."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import Significance
from cms.models import HelpGroup
from programme.models import Audience, AudiencePage
from tests import factories
from tests.site.atom import parse, texts
from tests.site.test_queries import PAGE

FOR_PRACTITIONERS = "/feeds/audiences/practitioners.atom"
# What pages without an audience cost: their relations, and for a publication its documents, twice, commitments and key
# messages.
NEWS, PUBLICATION = PAGE + 4, PAGE + 6
# Items and streams.
COLLECTION = PAGE + 2
# Streams, proof points, questions, and where it was said: news, publications, events, issues.
MESSAGE = PAGE + 7
# What is new of four kinds, notes about changes, events to come, key messages; the audience.
FOR_AN_AUDIENCE = PAGE + 8


@pytest.fixture
def practitioners(db) -> Audience:
    return factories.AudienceFactory(name="Practitioners", description="People who work with children.")


@pytest.fixture
def page(tree, practitioners) -> AudiencePage:
    """The page for practitioners."""
    return published(factories.AudiencePageFactory(parent=tree.home, audience=practitioners))


def published(page: Page, note: str = "") -> Page:
    page.change_note, page.change_significance = note, Significance.MAJOR
    page.save_revision().publish()
    return page


def in_days(number: int) -> dict[str, datetime.datetime]:
    start = timezone.now() + datetime.timedelta(days=number)
    return {"start": start, "end": start + datetime.timedelta(hours=1)}


def facts(soup) -> dict[str, str]:
    items = soup.select(".ds_metadata__item")
    return {item.dt.get_text(strip=True): " ".join(item.dd.get_text().split()) for item in items}


def headings(soup) -> list[str]:
    return [heading.get_text(strip=True) for heading in soup.main.select("h2:not(.hub_follow h2)")]


def asked_for_audiences(asked: CaptureQueriesContext) -> list[str]:
    """Return the statements that read audiences; the first of a period also asks when hidden ones become public."""
    return [one["sql"] for one in asked.captured_queries if one["sql"].startswith('SELECT "programme_audience"')]


MAKERS = {
    "news": factories.NewsFactory,
    "publications": factories.PublicationFactory,
    "messages": factories.KeyMessageFactory,
    "events": factories.EventFactory,
    "collections": factories.DocumentCollectionFactory,
}


def parent_of(place: str, tree) -> Page:
    """Return the list for pages of the kind; a new one for collections, for which the tree has none."""
    return getattr(tree, place, None) or factories.DocumentCollectionIndexFactory(parent=tree.home)


@pytest.mark.parametrize("place", MAKERS)
def test_a_page_names_its_public_audiences_and_only_those(place, tree, read, practitioners):
    leaders = factories.AudienceFactory(name="Leaders")
    hidden = factories.AudienceFactory(name="Secret", live=False)
    parent = parent_of(place, tree)
    page = MAKERS[place](parent=parent, audiences=[practitioners, leaders, hidden])
    other = MAKERS[place](parent=parent)
    only_hidden = MAKERS[place](parent=parent, audiences=[hidden])
    assert sorted(facts(read(page))["For"].split(", ")) == ["Leaders", "Practitioners"]
    for without in (other, only_hidden):
        assert "For" not in facts(read(without))
        assert "Secret" not in str(read(without))


@pytest.mark.parametrize(
    ("place", "budget"),
    [("news", NEWS), ("publications", PUBLICATION), ("messages", MESSAGE), ("collections", COLLECTION)],
)
def test_a_page_without_audiences_costs_what_it_did_and_one_with_them_a_statement_more(
    place, budget, tree, client, practitioners, django_assert_num_queries
):
    parent = parent_of(place, tree)
    without = MAKERS[place](parent=parent)
    page = MAKERS[place](parent=parent, audiences=[practitioners])
    for asked in (without, page, without):
        client.get(asked.url)
    with django_assert_num_queries(budget) as found:
        client.get(without.url)
    assert not asked_for_audiences(found)
    with django_assert_num_queries(budget + 1):
        client.get(page.url)


# The page for an audience


def test_it_says_what_to_do_what_changed_what_is_coming_and_whom_to_ask(tree, page, practitioners, read):
    theirs = {"audiences": [practitioners]}
    published(factories.NewsFactory(parent=tree.news, title="Training begins", **theirs))
    published(factories.NewsFactory(parent=tree.news, title="Of no concern"))
    guide = factories.PublicationFactory(parent=tree.publications, title="The guide", date="2017-03-02", **theirs)
    published(published(guide), "Adds a chapter on neglect.")
    collections = factories.DocumentCollectionIndexFactory(parent=tree.home)
    published(factories.DocumentCollectionFactory(parent=collections, title="All to read", **theirs))
    factories.EventFactory(parent=tree.events, title="The day after tomorrow", **in_days(2), **theirs)
    factories.EventFactory(parent=tree.events, title="Long ago", **in_days(-9), **theirs)
    factories.KeyMessageFactory(parent=tree.messages, title="Listen", **theirs)
    page.body = [{"type": "rich_text", "value": {"text": "<p>Read the guide.</p>"}}]
    page.whom_to_ask = "<p>Ask your <b>lead officer</b>.</p>"
    published(page)

    soup = read(page)
    assert headings(soup)[-5:] == [
        "What to do",
        "What changed for you",
        "What is coming",
        "Key messages for you",
        "Whom to ask",
    ]
    text = " ".join(soup.main.get_text().split())
    assert "Read the guide." in text
    assert "Ask your lead officer." in text
    assert "Adds a chapter on neglect." in text
    # The guide. News that became public today isn't changed.
    assert text.count("Changed on ") == 1
    assert "All to read" in text
    assert "The day after tomorrow" in text
    assert text.index("Training begins") < text.index("Listen")
    assert "Of no concern" not in text
    assert "Long ago" not in text
    links = [link["href"] for link in soup.main.find_all("a")]
    assert {"/news/?audience=practitioners", "/events/?audience=practitioners", FOR_PRACTITIONERS} <= set(links)


def test_without_anything_for_them_it_has_the_contact_alone(page, read):
    soup = read(page)
    assert headings(soup) == ["Whom to ask"]
    assert "feedback form" in soup.main.get_text()


def test_what_is_hidden_is_not_on_it(tree, page, practitioners, read):
    theirs = {"audiences": [practitioners]}
    factories.NewsFactory(parent=tree.news, title="Secret draft", live=False, **theirs)
    factories.EventFactory(parent=tree.events, title="Secret event", live=False, **in_days(3), **theirs)
    closed = published(factories.KeyMessageFactory(parent=tree.messages, title="Secret message", **theirs))
    closed.view_restrictions.create(restriction_type="login")
    assert "Secret" not in str(read(page))


@pytest.mark.parametrize("audience", ["hidden", "gone"])
def test_while_its_audience_is_not_public_it_shows_its_own_text_alone(
    audience, tree, page, practitioners, read, client
):
    published(factories.NewsFactory(parent=tree.news, title="Training begins", audiences=[practitioners]))
    if audience == "hidden":
        Audience.objects.update(live=False)
    else:
        Audience.objects.all().delete()
    soup = read(page)
    assert "Training begins" not in soup.main.get_text()
    assert "practitioners.atom" not in str(soup)
    assert client.get(FOR_PRACTITIONERS).status_code == 404


def test_its_cost_does_not_depend_on_how_much_there_is(tree, page, practitioners, client, django_assert_num_queries):
    def add() -> None:
        theirs = {"audiences": [practitioners]}
        for _ in range(2):
            published(published(factories.NewsFactory(parent=tree.news, **theirs)), "A note.")
            published(factories.PublicationFactory(parent=tree.publications, **theirs))
            published(factories.KeyMessageFactory(parent=tree.messages, **theirs))
            factories.EventFactory(parent=tree.events, **in_days(4), **theirs)

    for _ in range(2):
        add()
        for _ in range(2):  # the first keeps what holds for a period
            client.get(page.url)
        with django_assert_num_queries(FOR_AN_AUDIENCE):
            client.get(page.url)


@pytest.mark.parametrize("public", [True, False])
def test_it_names_the_services_that_help_its_group_if_that_is_public(public, page, practitioners, read):
    factories.add_signposts()
    factories.SignpostFactory(name="Not yet", audiences=["professional"], live=False)
    assert not read(page).select("main .hub_signposts")
    practitioners.help_group = "professional"
    practitioners.save()
    HelpGroup.objects.filter(slug="professional").update(live=public)
    services = read(page).select("main .hub_signposts__name")
    assert [service.get_text(strip=True) for service in services] == (["Emergency services"] if public else [])
    assert ("/help/#professional" in str(read(page))) == public


def test_of_many_services_it_names_five_and_leads_to_the_others(page, practitioners, client, read):
    practitioners.help_group = "child"
    practitioners.save()
    factories.add_help_groups()
    for order in range(7):
        factories.SignpostFactory(name=f"Service {order}", slug=f"service-{order}", audiences=["child"], order=order)
    services = read(page).select("main .hub_signposts__name")
    assert [service.get_text(strip=True) for service in services] == [f"Service {order}" for order in range(5)]
    client.get(page.url)
    with CaptureQueriesContext(connection) as asked:
        client.get(page.url)
    assert len(asked) <= FOR_AN_AUDIENCE


# Lists and feeds


@pytest.mark.parametrize("place", ["news", "publications", "events"])
def test_a_list_is_filtered_by_audience(place, tree, read, practitioners):
    hidden = factories.AudienceFactory(name="Secret", live=False)
    parent = getattr(tree, place)
    MAKERS[place](parent=parent, title="For them", audiences=[practitioners, hidden])
    MAKERS[place](parent=parent, title="For nobody else")
    soup = read(parent.url)
    assert [option["value"] for option in soup.select("select[name=audience] option")] == ["", "practitioners"]
    shown = read(f"{parent.url}?audience=practitioners").main.get_text()
    assert "For them" in shown
    assert "For nobody else" not in shown
    for unknown in ("secret", "nobody", "%00"):
        text = read(f"{parent.url}?audience={unknown}").main.get_text()
        assert "There is no audience" in text
        assert "For nobody else" in text


def test_a_list_whose_pages_have_no_audience_has_no_such_filter_and_asks_for_none(tree, client, practitioners):
    factories.NewsFactory(parent=tree.news)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(tree.news.url).content.decode()
    assert 'name="audience"' not in page
    assert not asked_for_audiences(asked)


def test_the_feed_has_what_is_for_them_of_every_kind(tree, page, practitioners, client):
    theirs = {"audiences": [practitioners]}
    published(factories.NewsFactory(parent=tree.news, title="News for them", **theirs))
    published(factories.NewsFactory(parent=tree.news, title="Other news"))
    published(factories.PublicationFactory(parent=tree.publications, title="Text for them", **theirs))
    published(factories.KeyMessageFactory(parent=tree.messages, title="Message for them", **theirs))
    published(factories.EventFactory(parent=tree.events, title="Event for them", **in_days(1), **theirs))
    collections = factories.DocumentCollectionIndexFactory(parent=tree.home)
    published(factories.DocumentCollectionFactory(parent=collections, title="Collection for them", **theirs))
    feed = parse(client.get(FOR_PRACTITIONERS).content)
    assert sorted(texts(feed, "title")) == [
        "Collection for them",
        "Event for them",
        "Message for them",
        "News for them",
        "Text for them",
    ]
    assert "People who work with children." in client.get(FOR_PRACTITIONERS).content.decode()
    assert f'href="{page.full_url}"' in client.get(FOR_PRACTITIONERS).content.decode()


@pytest.mark.parametrize("slug", ["nobody", "secret", "%00", "x" * 300])
def test_there_is_no_feed_for_an_audience_that_is_not_public(slug, tree, client):
    factories.AudienceFactory(name="Secret", live=False)
    assert client.get(f"/feeds/audiences/{slug}.atom").status_code == 404
    assert "/feeds/audiences/secret.atom" not in client.get("/feeds/").content.decode()


def test_without_a_page_the_feed_leads_to_the_front_page(tree, practitioners, client):
    assert f'href="{tree.home.full_url}"' in client.get(FOR_PRACTITIONERS).content.decode()
