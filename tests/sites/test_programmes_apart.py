"""Editors of one programme see nothing of another's in the admin; leads of the organisation see all."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.accounts.roles import EDITORS, ORGANISATION_LEADS
from cms.models import AccessToken, HubImage
from home.programmes.services import NewProgramme, make
from programme.models import NewsIndexPage, ProgrammeSettings
from tests import factories

CANARY, ITS_OWN = "Canary of the first", "Kingfisher of Energy"


@pytest.fixture
def energy(tree, roles):
    site = make(
        NewProgramme("Energy", "energy", path="energy", host=tree.site, purpose="Power."),
        get_user_model().objects.create_superuser("ann"),
    )
    for page in site.root_page.get_descendants(inclusive=True).filter(live=False):
        page.specific.save_revision().publish()
    factories.NewsFactory(parent=tree.news, title=CANARY)
    factories.NewsFactory(parent=tree.news, title=f"{CANARY}, a draft", live=False)
    own = NewsIndexPage.objects.descendant_of(site.root_page).get()
    factories.NewsFactory(parent=own, title=ITS_OWN, slug="kingfisher")
    ProgrammeSettings.objects.filter(site=tree.site).delete()
    return site


def signed_in(name: str, *groups: str) -> Client:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a-long-enough-password")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def hers(energy):
    """The browser of somebody who edits Energy alone."""
    return signed_in("erin", "Editors of Energy", "Leads of Energy")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news/",
        "/pages/",
        "/pages/search/?q=canary",
        "/search/?q=canary",
        "/choose-page/",
        "/choose-page/search/?q=canary",
        "/attention/",
        "/calendar/",
        "/message-house/",
        "/reports/site-history/",
        "/reports/aging-pages/",
        "/reports/writing/",
        "/reports/workflow/",
        "/images/",
        "/images/chooser/",
        "/documents/",
        "/access-tokens/",
    ],
)
def test_nothing_of_another_programme_is_shown(energy, hers, tree, path):
    HubImage.objects.filter(pk=factories.ImageFactory(title=CANARY).pk).update(
        collection=tree.site.programme_site.collection
    )
    AccessToken.make(
        get_user_model().objects.get(username="ann"),
        name=CANARY,
        scopes=["read"],
        budget=1,
        expires_at="2036-01-01T00:00Z",
        sites=[tree.site],
    )
    answer = hers.get(f"/energy/admin{path}", follow=True)
    assert answer.status_code == 200
    text = answer.content.decode().replace("q=canary", "")
    assert CANARY not in text


def test_her_own_is_shown(energy, hers):
    for path in ("/news/", "/pages/search/?q=kingfisher", "/choose-page/search/?q=kingfisher"):
        assert ITS_OWN in hers.get(f"/energy/admin{path}").content.decode(), path


def test_pages_of_another_programme_do_not_open(energy, hers, tree):
    page = Page.objects.get(title=CANARY)
    for path in (reverse("wagtailadmin_pages:edit", args=[page.pk]), f"/admin/pages/{page.pk}/view_draft/"):
        assert hers.get(f"/energy{path}").status_code == 404, path
    settings = reverse("wagtailsettings:edit", args=["programme", "programmesettings", tree.site.pk])
    own = reverse("wagtailsettings:edit", args=["programme", "programmesettings", energy.pk])
    assert hers.get(f"/energy{settings}").status_code == 404
    assert hers.get(f"/energy{own}").status_code == 200
    assert hers.get("/energy/admin/redirects/").status_code == 302


def test_she_is_led_to_her_own_admin(energy, hers):
    answer = hers.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/energy/admin/")
    refused = hers.get("/admin/news/")
    assert refused.status_code == 403
    text = refused.content.decode()
    assert 'href="/energy/admin/"' in text
    assert CANARY not in text
    assert hers.get("/admin/account/").status_code == 200


def test_who_works_in_several_switches(energy, tree):
    client = signed_in("sam", EDITORS, "Editors of Energy")
    assert client.get("/admin/").status_code == 200
    text = client.get("/admin/programmes/own/").content.decode()
    assert 'href="/energy/admin/"' in text
    assert 'href="/admin/" aria-current="true"' in text
    listed = client.get("/energy/admin/news/").content.decode()
    assert ITS_OWN in listed
    assert CANARY not in listed, "lists are about the programme of their address"
    assert CANARY in client.get("/admin/news/").content.decode()


def test_leads_of_the_organisation_see_all(energy, tree):
    client = signed_in("olga", ORGANISATION_LEADS)
    assert CANARY in client.get("/admin/news/").content.decode()
    assert ITS_OWN in client.get("/energy/admin/news/").content.decode()
    assert client.get("/admin/programmes/").status_code == 200
    across = client.get("/admin/programmes/all/").content.decode()
    assert 'href="/energy/admin/"' in across


def test_editors_do_not_make_programmes(energy, hers):
    for path in ("", "all/", "add/", f"{energy.pk}/", f"{energy.pk}/close/"):
        assert hers.get(f"/energy/admin/programmes/{path}").status_code == 302, path


def test_a_token_of_hers_works_for_her_programme_only(energy, hers, tree):
    form = {"name": "Site", "scopes": ["read"], "days": "10", "budget": "5"}
    page = "/energy/admin/access-tokens/new/"
    assert AccessToken.objects.count() == 0
    hers.post(page, form | {"sites": [tree.site.pk]})
    hers.post(page, form)
    assert AccessToken.objects.count() == 0
    hers.post(page, form | {"sites": [energy.pk]})
    assert [list(token.sites.all()) for token in AccessToken.objects.all()] == [[energy]]


def test_tokens_for_the_whole_hub_are_kept_to_the_first_programme(tree, roles):
    lead = get_user_model().objects.create_user("lee")
    token, _ = AccessToken.make(lead, name="Site", scopes=["read"], budget=1, expires_at="2036-01-01T00:00Z")
    make(
        NewProgramme("Energy", "energy", path="energy", host=tree.site),
        get_user_model().objects.create_superuser("ann"),
    )
    assert list(token.sites.all()) == [tree.site]


def test_the_page_across_costs_the_same_for_each(energy, tree, django_assert_max_num_queries):
    client = signed_in("olga", ORGANISATION_LEADS)
    client.get("/admin/programmes/all/")
    with django_assert_max_num_queries(200) as two:
        client.get("/admin/programmes/all/")
    make(NewProgramme("Water", "water", path="water", host=tree.site), get_user_model().objects.get(username="ann"))
    client.get("/admin/programmes/all/")
    with django_assert_max_num_queries(300) as three:
        client.get("/admin/programmes/all/")
    with django_assert_max_num_queries(40):
        client.get("/admin/programmes/")
    assert len(three) - len(two) <= 60


def test_ticked_feedback_of_another_programme_is_not_assigned(energy, hers, tree):
    there = factories.FeedbackFactory(site=tree.site, message=CANARY)
    own = factories.FeedbackFactory(site=energy, message=ITS_OWN)
    erin = get_user_model().objects.get(username="erin")
    assign = reverse("wagtail_bulk_action", args=["engagement", "feedback", "assign"])
    assert hers.get(f"/energy{assign}?id={there.pk}").status_code == 404
    hers.post(f"/energy{assign}?id={there.pk}&id={own.pk}", {"owner": erin.pk})
    for feedback, owner in ((there, None), (own, erin)):
        feedback.refresh_from_db()
        assert feedback.owner == owner


def test_past_days_are_counted_for_those_who_work_everywhere(hers):
    admin = Client()
    admin.force_login(get_user_model().objects.get(username="ann"))
    for client, counts in ((hers, False), (admin, True)):
        said = client.get("/energy/admin/reports/past-days/").content.decode()
        assert "Known since" in said
        assert ("States in all" in said, ">States</th>" in said) == (counts, counts)


def test_a_step_of_another_approval_is_as_if_it_were_not_there(hers, energy, tree):
    """Wagtail takes any step with any page."""
    ann, steps = get_user_model().objects.get(username="ann"), []
    own = factories.NewsFactory(parent=NewsIndexPage.objects.descendant_of(energy.root_page).get(), live=False)
    for draft in (own, factories.NewsFactory(parent=tree.news, live=False)):
        draft.save_revision()
        steps.append(draft.get_workflow().start(draft, ann).current_task_state.pk)
    answers = [hers.get(f"/energy/admin/pages/workflow/action/{own.pk}/approve/{step}/") for step in steps]
    assert [one.status_code for one in answers] == [200, 404]
