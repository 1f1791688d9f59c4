"""The API names the programmes of the hub, each with what the public may see of it, whichever host is asked."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import AccessToken, ProgrammeSite
from cms.sites.models import NO_HOST
from cms.tokens.scopes import READ_DRAFTS
from programme.models import Phase, ProgrammeSettings
from tests import factories

ALL = """{ programmes { key name url graphqlUrl state purpose phases { name } vision { html } principles { title }
  progress { totals { total } byStream { workStream { title path } totals { total } } }
  counts { thing counted } } }"""


@pytest.fixture
def energy(tree):
    home = factories.HomeFactory(
        parent=Page.objects.get(depth=1), title="Energy", slug="energy", vision="<p>Light for all.</p>"
    )
    home.principles.create(title="Fair", text="It is fair.")
    home.save()
    site = Site.objects.create(hostname=f"energy.{NO_HOST}", root_page=home, site_name="Energy")
    ProgrammeSite.objects.create(site=site, key="energy", path="energy", host=tree.site)
    streams = factories.WorkStreamIndexFactory(parent=home)
    stream = factories.WorkStreamFactory(parent=streams, title="Wind", slug="wind")
    factories.CommitmentFactory(parent=stream, kind="action")
    news = factories.NewsIndexFactory(parent=home)
    factories.NewsFactory(parent=news, title="Wind at last", slug="wind-at-last")
    settings = ProgrammeSettings.objects.create(site=site, name="Energy for all", purpose="Power.")
    Phase.objects.create(programme=settings, name="First", objective="Begin.", start=datetime.date(2026, 1, 1))
    return site


@pytest.fixture
def first(tree):
    settings = ProgrammeSettings.objects.create(site=tree.site, name="The first", purpose="It was here.")
    Phase.objects.create(programme=settings, name="Its own", objective="Begin.", start=datetime.date(2026, 1, 1))


def ask(client, query: str, address: str = "/graphql/") -> dict:
    body = client.post(address, {"query": query}, content_type="application/json").json()
    assert "errors" not in body, body["errors"]
    return body["data"]


OF_ENERGY = {
    "key": "energy",
    "name": "Energy for all",
    "url": "http://localhost/energy/",
    "graphqlUrl": "http://localhost/energy/graphql/",
    "state": "OPEN",
    "purpose": "Power.",
    "phases": [{"name": "First"}],
    "vision": {"html": "<p>Light for all.</p>"},
    "principles": [{"title": "Fair"}],
    "progress": {
        "totals": {"total": 1},
        "byStream": [
            {"workStream": {"title": "Wind", "path": "/energy/work-streams/wind/"}, "totals": {"total": 1}},
        ],
    },
    "counts": [
        {"thing": "RECOMMENDATIONS", "counted": 0},
        {"thing": "ACTIONS", "counted": 1},
        {"thing": "OTHER_STREAMS", "counted": 1},
    ],
}


@pytest.mark.parametrize("address", ["/graphql/", "/energy/graphql/"])
def test_every_programme_is_told_wherever_it_is_asked(client, energy, first, address):
    mine, other = ask(client, ALL, address)["programmes"]
    other["counts"] = sorted(other["counts"], key=lambda one: one["thing"])
    assert other == OF_ENERGY | {"counts": sorted(OF_ENERGY["counts"], key=lambda one: one["thing"])}
    assert (mine["key"], mine["name"], mine["url"]) == ("main", "The first", "http://localhost/")
    assert mine["progress"]["totals"]["total"] == 0
    assert mine["phases"] == [{"name": "Its own"}]


def test_one_is_found_by_its_key(client, energy, first):
    found = ask(client, '{ programme(key: "energy") { name } own: programme { name key } }')
    assert found == {"programme": {"name": "Energy for all"}, "own": {"name": "The first", "key": "main"}}
    assert ask(client, "{ programme { key } }", "/energy/graphql/") == {"programme": {"key": "energy"}}


def test_an_unknown_key_is_refused_with_the_known_ones(client, energy, first):
    for key in ("water", "closed"):
        body = client.post(
            "/graphql/", {"query": f'{{ programme(key: "{key}") {{ name }} }}'}, content_type="application/json"
        ).json()
        assert body["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
        assert "energy" in body["errors"][0]["message"]


def test_a_closed_programme_is_absent(client, energy, first):
    ProgrammeSite.objects.filter(key="energy").update(state="closed")
    assert [one["key"] for one in ask(client, "{ programmes { key } }")["programmes"]] == ["main"]
    assert "errors" in client.post(
        "/graphql/", {"query": '{ programme(key: "energy") { name } }'}, content_type="application/json"
    ).json()  # fmt: skip


def test_pages_say_their_programme_without_a_statement_for_each(
    client, tree, energy, first, django_assert_max_num_queries
):
    ProgrammeSite.objects.create(site=tree.site, key="organisation", spans_programmes=True)
    for number in range(6):
        factories.NewsFactory(parent=tree.news, title=f"News {number}")
    query = "{ news(first: 20) { nodes { title programme { key name } } } }"
    with django_assert_max_num_queries(14):
        nodes = ask(client, query)["news"]["nodes"]
    told = {node["title"]: node["programme"] for node in nodes}
    assert told["Wind at last"] == {"key": "energy", "name": "Energy for all"}
    assert told["News 3"] == {"key": "organisation", "name": "The first"}


def test_naming_another_programme_opens_none_of_its_lists(client, tree, energy, first):
    query = '{ programme(key: "energy") { principles { title } } news(first: 5) { nodes { title } } }'
    assert ask(client, query)["news"]["nodes"] == []
    hidden = Page.objects.get(slug="energy").specific
    hidden.live = False
    hidden.save()
    assert ask(client, '{ programme(key: "energy") { principles { title } vision { html } } }')["programme"] == {
        "principles": [],
        "vision": {"html": ""},
    }


@pytest.mark.parametrize("perspective", ["drafts", None])
def test_a_token_for_one_programme_sees_its_drafts_alone(client, tree, energy, first, perspective):
    draft = factories.NewsFactory(parent=Page.objects.get(slug="energy").get_children().get(slug="news"), live=False)
    draft.save_revision()
    factories.NewsFactory(parent=tree.news, title="Of the first", live=False).save_revision()
    maker = get_user_model().objects.create_superuser("ann", password="a-long-enough-password")
    expires = timezone.now() + datetime.timedelta(days=1)
    token, secret = AccessToken.make(maker, name="Frontend", scopes=[READ_DRAFTS], expires_at=expires, budget=1_000_000)
    token.sites.add(energy)
    headers = {"Authorization": f"Bearer {secret}"} | ({"Hub-Perspective": perspective} if perspective else {})
    query = {"query": "{ programme { key } news { nodes { title path } } }"}
    found = client.post("/energy/graphql/", query, content_type="application/json", headers=headers).json()["data"]
    assert found["programme"] == {"key": "energy"}
    assert {one["title"] for one in found["news"]["nodes"]} == {"Wind at last"} | (
        {draft.title} if perspective else set()
    )
    assert all(one["path"].startswith("/energy/news/") for one in found["news"]["nodes"])
    assert client.post("/graphql/", query, content_type="application/json", headers=headers).status_code in (401, 403)
