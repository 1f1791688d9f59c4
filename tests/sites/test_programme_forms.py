"""The forms of programmes in the admin: what they make and change, and what they refuse, each at its field."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import ModelLogEntry, Site

from cms.models import ProgrammeSite
from home.programmes.services import NewProgramme, make, set_state
from programme.models import ProgrammeSettings

LIST, ADD = "/admin/programmes/", "/admin/programmes/add/"


@pytest.fixture
def ann(roles, client):
    user = get_user_model().objects.create_superuser("ann", "ann@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def energy(tree, ann) -> Site:
    return make(NewProgramme("Energy", "energy", path="energy", host=tree.site, purpose="Power."), ann)


def filled(tree, **values) -> dict:
    usual = {
        "name": "Water",
        "key": "water",
        "purpose": "Clean.",
        "place": "path",
        "below": tree.site.pk,
        "path": "water",
    }
    return usual | values


def test_one_is_made(client, tree, ann):
    answer = client.post(ADD, filled(tree, short_name="WA"))
    site = ProgrammeSite.objects.get(key="water").site
    assert answer["Location"] == f"/admin/pages/{site.root_page_id}/edit/"
    assert ProgrammeSettings.objects.get(site=site).short_name == "WA"
    listed = client.get(LIST).content.decode()
    assert "http://localhost/water/" in listed
    assert "programme.invalid" not in listed
    assert (
        "programme.invalid"
        not in client.get("/admin/settings/programme/programmesettings/", follow=True).content.decode()
    )
    assert ModelLogEntry.objects.get(action="cms.programme.made").user == ann


def test_one_is_made_at_a_host_of_its_own(client, tree, ann, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    answer = client.post(ADD, filled(tree, place="host", path="", hostname="Water.example.org"), follow=True)
    site = ProgrammeSite.objects.get(key="water").site
    assert (site.hostname, site.port, site.programme_site.path) == ("water.example.org", 443, "")
    assert "must add water.example.org to ALLOWED_HOSTS" in answer.content.decode()


def test_one_is_copied(client, tree, energy):
    client.post(ADD, filled(tree, source=energy.pk))
    site = ProgrammeSite.objects.get(key="water").site
    assert site.root_page.get_children().count() == energy.root_page.get_children().count()
    assert ModelLogEntry.objects.get(action="cms.programme.copied").data["source"] == "Energy"


@pytest.mark.parametrize(
    ("field", "values", "sentence"),
    [
        ("key", {"key": "energy"}, "“energy” is the key of Energy."),
        ("path", {"path": "energy"}, "Energy is at /energy/."),
        ("path", {"path": "news"}, "has a page at /news/."),
        ("path", {"path": "admin"}, "one of the hub’s own addresses"),
        ("path", {"path": ""}, "Give the first part of the address"),
        ("hostname", {"place": "host"}, "Name the host"),
        ("hostname", {"place": "host", "hostname": "localhost"}, "is at “localhost”."),
        ("hostname", {"place": "host", "hostname": "https://x.org/"}, "Write the host alone"),
        ("name", {"name": "energy"}, "A programme of this hub has that name."),
        ("purpose", {"purpose": ""}, "This field is required."),
    ],
)
def test_input_is_refused_at_its_field(client, tree, energy, field, values, sentence):
    answer = client.post(ADD, filled(tree, **values))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert list(answer.context["form"].errors) == [field]
    assert Site.objects.count() == 2


def test_name_and_address_are_changed(client, tree, energy):
    page = f"{LIST}{energy.pk}/"
    assert 'value="energy"' in client.get(page).content.decode()
    client.post(page, filled(tree, name="Energy for all", path="power"))
    energy.refresh_from_db()
    assert energy.site_name == "Energy for all"
    assert energy.programme_site.path == "power"
    assert ModelLogEntry.objects.get(action="cms.programme.changed").data["change"] == "name, path, purpose"


def test_the_first_programme_keeps_its_host(client, tree, energy):
    page = f"{LIST}{tree.site.pk}/"
    assert "hostname" not in client.get(page).context["form"].fields
    client.post(page, {"name": "The first", "purpose": "It was here.", "spans_programmes": "on"})
    tree.site.refresh_from_db()
    assert (tree.site.hostname, tree.site.programme_site.spans_programmes) == ("localhost", True)


def test_it_is_archived_and_reopened(client, energy):
    page = f"{LIST}{energy.pk}/archive/"
    said = client.get(page).content.decode()
    assert "Its pages stay public" in said
    assert "manage.py export_site energy FOLDER" in said
    assert "manage.py export_site --record energy FOLDER" in said
    assert ProgrammeSite.objects.get(site=energy).state == "open", "asked first"
    client.post(page)
    assert ProgrammeSite.objects.get(site=energy).state == "archived"
    client.post(f"{LIST}{energy.pk}/reopen/")
    assert ProgrammeSite.objects.get(site=energy).state == "open"
    assert client.get(f"{LIST}{energy.pk}/burn/").status_code == 404


def test_it_is_closed_with_a_day_and_a_successor(client, energy):
    page = f"{LIST}{energy.pk}/close/"
    assert "sure" in client.post(page, {"since": "1 May 2026"}).context["form"].errors
    client.post(page, {"since": "1 May 2026", "successor": "https://example.org/next/", "sure": "on"})
    record = ProgrammeSite.objects.get(site=energy)
    assert (record.state, str(record.state_since)) == ("closed", "2026-05-01")
    assert record.successor == "https://example.org/next/"
    entry = ModelLogEntry.objects.get(action="cms.programme.closed")
    assert entry.data["day"] == "2026-05-01"
    assert "closed on 2026-05-01" in client.get("/admin/reports/audit-log/").content.decode()


def test_it_is_not_its_own_successor(client, energy):
    given = {"since": "1 May 2026", "successor": "http://localhost/energy", "sure": "on"}
    answer = client.post(f"{LIST}{energy.pk}/close/", given)
    assert "address of this programme itself" in str(answer.context["form"].errors["successor"])


def test_the_programme_at_the_hubs_own_address_is_not_closed(client, tree, energy):
    answer = client.post(f"{LIST}{tree.site.pk}/close/", {"since": "1 May 2026", "sure": "on"})
    assert "default site" in answer.content.decode()


def test_a_closed_one_is_left_out_of_the_page_across(client, energy, ann):
    assert "Energy" in client.get(f"{LIST}all/").content.decode()
    set_state(energy, "closed", ann)
    assert f"programme-{energy.pk}" not in client.get(f"{LIST}all/").content.decode().split("<main")[1]
