"""Programmes below the first part of a path: pages, API, feeds and admin answer there as at a host of their own."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.base.active_site import active_site
from cms.models import LookSettings, ProgrammeSite
from cms.sites.models import NO_HOST
from cms.visibility.rule import Visibility
from tests import factories
from tests.admin.forms import field_errors, send


@pytest.fixture
def energy(tree):
    """A programme about energy at http://localhost/energy/, with a news item."""
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Energy", slug="energy-home")
    site = Site.objects.create(hostname=f"energy.{NO_HOST}", root_page=home, site_name="Energy")
    ProgrammeSite.objects.create(site=site, key="energy", path="energy", host=tree.site)
    news = factories.NewsIndexFactory(parent=home)
    factories.NewsFactory(parent=news, title="Wind at last", slug="wind")
    return site


def test_pages_answer_below_the_first_part(client, tree, energy):
    factories.NewsFactory(parent=tree.news, title="Of the first", slug="first")
    page = client.get("/energy/news/wind/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "Wind at last" in html
    assert 'href="http://localhost/energy/news/wind/"' in html, "its canonical address"
    assert 'href="/energy/news/"' in html, "its menu"
    assert 'href="/energy/"' in html, "its front page"
    assert 'href="/"' not in html
    assert 'href="/news/' not in html
    assert client.get("/news/wind/").status_code == 404
    assert client.get("/energy/news/first/").status_code == 404
    assert client.get("/news/first/").status_code == 200


def test_the_part_alone_is_the_front_page(client, energy):
    assert "Energy" in client.get("/energy/").content.decode()


def test_kept_pages_of_two_programmes_are_told_apart(client, tree, energy):
    for _ in range(3):
        assert "Wind at last" in client.get("/energy/news/").content.decode()
        assert "Wind at last" not in client.get("/news/").content.decode()


def test_the_api_answers_for_the_programme(client, energy):
    query = {
        "query": '{ news(first: 5) { nodes { title path url } } route(path: "/energy/news/wind/") { page { title } } }'
    }
    for _ in range(2):
        data = client.post("/energy/graphql/", query, content_type="application/json").json()["data"]
        assert data["news"]["nodes"] == [
            {"title": "Wind at last", "path": "/energy/news/wind/", "url": "http://localhost/energy/news/wind/"}
        ]
        assert data["route"]["page"]["title"] == "Wind at last"
        data = client.post("/graphql/", query, content_type="application/json").json()["data"]
        assert data["news"]["nodes"] == []


def test_a_page_of_the_admin_knows_its_address(client, tree, energy):
    wind = Page.objects.get(slug="wind").specific
    assert wind.full_url == "http://localhost/energy/news/wind/"
    assert tree.news.full_url == "http://localhost/news/"


def test_the_organisations_own_site_has_the_pages_of_all(client, tree, energy):
    ProgrammeSite.objects.create(site=tree.site, key="organisation", spans_programmes=True)
    query = {"query": "{ news(first: 5) { nodes { title path url } } }"}
    data = client.post("/graphql/", query, content_type="application/json").json()["data"]
    assert data["news"]["nodes"] == [
        {"title": "Wind at last", "path": "/energy/news/wind/", "url": "http://localhost/energy/news/wind/"}
    ]


def test_the_pages_of_a_closed_programme_leave_the_organisations_lists(client, tree, energy):
    ProgrammeSite.objects.create(site=tree.site, key="organisation", spans_programmes=True)
    ProgrammeSite.objects.filter(key="energy").update(state="closed")
    wind = Page.objects.get(slug="wind").specific
    assert not Visibility(tree.site).can_see(wind)


def test_a_new_programme_answers_at_once(client, tree):
    assert client.get("/water/").status_code == 404
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Water", slug="water-home")
    site = Site.objects.create(hostname=f"water.{NO_HOST}", root_page=home)
    ProgrammeSite.objects.create(site=site, key="water", path="water", host=tree.site)
    assert client.get("/water/").status_code == 200


def test_no_site_is_active_outside_of_requests(energy):
    assert active_site() is None


@pytest.mark.parametrize(
    ("path", "sentence"), [("admin", "one of the hub’s own addresses"), ("news", "has a page at /news/")]
)
def test_a_part_that_is_taken_is_refused(tree, energy, path, sentence):
    programme = energy.programme_site
    programme.path = path
    with pytest.raises(ValidationError, match=sentence):
        programme.full_clean()


def test_a_page_is_not_put_in_the_way_of_a_programme(client, tree, energy, admin_user):
    client.force_login(admin_user)
    with pytest.raises(ValidationError, match="already in use"):
        factories.StandardPageFactory(parent=tree.home, title="On energy", slug="energy")
    page = factories.StandardPageFactory(parent=tree.home, title="Energy", slug="")
    assert page.slug == "energy-2", "made from the title"
    edit = f"/admin/pages/{page.pk}/edit/"
    answer = send(client, edit, title="Power", slug="energy")
    assert "Energy is at /energy/." in str(field_errors(answer)["slug"])
    copy = {"new_title": "Energy", "new_slug": "energy", "new_parent_page": tree.home.pk}
    answer = client.post(f"/admin/pages/{page.pk}/copy/", copy)
    assert "Energy is at /energy/." in str(answer.context["form"].errors["new_slug"])
    below = factories.StandardPageFactory(parent=page, title="Energy", slug="energy")
    with pytest.raises(ValidationError, match="Energy is at /energy/."):
        below.move(tree.home, "last-child")
    answer = client.post(f"/admin/pages/{below.pk}/move/{tree.home.pk}/confirm/", follow=True)
    assert "Energy is at /energy/." in answer.content.decode()
    own = factories.StandardPageFactory(parent=energy.root_page, title="Energy", slug="energy")
    assert own.full_url == "http://localhost/energy/energy/", "within the programme it is free"


def test_a_path_that_an_editor_types_is_the_programmes(client, tree, energy):
    """Also with the programme's part; a path of another programme at the host leads there."""
    water = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Water", slug="water-home")
    site = Site.objects.create(hostname=f"water.{NO_HOST}", root_page=water)
    ProgrammeSite.objects.create(site=site, key="water", path="water", host=tree.site)
    typed = [
        "/feedback/",
        "/energy/news/",
        "/energy/",
        "/water/news/",
        "/water",
        "//host.example.org/",
        "#below",
        "/?a=1",
    ]
    links = "".join(f'<p><a href="{link}">{number}</a></p>' for number, link in enumerate(typed))
    for home, beginning in ((energy.root_page, "/energy"), (tree.home, "")):
        place = energy if beginning else tree.site
        LookSettings.objects.create(site=place, footer_links="Tell us /feedback/\nWater /water/")
        page = factories.StandardPageFactory(parent=home, slug="links", body=[("rich_text", {"text": links})])
        page.save_revision().publish()
        text = client.get(f"{beginning}/links/").content.decode()
        found = re.findall(r'<p><a href="([^"]*)">\d</a></p>', text)
        own = "/energy/feedback/" if beginning else "/feedback/"
        assert found == [own, *typed[1:-1], f"{beginning}/?a=1"]
        foot = BeautifulSoup(text, "html.parser").select(".hub_footer-links a")
        assert [link["href"] for link in foot] == [own, "/water/"]
