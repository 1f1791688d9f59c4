"""Nothing hidden shows on a public page, in any way of hiding and with any relation to it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.delivery import calendars, feeds
from cms.visibility.rule import Visibility
from programme.models import ProgressPage
from programme.models.progress import FILES
from programme.site import follow_links
from tests import factories
from tests.graphql.leaks import secret_site
from tests.graphql.leaks.marks import MARK


def addresses(site) -> list[str]:
    tree = site.tree
    indexes = [tree.home, tree.messages, tree.streams, tree.team, tree.news, tree.publications]
    indexes += [tree.groups, tree.events, tree.updates]
    pages = [page.get_url() for page in [*indexes, *site.public.of(Page)]]
    files = [f"{page.get_url()}{name}" for page in site.public.of(ProgressPage) for name in FILES]
    others = [f"{tree.team.get_url()}?by=area", f"{tree.team.get_url()}?as-at=2017-01-01"]
    return [*pages, *files, *others, *for_programs(site)]


def for_programs(site) -> list[str]:
    """Return the addresses of feeds, calendars and the sitemap."""
    found = [reverse(name) for name in ("sitemap", "manifest", "programme:following", "programme:feed_of_all")]
    found += [follow_links.path_of(kind) for kind in feeds.kinds.values()]
    found += [reverse("programme:calendar_of_all")]
    found += [reverse("programme:calendar", args=[name]) for name in calendars.kinds]
    for page in site.public.of(Page):
        found += [way.path for way in follow_links.links_from(page, Visibility(site.tree.site))]
    return found


@pytest.mark.parametrize("ways", ["some", "all"])
def test_no_public_page_shows_anything_hidden(tree, client, settings, ways):
    # Wagtail's own index isn't used here, and updating it takes most of the time.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        site = secret_site.build(tree, secret_site.WAYS if ways == "all" else secret_site.SOME_WAYS)
    found = addresses(site)
    assert len(found) > 50
    for address in found:
        response = client.get(address)
        assert response.status_code == 200, address
        assert MARK not in response.content.decode(), address
    # The query is repeated on the page; nothing else may contain the word.
    for query in (MARK, f"{MARK}x"):
        page = BeautifulSoup(client.get("/search/", {"query": query}).content, "html.parser")
        assert not page.select(".ds_search-result, .ds_search-filters, .ds_search-results__suggestions")
    for query in ("?query=open", "?type=page&type=news&size=50"):
        assert MARK not in client.get(f"/search/{query}").content.decode()
    assert client.get("/search/suggest/", {"q": MARK}).json() == {"suggestions": []}


@pytest.mark.parametrize("way", secret_site.WAYS)
def test_a_hidden_page_is_in_no_navigation(way, tree, client):
    page = factories.StandardPageFactory(parent=tree.home, title=MARK, slug="contact", show_in_menus=True)
    assert MARK in client.get("/").content.decode()
    secret_site.hide(page, way)
    assert MARK not in client.get("/").content.decode()


def test_who_passes_a_restriction_sees_the_page_but_no_hidden_page_beside_it(hub, client):
    """Lists are public ones for all readers: passing a restriction only opens the page itself."""
    hub["news"].view_restrictions.create(restriction_type="login")
    assert client.get(hub["news"].url).status_code == 302
    client.force_login(get_user_model().objects.create_user("reader", password="a-long-password"))
    assert "It began" in client.get(hub["news"].url).content.decode()
    assert "It began" not in client.get(hub["stream"].url).content.decode()


def test_a_page_expires_when_it_is_read_not_when_a_job_runs(hub, client):
    assert "It began" in client.get("/news/").content.decode()
    Page.objects.filter(pk=hub["news"].pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert "It began" not in client.get("/news/").content.decode()
    assert client.get(hub["news"].url).status_code == 404
