"""A page is found by its address as in Wagtail, but with one statement."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from cms.delivery.routes import find
from cms.models import ContentVersion, HubSettings
from newsletter.models import MailingList
from programme.models import NewsIndexPage
from tests import factories


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="First", slug="first")


@pytest.fixture
def found(rf, settings):
    """Find the page at a path as the view does; None if it is left to Wagtail."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "other.example"]

    def found(path: str, host: str = "localhost") -> Page | None:
        result = find(rf.get("/", headers={"host": host}), path)
        return result and result[0]

    return found


def test_a_page_comes_as_what_it_is_and_knows_what_is_above_it(tree, news, found):
    page = found("news/first/")
    assert page == news
    assert type(page) is type(news)
    assert [above.pk for above in page.page_route.above] == [tree.home.pk, tree.news.pk]
    assert page.page_route.is_free
    assert found("") == tree.home
    assert found("").page_route.above == []


@pytest.mark.parametrize("path", ["first/", "news/second/", "news/first/first/", "streams/first/"])
def test_what_is_not_there_is_not_found(news, found, client, path):
    assert found(path) is None
    assert client.get(f"/{path}").status_code == 404


def test_an_address_without_its_last_slash_is_led_to_the_page(news, client):
    response = client.get("/news/first")
    assert response.status_code == 301
    assert response["Location"] == "/news/first/"


def test_an_address_in_capitals_is_led_to_the_page(news, found, client):
    assert found("News/First/") is None
    response = client.get("/News/First/?page=2")
    assert response.status_code == 301
    assert response["Location"] == "/news/first/?page=2"


def test_drafts_and_what_stands_below_them(tree, news, found, client):
    Page.objects.filter(pk=tree.news.pk).update(live=False)
    assert found("news/") is None
    assert client.get("/news/").status_code == 404
    assert client.get("/news/first/").status_code == 404


def test_a_draft_keeps_the_address_that_is_published(news, found):
    news.slug = "second"
    news.save_revision()
    assert found("news/first/") == news
    assert found("news/second/") is None


def test_a_moved_page_is_found_where_it_is_now(tree, found):
    meeting = factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups, slug="one"), slug="june")
    other = factories.GroupFactory(parent=tree.groups, slug="two")
    meeting.move(other, pos="last-child")
    assert found("groups/two/june/") == meeting
    assert found("groups/one/june/") is None


def test_two_sites_may_have_pages_at_the_same_path(tree, news, found):
    home = factories.HomeFactory(parent=tree.home.get_parent(), title="Other", slug="other")
    index = factories.NewsIndexFactory(parent=home)
    other = factories.NewsFactory(parent=index, title="Elsewhere", slug="first")
    Site.objects.create(hostname="other.example", port=80, root_page=home)
    assert found("news/first/") == news
    assert found("news/first/", "other.example") == other
    assert found("", "other.example") == home


def test_without_a_site_nothing_is_found(news, found, client):
    Site.objects.all().delete()
    assert found("news/first/") is None
    assert client.get("/news/first/").status_code == 404


def test_a_password_is_asked_for_wherever_it_stands(tree, news, found, client):
    restriction = tree.news.view_restrictions.create(restriction_type="password", password="open sesame")
    assert not found("news/first/").page_route.is_free
    assert "First" not in client.get("/news/first/").content.decode()
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, news.pk])
    client.post(address, {"password": "open sesame", "return_url": "/news/first/"})
    assert "First" in client.get("/news/first/").content.decode()


def test_a_new_restriction_holds_at_once(news, client):
    assert client.get("/news/first/").status_code == 200
    news.view_restrictions.create(restriction_type="login")
    assert client.get("/news/first/").status_code == 302
    client.force_login(get_user_model().objects.create_user("reader", password="a-long-password"))
    assert client.get("/news/first/").status_code == 200


def test_an_alias_is_as_restricted_as_its_page(tree, news, found, client):
    CreatePageAliasAction(news, parent=tree.news, update_slug="alias").execute()
    news.view_restrictions.create(restriction_type="login")
    assert found("news/alias/") is None  # left to Wagtail
    assert client.get("/news/alias/").status_code == 302


def test_a_type_that_finds_its_own_pages_is_asked(news, client, monkeypatch, django_assert_num_queries):
    def route(self, request, path_components):
        return RouteResult(self, kwargs={"rest": path_components})

    def serve(self, request, rest):
        return HttpResponse(f"{self.slug}: {rest}")

    monkeypatch.setattr(NewsIndexPage, "route", route)
    monkeypatch.setattr(NewsIndexPage, "serve", serve)
    client.get("/news/")
    with django_assert_num_queries(3):
        assert client.get("/news/2017/may/").content.decode() == "news: ['2017', 'may']"
    assert client.get("/news/first/").content.decode() == "news: ['first']"


def test_an_address_that_is_out_of_step_with_the_tree_is_left_to_wagtail(tree, news, found, client):
    Page.objects.filter(pk=news.pk).update(url_path="/home/groups/first/")
    assert found("groups/first/") is None
    assert client.get("/groups/first/").status_code == 404
    assert client.get("/news/first/").status_code == 200


def test_the_cost_does_not_grow_with_the_depth(tree, found, django_assert_num_queries):
    page = tree.home
    for _ in range(6):
        page = factories.StandardPageFactory(parent=page, slug="deeper")
    found("deeper/")
    with django_assert_num_queries(3):  # the content's version, the pages on the path, the page
        assert found("deeper/" * 6) == page


def test_what_every_page_shows_is_as_it_is_now(tree, client):
    """It is kept for a period, so a change begins a new one."""
    settings = HubSettings.for_site(tree.site)
    about = factories.StandardPageFactory(parent=tree.home, title="About us", show_in_menus=True)
    offered = MailingList.objects.create(name="Update", slug="update")
    channel = settings.social_channels.create(platform="X", handle="@hub", address="https://example.org/")
    settings.save()
    shown = ("About us", "@hub on X", "by e-mail", settings.site_name)
    assert [words in client.get("/news/").content.decode() for words in shown] == [True] * 4

    before = ContentVersion.current()
    MailingList.objects.filter(pk=offered.pk).update(offered=False)
    assert ContentVersion.current() != before
    channel.active = False
    channel.save()
    HubSettings.objects.update(site_name="Another name")
    about.unpublish()
    assert [words in client.get("/news/").content.decode() for words in shown] == [False] * 4
    assert "Another name" in client.get("/news/").content.decode()
