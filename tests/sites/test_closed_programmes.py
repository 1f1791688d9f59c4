"""Every address of a closed programme leads to its successor, or answers that it is gone."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import CollectionViewRestriction, Page, Site

from cms.models import FormerAddress, ProgrammeSite
from cms.sites.models import NO_HOST
from newsletter.people import tokens
from tests import factories

NEXT = "https://www.example.org/next/"


@pytest.fixture(params=["path", "host"])
def energy(request, tree, settings):
    """A programme about energy, below a part of the path or at a host of its own: its site, and the beginning of its
    paths."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "energy.example.org"]
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Energy", slug="energy-home")
    is_below = request.param == "path"
    host = f"energy.{NO_HOST}" if is_below else "energy.example.org"
    site = Site.objects.create(hostname=host, root_page=home, site_name="Energy")
    below = {"path": "energy", "host": tree.site} if is_below else {}
    ProgrammeSite.objects.create(site=site, key="energy", **below)
    news = factories.NewsIndexFactory(parent=home)
    factories.NewsFactory(parent=news, title="Wind at last", slug="wind")
    return site


@pytest.fixture
def ask(client, energy):
    """Return a function that asks for a path of the programme."""
    host = {} if energy.programme_site.path else {"HTTP_HOST": "energy.example.org"}
    beginning = "/energy" if energy.programme_site.path else ""

    def ask(path: str, method: str = "get", *args, **values):
        return getattr(client, method)(beginning + path, *args, **host, **values)

    ask.beginning = beginning
    return ask


def close(site: Site, successor: str = "") -> None:
    record = ProgrammeSite.objects.get(site=site)
    record.state, record.state_since, record.successor = "closed", datetime.date(2027, 5, 3), successor
    record.save()


PATHS = ["/", "/news/wind/", "/feeds/news.atom", "/sitemap.xml", "/robots.txt", "/search/", "/no-such/", "/feedback/"]


@pytest.mark.parametrize("path", PATHS)
def test_each_address_leads_to_its_successor(ask, energy, path):
    ask(path)
    close(energy, NEXT)
    answer = ask(path)
    assert (answer.status_code, answer["Location"]) == (301, NEXT)
    assert answer["Cache-Control"] == "no-cache", "it may be reopened"


@pytest.mark.parametrize("path", [*PATHS, "/documents/1/a.pdf", "/newsletter/subscribe/"])
def test_without_a_successor_it_is_gone_but_says_who_helps(ask, energy, path):
    factories.add_signposts()
    close(energy)
    answer = ask(path)
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "This programme ended on 3 May 2027." in text and "Wind at last" not in text
    assert 'name="robots" content="noindex"' in text
    assert "Childline" in text and f'href="{ask.beginning}/help/"' in text


def test_what_is_sent_is_not_redirected(ask, energy):
    close(energy, NEXT)
    answer = ask("/feedback/", "post", {"message": "Hello"})
    assert answer.status_code == 410
    assert NEXT in answer.content.decode()


def test_a_page_leads_to_that_at_the_same_path_of_a_successor_in_this_hub(ask, energy, tree):
    factories.NewsFactory(parent=tree.news, title="Wind goes on", slug="wind")
    draft = factories.NewsFactory(parent=tree.news, title="Not yet", slug="draft", live=False)
    close(energy, "http://localhost")
    assert ask("/news/wind/")["Location"] == "http://localhost/news/wind/"
    assert ask("/")["Location"] == "http://localhost/"
    assert ask("/news/none/")["Location"] == "http://localhost/"
    assert ask(f"/news/{draft.slug}/")["Location"] == "http://localhost/"


def test_a_successor_that_is_the_programme_itself_makes_no_circle(ask, energy):
    close(energy, "http://localhost/energy/" if energy.programme_site.path else "http://energy.example.org/")
    assert ask("/").status_code == 410


def test_the_api_answers_that_it_is_gone(ask, energy):
    close(energy, NEXT)
    query = {"query": "{ site { name } }"}
    accepts = {"HTTP_ACCEPT": "application/graphql-response+json"}
    answer = ask("/graphql/", "post", query, content_type="application/json", **accepts)
    assert answer.status_code == 410
    assert answer["Content-Type"].startswith("application/graphql-response+json")
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "PROGRAMME_CLOSED"
    assert error["message"] == f"This programme ended on 3 May 2027. Nothing is answered for it. {NEXT}"


def test_a_kept_answer_and_a_kept_page_are_gone_at_once(ask, energy, pages_are_kept):
    query = {"query": "{ site { name } }"}
    for _ in range(2):
        assert ask("/news/wind/").status_code == 200
        assert ask("/graphql/", "post", query, content_type="application/json").status_code == 200
    close(energy)
    assert ask("/news/wind/").status_code == 410
    assert ask("/graphql/", "post", query, content_type="application/json").status_code == 410


