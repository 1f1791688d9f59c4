"""The starting structures: each fills a new programme with its words, lists and drafts, and nothing is public by accident."""

import re
import tomllib

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page, Site

from cms.base.active_site import site_active
from cms.delivery.look.models import LookSettings
from home.models import StandardPage
from home.programmes.services import NewProgramme, make
from programme.choices import STATUSES
from programme.content_loader import LoadOutcome, load
from programme.management.commands.load_programme import CONTENT
from tests.first_programme import words_in

FOLDERS = sorted(path.parent for path in (CONTENT.parent / "starters").glob("*/starter.toml"))
STARTERS = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@pytest.fixture
def new(tree, roles) -> Site:
    """A second programme that isn't public yet."""
    lead = get_user_model().objects.create_superuser("ann")
    return make(NewProgramme("Our work", "work", path="ours", host=tree.site, purpose="Good things."), lead)


def test_there_are_four():
    assert [folder.name for folder in FOLDERS] == ["charity-project", "council-plan", "government-programme", "inquiry"]
    for folder in FOLDERS:
        told = tomllib.loads((folder / "starter.toml").read_text())
        assert told.keys() == {"title", "audience", "contents"}
        assert len({*told["contents"]}) >= 3


@STARTERS
def test_it_fills_a_new_programme(folder, new, tree, client):
    before = {page.pk: page.latest_revision_id for page in Page.objects.descendant_of(tree.home, inclusive=True)}
    report = load(folder, site=new)
    assert report.kept == {}
    home = Page.objects.get(pk=new.root_page_id)
    assert (home.title, home.live) == ("Our work", False)
    assert client.get("/ours/").status_code == 404
    drafts = home.get_descendants().filter(live=False).specific()
    assert len(drafts) == 4
    for page in drafts:
        assert isinstance(page, StandardPage)
        assert page.get_latest_revision_as_object().body
    assert {
        page.pk: page.latest_revision_id for page in Page.objects.descendant_of(tree.home, inclusive=True)
    } == before
    assert not LookSettings.objects.exclude(site=new).exists()
    again = load(folder, site=new)
    assert set(again.outcomes.values()) == {LoadOutcome.UNCHANGED}


@STARTERS
def test_once_published_its_lists_are_there_and_its_drafts_are_not(folder, new, client):
    load(folder, site=new)
    new.root_page.specific.save_revision().publish()
    assert client.get("/ours/").status_code == 200
    shown = client.get("/ours/work-streams/")
    assert shown.status_code == 200
    title = re.search(r'^title = "(.*)"$', (folder / "pages" / "work-streams" / "index.md").read_text(), re.M)[1]
    assert title in shown.content.decode()
    for slug in ("about", "accessibility", "privacy", "contact"):
        assert client.get(f"/ours/{slug}/").status_code == 404


def test_a_draft_that_somebody_published_stays_theirs(new):
    load(FOLDERS[0], site=new)
    about = StandardPage.objects.descendant_of(new.root_page).get(slug="about")
    about.get_latest_revision().publish()
    report = load(FOLDERS[0], site=new)
    assert [*report.kept.values()] == ["edited"]
    about.refresh_from_db()
    assert about.live


def test_words_and_statuses_differ(new):
    said = {}
    for folder in FOLDERS:
        load(folder, site=new, overwrite=True)
        with site_active(Site.objects.get(pk=new.pk)):
            said[folder.name] = [str(label) for _, label in STATUSES.choices]
    assert len({tuple(labels) for labels in said.values()}) == 4
    assert {"Accepted in part", "Rejected"} <= {*said["inquiry"]}
    assert "On track" in said["council-plan"]


@STARTERS
def test_it_has_no_words_of_the_first_programme(folder):
    for path in folder.rglob("*.*"):
        assert words_in(path.read_text()) == set(), path
