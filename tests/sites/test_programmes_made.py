"""Programmes are made and copied, and nothing of one is in the hands of the other's people."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry, Site, Workflow

from cms.accounts.roles import EDITORS, ORGANISATION_LEADS, set_up_roles
from cms.models import HubSettings, ProgrammeSite
from home.programmes.services import NewProgramme, make
from programme.models import NewsIndexPage, ProgrammeSettings
from tests import factories


@pytest.fixture
def administrator(roles):
    return get_user_model().objects.create_superuser("ann", "ann@example.org")


@pytest.fixture
def energy(tree, administrator) -> Site:
    return make(NewProgramme("Energy", "energy", path="energy", host=tree.site, purpose="Power."), administrator)


def test_it_begins_with_the_standard_pages(client, tree, energy):
    home = energy.root_page.specific
    assert (home.title, home.summary, home.live) == ("Energy", "Power.", False)
    slugs = list(home.get_children().values_list("slug", flat=True))
    assert slugs == [
        *("key-messages", "work-streams", "progress", "news", "publications", "groups", "events", "team", "updates"),
        *("about", "accessibility", "privacy", "contact"),
    ]
    assert client.get("/energy/").status_code == 404
    assert home.vision == "<p>Power.</p>"
    home.save_revision().publish()
    assert "Energy" in client.get("/energy/").content.decode()
    assert client.get("/energy/news/").status_code == 200
    assert client.get("/energy/about/").status_code == 404


def test_it_has_settings_of_its_own(tree, energy):
    assert ProgrammeSettings.for_site(energy).name == "Energy"
    assert HubSettings.for_site(energy).site_name == "Energy"
    assert energy.site_name == "Energy"


def test_its_groups_have_rights_in_it_alone(tree, energy):
    group = Group.objects.get(name="Leads of Energy")
    assert {row.page_id for row in GroupPagePermission.objects.filter(group=group)} == {energy.root_page_id}
    collections = set(group.collection_permissions.values_list("collection__name", flat=True))
    assert collections == {"Energy", "Shared by all programmes"}
    assert set(group.site_permissions.values_list("site", flat=True)) == {energy.pk}
    assert not group.permissions.filter(codename="change_programmesettings").exists()
    sender = Group.objects.get(name="Newsletter senders of Energy")
    assert {row.page.slug for row in GroupPagePermission.objects.filter(group=sender)} == {"updates"}


def test_the_first_programmes_groups_keep_to_it(tree, energy):
    editors = Group.objects.get(name=EDITORS)
    assert {row.page.pk for row in GroupPagePermission.objects.filter(group=editors)} == {tree.home.pk}
    leads = Group.objects.get(name=ORGANISATION_LEADS)
    assert {row.page.depth for row in GroupPagePermission.objects.filter(group=leads)} == {1}
    assert set_up_roles() == [], "nothing is given back by an upgrade"


def test_media_of_the_first_are_its_own(tree, administrator):
    folder = Collection.get_first_root_node().add_child(name="Portraits")
    image = factories.ImageFactory()
    make(NewProgramme("Energy", "energy", path="energy", host=tree.site), administrator)
    image.refresh_from_db()
    folder.refresh_from_db()
    own = ProgrammeSite.objects.get(site=tree.site).collection
    assert image.collection == own
    assert folder.get_parent() == own


def test_it_has_workflows_of_its_own(tree, energy):
    news = NewsIndexPage.objects.descendant_of(energy.root_page).get()
    workflow = news.get_workflow()
    assert workflow.name == "Editor → Programme lead: Energy"
    task = workflow.tasks.get().specific
    assert {group.name for group in task.groups.all()} == {"Leads of Energy", ORGANISATION_LEADS}
    updates = energy.root_page.get_children().get(slug="updates")
    assert updates.get_workflow().name == "Issue → second person: Energy"
    assert tree.news.get_workflow().name == "Editor → Programme lead"
    assert Workflow.objects.filter(active=True).count() >= 3


def test_a_copy_has_structure_and_settings_but_no_news(tree, administrator):
    factories.NewsFactory(parent=tree.news, title="Only there")
    about = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    tree.news.introduction = "Latest first."
    tree.news.save()
    settings = HubSettings.for_site(tree.site)
    settings.organisation = "The Department"
    settings.social_channels.create(platform="Mastodon", handle="@hub", address="https://example.org/@hub")
    settings.save()
    site = make(NewProgramme("Water", "water", path="water", host=tree.site, source=tree.site), administrator)
    below = site.root_page.get_children()
    assert list(below.values_list("slug", flat=True)) == list(tree.home.get_children().values_list("slug", flat=True))
    news = below.get(slug="news").specific
    assert (news.introduction, news.live, news.get_children_count()) == ("Latest first.", True, 0)
    copied = below.get(slug="about")
    assert (copied.live, copied.pk == about.pk) == (False, False)
    own = HubSettings.for_site(site)
    assert (own.site_name, own.organisation) == ("Water", "The Department")
    assert [channel.platform for channel in own.social_channels.all()] == ["Mastodon"]
    assert settings.social_channels.count() == 1


def test_a_copy_of_a_draft_was_never_published(tree, administrator):
    tree.events.unpublish()
    site = make(NewProgramme("Water", "water", path="water", host=tree.site, source=tree.site), administrator)
    pages = {page.slug: page for page in site.root_page.get_descendants(inclusive=True)}
    events = pages.pop("events")
    assert (events.live, events.live_revision, events.first_published_at) == (False, None, None)
    published = set(PageLogEntry.objects.filter(action="wagtail.publish").values_list("page", flat=True))
    assert published & {events.pk, site.root_page_id} == set()
    assert {page.pk for page in pages.values() if page.live} <= published


def test_a_failure_half_way_leaves_nothing(tree, administrator, monkeypatch):
    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("home.programmes.services.set_up_programme", fail)
    pages = Page.objects.count()
    with pytest.raises(RuntimeError):
        make(NewProgramme("Energy", "energy", path="energy", host=tree.site), administrator)
    assert Page.objects.count() == pages
    assert Site.objects.count() == 1
    assert Group.objects.filter(name__endswith="Energy").count() == 0