def test_other_programmes_go_on(client, ask, energy, tree):
    close(energy, NEXT)
    assert client.get("/").status_code == client.get("/news/").status_code == 200
    assert client.post("/graphql/", {"query": "{ site { name } }"}, content_type="application/json").status_code == 200


def test_links_in_mails_and_help_and_the_admin_go_on(client, ask, energy, roles):
    factories.add_signposts()
    one = factories.SubscriptionFactory(mailing_list=factories.MailingListFactory(site=energy))
    close(energy, NEXT)
    assert ask(f"/newsletter/leave/{tokens.LEAVE.token(one.key)}/").status_code == 200
    own = f"/newsletter/preferences/{tokens.PREFERENCES.token(one.subscriber.key)}/"
    assert ask(own).status_code == 200
    assert ask(f"{own}erase/", "post").status_code == 200
    one.subscriber.refresh_from_db()
    assert one.subscriber.address is None
    assert ask("/help/").status_code == 200
    client.force_login(get_user_model().objects.create_superuser("ann", "ann@example.org"))
    assert ask("/admin/", follow=True).status_code == 200


def test_reopened_it_answers_again(ask, energy):
    close(energy, NEXT)
    assert ask("/news/wind/").status_code == 301
    ProgrammeSite.objects.get(site=energy)
    record = ProgrammeSite.objects.get(site=energy)
    record.state, record.successor = "open", ""
    record.save()
    assert ask("/news/wind/").status_code == 200


def test_a_successor_that_is_closed_too_makes_no_circle(ask, energy, tree):
    water = Site.objects.create(
        hostname=f"water.{NO_HOST}",
        root_page=factories.HomeFactory(parent=Page.objects.get(depth=1), title="Water", slug="water-home"),
    )
    ProgrammeSite.objects.create(site=water, key="water", path="water", host=tree.site)
    close(energy, "http://localhost/water/")
    assert ask("/news/wind/")["Location"] == "http://localhost/water/"
    close(water, "http://localhost/energy/" if energy.programme_site.path else "http://energy.example.org/")
    assert ask("/news/wind/").status_code == 410
    close(energy, "http://localhost/water/news/")
    assert ask("/news/wind/").status_code == 410


@pytest.mark.parametrize("former", ["http://localhost/sea/", "http://sea.example.org/", "https://SEA.example.org:443"])
def test_a_former_address_of_a_closed_programme_makes_no_circle(ask, energy, tree, settings, former):
    settings.ALLOWED_HOSTS += ["sea.example.org"]
    water = Site.objects.create(
        hostname=f"water.{NO_HOST}",
        root_page=factories.HomeFactory(parent=Page.objects.get(depth=1), title="Water", slug="water-home"),
    )
    ProgrammeSite.objects.create(site=water, key="water", path="water", host=tree.site)
    FormerAddress.objects.create(site=water, path="sea", host=tree.site)
    FormerAddress.objects.create(site=water, hostname="sea.example.org")
    close(energy, former)
    assert ask("/news/wind/")["Location"] == former, "it leads on to the present address"
    close(water, "http://localhost/energy/" if energy.programme_site.path else "http://energy.example.org/")
    assert ask("/news/wind/").status_code == 410
    close(energy, f"{former.rstrip('/')}/news/")
    assert ask("/").status_code == 410


def test_a_page_at_the_former_address_of_a_closed_programme_may_be_the_successor(ask, energy, tree):
    FormerAddress.objects.create(site=energy, path="sea", host=tree.site)
    close(energy, "http://localhost/sea/")
    assert ask("/").status_code == 410
    factories.StandardPageFactory(parent=tree.home, slug="sea")
    close(energy, "http://localhost/sea/")
    assert ask("/")["Location"] == "http://localhost/sea/"


def test_the_scheme_of_a_successor_does_not_matter(ask, energy):
    close(energy, "https://localhost/energy/" if energy.programme_site.path else "https://energy.example.org")
    assert ask("/").status_code == 410


def test_a_programme_below_the_closed_one_s_host_may_be_its_successor(client, ask, energy):
    wind = Site.objects.create(
        hostname=f"wind.{NO_HOST}",
        root_page=factories.HomeFactory(parent=Page.objects.get(depth=1), title="Wind", slug="wind-home"),
    )
    host = energy.programme_site.host or energy
    ProgrammeSite.objects.create(site=wind, key="wind", path="wind", host=host)
    below = "http://localhost/wind" if energy.programme_site.path else "http://energy.example.org/wind"
    close(energy, f"{below}/news/")
    assert ask("/news/wind/")["Location"] == f"{below}/news/"


def test_pictures_go_on_but_for_private_ones(client, ask, energy):
    image = factories.ImageFactory()
    address = image.get_rendition("fill-320x180").url
    close(energy, NEXT)
    assert ask(address).getvalue()
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")
    assert ask(address).status_code == 404
