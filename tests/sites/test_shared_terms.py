"""Signposts and other terms that all programmes share, or that are of one alone."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from cms.models import HelpGroup, Signpost
from cms.visibility.rule import Visibility
from home.programmes.services import NewProgramme, make
from programme.models import Organisation, Topic, WorkStreamIndexPage
from search.models import PromotedResult, Synonym
from tests import factories
from tests.graphql.editors import person

TERMS = "/admin/snippets/programme/organisation/"
NAMES = "{ topics(first: 9) { nodes { name } } signposts { name } }"


@pytest.fixture
def helpline(tree):
    signpost = factories.SignpostFactory(name="Helpline", slug="helpline", audiences=["anyone"])
    signpost.save_revision().publish()
    return signpost


def energy_at(tree, user, **asked):
    site = make(NewProgramme("Energy", "energy", path="energy", host=tree.site, **asked), user)
    site.root_page.specific.save_revision().publish()
    return site


def names(client, prefix: str) -> dict[str, list[str]]:
    data = client.post(f"{prefix}/graphql/", {"query": NAMES}, content_type="application/json").json()["data"]
    return {
        "topics": [one["name"] for one in data["topics"]["nodes"]],
        "signposts": [one["name"] for one in data["signposts"]],
    }


def lead_of_energy() -> Client:
    user = get_user_model().objects.create_user("erin", "erin@example.org")
    user.groups.set(Group.objects.filter(name__in=["Leads of Energy", "Editors of Energy"]))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", ["", "results/", "choose"])
def test_terms_are_searched_in_lists_and_choosers(tree, ann, path):
    energy = energy_at(tree, ann)
    for name, site in (("Rail shared", None), ("Rail of Energy", energy), ("Rail elsewhere", tree.site)):
        factories.OrganisationFactory(name=name, site=site)
    address = f"/energy{TERMS}{path}" if path != "choose" else "/energy/admin/snippets/choose/programme/organisation/"
    said = lead_of_energy().get(address, {"q": "rail"}).content.decode()
    assert ["Rail " + one in said for one in ("shared", "of Energy", "elsewhere")] == [True, True, False]


def test_signposts_from_before_are_the_first_programmes(client, tree, helpline, ann):
    energy_at(tree, ann)
    helpline.refresh_from_db()
    assert helpline.site == tree.site
    assert names(client, "")["signposts"] == ["Helpline"]
    assert names(client, "/energy")["signposts"] == []
    assert "0800 1111" not in client.get("/energy/").content.decode()
    helpline.latest_revision.publish()
    helpline.refresh_from_db()
    assert helpline.site == tree.site, "also if an older version is published"


def test_a_new_programme_takes_them_over(client, tree, helpline, ann):
    energy = energy_at(tree, ann, signposts_of=tree.site)
    own = Signpost.objects.get(site=energy)
    assert (own.name, own.slug, own.telephone) == ("Helpline", "helpline", "0800 1111")
    assert names(client, "/energy")["signposts"] == ["Helpline"]
    own.delete()
    assert Signpost.objects.get() == helpline


def test_the_form_of_a_new_programme_offers_them(client, tree, helpline, ann):
    client.force_login(ann)
    assert "Take over the signposts of " in client.get("/admin/programmes/add/").content.decode()
    form = {"name": "Water", "key": "water", "purpose": "Clean.", "place": "path", "below": tree.site.pk, "path": "w"}
    client.post("/admin/programmes/add/", form | {"signposts": "on"})
    client.post("/admin/programmes/add/", form | {"name": "Soil", "key": "soil", "path": "soil"})
    assert sorted(Signpost.objects.values_list("site__site_name", flat=True)) == [tree.site.site_name, "Water"]
    soil = {
        "name": "Sand",
        "key": "sand",
        "path": "sand",
        "source": Signpost.objects.get(site__site_name="Water").site_id,
    }
    client.post("/admin/programmes/add/", form | soil)
    assert Signpost.objects.filter(site__site_name="Sand").count() == 1, "a copy has those of its source"


def test_a_term_of_one_programme_is_nowhere_at_the_other(client, tree, ann):
    energy = energy_at(tree, ann)
    factories.TopicFactory(name="Wind", site=energy)
    factories.TopicFactory(name="Children", site=tree.site)
    shared = factories.TopicFactory(name="Money")
    assert names(client, "/energy")["topics"] == ["Money", "Wind"]
    assert names(client, "")["topics"] == ["Children", "Money"]
    view = Visibility(energy)
    assert [view.can_see(topic) for topic in Topic.objects.order_by("name")] == [False, True, True]
    assert view.can_see(shared)


def test_lists_choosers_and_forms_leave_out_the_other_programmes(tree, ann):
    energy = energy_at(tree, ann)
    there = factories.OrganisationFactory(name="Canary of the first", site=tree.site)
    own = factories.OrganisationFactory(name="Kingfisher of Energy", site=energy)
    factories.OrganisationFactory(name="Both")
    call_command("search", "rebuild", verbosity=0)
    client = lead_of_energy()
    for term, is_found in ((there, False), (own, True)):
        found = client.get("/energy/admin/search/", {"q": term.name}).content.decode()
        assert (f"{TERMS}edit/{term.pk}/" in found) is is_found
    for path in (TERMS, "/admin/snippets/choose/programme/organisation/", "/admin/stakeholders/"):
        text = client.get(f"/energy{path}", follow=True).content.decode()
        assert "Canary" not in text, path
        assert "Kingfisher" in text, path
        assert "Both" in text, path
    for page in ("edit", "delete", "usage", "history"):
        assert client.get(f"/energy{TERMS}{page}/{there.pk}/").status_code == 404, page


def test_a_term_is_shared_on_purpose_only(tree, ann):
    energy = energy_at(tree, ann)
    client = lead_of_energy()
    form = client.get(f"/energy{TERMS}add/").context["form"]
    assert form["site"].value() == energy.pk
    assert [key for key, _ in form.fields["site"].choices] == [energy.pk]
    typed = {"name": "Grid", "slug": "grid", "translated_texts": "{}"}
    assert "site" in client.post(f"/energy{TERMS}add/", typed | {"site": tree.site.pk}).context["form"].errors
    client.post(f"/energy{TERMS}add/", typed)
    assert Organisation.objects.get().site == energy
    client.force_login(ann)
    form = client.get(f"{TERMS}add/").context["form"]
    assert form["site"].value() == tree.site.pk
    assert "All programmes" in str(form["site"])
    client.post(f"{TERMS}add/", typed | {"name": "Court", "slug": "court", "site": ""})
    assert Organisation.objects.get(name="Court").site is None


def test_rights_to_terms_are_enough_in_a_hub_with_one_programme(tree, ann):
    """Without any right to pages, or with one to a branch."""
    rights = ("access_admin", "change_organisation", "delete_organisation")
    client = Client()
    client.force_login(person("terms", tree.news, permissions=rights))
    court, prison = (factories.OrganisationFactory(name=name) for name in ("Court", "Prison"))
    typed = {"name": "High Court", "slug": court.slug, "translated_texts": "{}"}
    client.post(f"{TERMS}edit/{court.pk}/", typed)
    court.refresh_from_db()
    assert court.get_latest_revision_as_object().name == "High Court"
    ticked = f"/admin/bulk/programme/organisation/delete/?id={court.pk}"
    assert client.post(ticked).status_code == 302
    assert list(Organisation.objects.all()) == [prison]
    energy_at(tree, ann)
    client.post(f"{TERMS}delete/{prison.pk}/")
    assert Organisation.objects.exists(), "it is shared now"


def test_organisations_to_be_reached_are_the_programmes(tree, ann):
    energy = energy_at(tree, ann)
    for site in (tree.site, energy):
        factories.OrganisationFactory(name=f"Partner of {site.pk}", site=site)
    factories.OrganisationFactory(name="Shared by all")
    text = lead_of_energy().get("/energy/admin/attention/").content.decode()
    assert f"Partner of {energy.pk}" in text
    assert f"Partner of {tree.site.pk}" not in text
    assert "Shared by all" not in text, "until the programme has reached it once"


def test_ticked_terms_of_another_programme_are_not_deleted(tree, ann):
    energy = energy_at(tree, ann)
    there = factories.OrganisationFactory(name="Canary of the first", site=tree.site)
    own = [factories.OrganisationFactory(name=name, site=energy) for name in ("Kingfisher", "Heron")]
    client, bulk = lead_of_energy(), "/energy/admin/bulk/programme/organisation/delete/"
    assert client.post(f"{bulk}?id={there.pk}").status_code == 404
    text = client.get(f"{bulk}?id={there.pk}&id={own[0].pk}").content.decode()
    assert "Kingfisher" in text
    assert "Canary" not in text
    client.post(f"{bulk}?id={there.pk}&id={own[0].pk}")
    assert set(Organisation.objects.all()) == {there, own[1]}
    client.post(f"{bulk}?id=all")
    assert Organisation.objects.get() == there


def test_a_term_of_another_programme_is_not_chosen(tree, ann):
    energy = energy_at(tree, ann)
    there = factories.OrganisationFactory(name="Canary of the first", site=tree.site)
    own = factories.OrganisationFactory(name="Kingfisher of Energy", site=energy)
    client, chosen = lead_of_energy(), "/energy/admin/snippets/choose/programme/organisation/chosen"
    assert client.get(f"{chosen}/{there.pk}/").status_code == 404
    assert "Kingfisher" in client.get(f"{chosen}/{own.pk}/").content.decode()
    several = client.get(f"{chosen}-multiple/?id={there.pk}&id={own.pk}").content.decode()
    assert "Kingfisher" in several
    assert "Canary" not in several


def test_a_shared_term_is_not_taken_from_the_other_programmes(tree, ann):
    energy = energy_at(tree, ann)
    shared = factories.OrganisationFactory(name="Both")
    client, address = lead_of_energy(), f"{TERMS}edit/{shared.pk}/"
    typed = {"name": "Both of us", "slug": "both", "translated_texts": "{}", "site": energy.pk, "action-publish": "1"}
    for answer in (client.get(f"/energy{address}", follow=True), client.post(f"/energy{address}", typed, follow=True)):
        assert "“Both” is shared by all programmes. Only people who work in every programme" in answer.content.decode()
    shared.refresh_from_db()
    assert (shared.name, shared.site) == ("Both", None)
    client.force_login(ann)
    client.post(address, typed | {"name": "Energy's"})
    shared.refresh_from_db()
    assert (shared.name, shared.site) == ("Energy's", energy)


def test_a_shared_term_is_not_deleted_by_a_lead_of_one_programme(tree, ann):
    energy = energy_at(tree, ann)
    shared, own = factories.OrganisationFactory(name="Both"), factories.OrganisationFactory(name="Mine", site=energy)
    group = HelpGroup.objects.create(name="Tenants", slug="tenants", heading="You rent")
    client, sentence = lead_of_energy(), "is shared by all programmes"
    for address in (f"{TERMS}delete/{shared.pk}/", f"/admin/snippets/cms/helpgroup/delete/{group.pk}/"):
        for ask in (client.get, client.post):
            assert sentence in ask(f"/energy{address}", follow=True).content.decode(), address
    bulk = f"/energy/admin/bulk/programme/organisation/delete/?id={shared.pk}&id={own.pk}"
    assert re.search("You don.{1,6}t have permission to delete", client.get(bulk).content.decode())
    client.post(bulk)
    assert list(Organisation.objects.all()) == [shared]
    client.force_login(ann)
    client.post(f"{TERMS}delete/{shared.pk}/")
    client.post(f"/admin/snippets/cms/helpgroup/delete/{group.pk}/")
    assert not Organisation.objects.exists() and not HelpGroup.objects.exists()


def test_records_of_the_search_that_all_share_are_not_changed_by_a_lead_of_one_programme(tree, ann):
    energy_at(tree, ann)
    synonym = Synonym.objects.create(name="neglect", slug="neglect", words="dearmad")
    first = synonym.save_revision()
    first.publish()
    client, home = lead_of_energy(), "/energy/admin/snippets/search/synonym/"
    typed = {"name": "wind", "slug": "wind", "words": "gust", "action-publish": "1"}
    doors = (f"edit/{synonym.pk}/", f"delete/{synonym.pk}/", f"unpublish/{synonym.pk}/", f"copy/{synonym.pk}/", "add/")
    for door in (*doors, f"history/{synonym.pk}/revisions/{first.pk}/revert/"):
        answer = client.post(home + door, typed, follow=True)
        assert "shared by all programmes. Only people who work in every programme" in answer.content.decode(), door
    client.post(f"/energy/admin/bulk/search/synonym/delete/?id={synonym.pk}")
    assert list(Synonym.objects.values_list("name", "live")) == [("neglect", True)]
    client.force_login(ann)
    client.post("/admin/snippets/search/synonym/add/", typed)
    client.post(f"/admin/snippets/search/synonym/delete/{synonym.pk}/")
    assert [one.name for one in Synonym.objects.all()] == ["wind"]


def test_promoted_results_are_their_page_s_programme_s(tree, ann):
    energy = energy_at(tree, ann)
    there = PromotedResult.objects.create(queries="canary", page=tree.news)
    own = PromotedResult.objects.create(queries="kingfisher", page=energy.root_page)
    client, home = lead_of_energy(), "/energy/admin/snippets/search/promotedresult/"
    text = client.get(home).content.decode()
    assert "kingfisher" in text
    assert "canary" not in text
    for door in ("edit", "delete", "usage", "history"):
        assert client.get(f"{home}{door}/{there.pk}/").status_code == 404, door
    bulk = "/energy/admin/bulk/search/promotedresult/delete/"
    assert client.post(f"{bulk}?id={there.pk}").status_code == 404
    assert client.get("/energy/admin/snippets/choose/search/promotedresult/").status_code == 200
    client.post(f"{home}delete/{own.pk}/")
    assert PromotedResult.objects.get() == there


def test_who_only_looks_at_the_other_programmes_does_not_change_what_all_share(tree, ann):
    energy_at(tree, ann)
    shared = factories.OrganisationFactory(name="Both")
    client = lead_of_energy()
    get_user_model().objects.get(username="erin").groups.add(Group.objects.get(name="Viewers"))
    client.post(f"/energy{TERMS}delete/{shared.pk}/")
    assert Organisation.objects.get() == shared


def test_two_programmes_have_a_term_of_one_name(client, tree, ann):
    energy = energy_at(tree, ann)
    factories.TopicFactory(name="Transport", slug="transport", site=tree.site, description="Of the first")
    typed = {"name": "Transport", "slug": "transport", "description": "Of energy", "action-publish": "1"}
    lead_of_energy().post("/energy/admin/snippets/programme/topic/add/", typed | {"translated_texts": "{}"})
    assert Topic.objects.filter(slug="transport").count() == 2
    query = {"query": '{ topic(slug: "transport") { description } topics(first: 9) { nodes { description } } }'}
    for prefix, said in (("", "Of the first"), ("/energy", "Of energy")):
        data = client.post(f"{prefix}/graphql/", query, content_type="application/json").json()["data"]
        assert data == {"topic": {"description": said}, "topics": {"nodes": [{"description": said}]}}
    assert Topic.objects.get(description="Of energy").site == energy


def test_a_name_that_all_share_is_refused_with_a_sentence(tree, ann):
    energy = energy_at(tree, ann)
    factories.OrganisationFactory(name="Both", slug="both")
    factories.OrganisationFactory(name="Mine", slug="mine", site=energy)
    client = lead_of_energy()
    for name, sentence in (
        ("Both", "All programmes share a term (organisation) with this {}. Choose that one, or change the {}."),
        ("Mine", "This {} is already in use by another organisation."),
    ):
        typed = {"name": name, "slug": name.lower(), "translated_texts": "{}"}
        errors = client.post(f"/energy{TERMS}add/", typed).context["form"].errors
        assert errors == {field: [sentence.format(field, field)] for field in ("name", "slug")}
    client.force_login(ann)
    typed = {"name": "Mine", "slug": "mine", "translated_texts": "{}", "site": ""}
    errors = client.post(f"{TERMS}add/", typed).context["form"].errors
    sentence = "A programme has a term (organisation) of its own with this {}. Change the {}, or delete that one first."
    assert errors == {field: [sentence.format(field, field)] for field in ("name", "slug")}


def test_the_database_refuses_two_of_one_slug(tree, ann):
    energy = energy_at(tree, ann)
    for site in (None, energy):
        factories.TopicFactory(name=f"Wind {site}", slug="wind", site=site)
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.create(name="Other", slug="wind", site=site)
    view = '{ topic(slug: "wind") { name } }'
    found = Client().post("/energy/graphql/", {"query": view}, content_type="application/json").json()["data"]
    assert found == {"topic": {"name": f"Wind {energy}"}}, "its own first"


def test_the_list_of_outside_records_names_the_programme_s_pages_only(tree, ann):
    energy = energy_at(tree, ann)
    record = factories.OutsideRecordFactory(name="Act")
    streams = WorkStreamIndexPage.objects.child_of(energy.root_page).get()
    for bird, home, parent in (("Canary", tree.home, tree.streams), ("Kingfisher", energy.root_page, streams)):
        factories.WorkStreamFactory(title=f"Stream of the {bird}", parent=parent, outside_records=[record])
        collections = factories.DocumentCollectionIndexFactory(parent=home)
        factories.DocumentCollectionFactory(title=f"{bird} file", parent=collections, items=[{"record": record}])
    text = lead_of_energy().get("/energy/admin/snippets/programme/outsiderecord/").content.decode()
    assert "Stream of the Kingfisher, Kingfisher file" in text
    assert "Canary" not in text
