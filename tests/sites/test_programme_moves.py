"""A programme that has moved is found at its former addresses, until another programme gets them."""

from cms.models import FormerAddress
from home.programmes.services import NewProgramme, change, make
from tests import factories


def leads_to(client, path: str, **headers) -> tuple[int, str]:
    answer = client.get(path, headers=headers)
    return answer.status_code, answer.get("Location", "")


def test_a_former_path_leads_to_the_present_one(client, tree, energy, ann):
    change(energy, {"path": "power"}, ann)
    assert leads_to(client, "/energy/news/?page=2") == (301, "http://localhost/power/news/?page=2")
    assert leads_to(client, "/energy/") == (301, "http://localhost/power/")
    assert leads_to(client, "/energy/feeds/all.atom") == (301, "http://localhost/power/feeds/all.atom")
    assert leads_to(client, "/energy") == (301, "http://localhost/power")
    assert client.get("/energy/")["Cache-Control"] == "no-cache", "it may move back"
    assert client.get("/power/news/").status_code == 200
    assert client.get("/energetic/").status_code == 404


def test_several_moves_lead_to_the_last_address(client, energy, ann):
    for path in ("power", "light"):
        change(energy, {"path": path}, ann)
    assert leads_to(client, "/energy/")[1] == leads_to(client, "/power/")[1] == "http://localhost/light/"
    change(energy, {"path": "energy"}, ann)
    assert client.get("/energy/").status_code == 200
    assert leads_to(client, "/light/")[1] == "http://localhost/energy/"


def test_programs_that_post_are_answered_at_the_former_address(client, energy, ann):
    change(energy, {"path": "power"}, ann)
    answer = client.post("/energy/graphql/", {"query": "{ site { name } }"}, content_type="application/json")
    assert answer.json()["data"] == {"site": {"name": "Energy"}}


def test_from_a_path_to_a_host_and_to_another(client, energy, ann, settings):
    settings.ALLOWED_HOSTS = ["*"]
    change(energy, {"path": "", "host": None, "hostname": "energy.example.org", "port": 443}, ann)
    assert leads_to(client, "/energy/news/") == (301, "https://energy.example.org/news/")
    change(energy, {"hostname": "power.example.org"}, ann)
    assert leads_to(client, "/news/?page=2", host="energy.example.org") == (
        301,
        "https://power.example.org/news/?page=2",
    )
    assert leads_to(client, "/feeds/all.atom", host="energy.example.org")[0] == 301
    assert client.get("/news/", headers={"host": "power.example.org"}).status_code == 200
    assert leads_to(client, "/energy/")[1] == "https://power.example.org/"


def test_another_programme_may_have_the_address(client, tree, energy, ann):
    change(energy, {"path": "power"}, ann)
    water = make(NewProgramme("Water", "water", path="energy", host=tree.site), ann)
    water.root_page.specific.save_revision().publish()
    assert "Water" in client.get("/energy/").content.decode()
    assert not FormerAddress.objects.exists()


def test_a_page_comes_before_a_former_address(client, tree, energy, ann):
    change(energy, {"path": "power"}, ann)
    factories.StandardPageFactory(parent=tree.home, title="On energy", slug="energy")
    assert client.get("/energy/").status_code == 200


def test_it_costs_no_statement(client, tree, energy, ann, django_assert_num_queries):
    change(energy, {"path": "power"}, ann)
    for _ in range(2):
        client.get("/energy/")
    with django_assert_num_queries(2):  # the token; whether a page is there
        client.get("/energy/")
