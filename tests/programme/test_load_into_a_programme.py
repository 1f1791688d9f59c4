"""`manage.py load_programme --site KEY`: a folder becomes a further programme, and touches no other."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.models import HubDocument, HubSettings
from engagement.models import Engagement, SocialPost
from home.models import HomePage
from home.programmes.services import NewProgramme, make
from newsletter.models import MailingList
from programme.content_loader import ContentError, LoadOutcome, site_of
from programme.models import CommitmentPage, NewsPage, Topic, WorkStreamIndexPage

from .small_content import edit, everything

pytestmark = pytest.mark.django_db

ENGAGEMENTS = """
    type = "engagement.Engagement"

    [records.first-meeting]
    kind = "meeting"
    date = 2018-10-02
    title = "First meeting"
    work_streams = ["/work-streams/neglect/"]
    is_public = true
    public_summary = "About the plan."
"""
POSTS = """
    type = "engagement.SocialPost"

    [records.news]
    channel = "@small"
    page = "/news/first/"
    text = "Something happened."
    checked = ["plain", "link", "private", "account"]
    state = "posted"
    posted_on = 2018-11-15
    address = "https://example.org/small/1"
"""
LISTS = """
    type = "newsletter.MailingList"

    [records.update]
    name = "Updates"
"""


@pytest.fixture
def energy(loaded) -> Site:
    lead = User.objects.create_superuser("lead", "lead@example.org")
    site = Site.objects.get()
    make(NewProgramme(name="Energy", key="energy", path="energy", host=site), lead)
    return site_of("energy")


@pytest.fixture
def with_rows(folder):
    folder.write("records/engagements.toml", ENGAGEMENTS)
    folder.write("records/posts.toml", POSTS)
    folder.write("records/lists.toml", LISTS)
    return folder


def test_it_fills_what_was_made_with_the_programme(loaded, energy):
    report = loaded.load(site=energy)
    assert report.kept == {
        "settings/site": "existed before the first load",
        "snippets/topics/law": "existed before the first load",
        "snippets/topics/neglect": "existed before the first load",
    }
    home = HomePage.objects.get(pk=energy.root_page_id)
    assert (home.live, home.title, home.slug) == (True, "Small hub", "energy")
    news = NewsPage.objects.descendant_of(home).get()
    assert news.url_path == "/energy/news/first/"
    assert set(news.topics.all()) == set(Topic.objects.all())
    assert news.commitments.get() == CommitmentPage.objects.descendant_of(home).get()
    assert WorkStreamIndexPage.objects.child_of(home).count() == 1
    assert HubSettings.objects.get(site=energy).social_channels.get().handle == "@small"
    assert NewsPage.objects.count() == 2


def test_a_second_load_changes_nothing_in_either(loaded, energy):
    loaded.load(site=energy)
    before = everything()
    again = loaded.load(site=energy)
    assert again.count(LoadOutcome.UPDATED) == again.count(LoadOutcome.CREATED) == 0
    assert set(loaded.load().outcomes.values()) == {LoadOutcome.UNCHANGED}
    assert everything() == before


def test_changes_by_editors_are_kept_for_each_programme(loaded, energy):
    loaded.load(site=energy)
    edit(NewsPage.objects.descendant_of(energy.root_page).get())
    loaded.replace("pages/news/first.md", "Something happened.", "Something else happened.")
    assert loaded.load(site=energy).kept["pages/news/first"] == "edited"
    assert loaded.load().outcomes["pages/news/first"] is LoadOutcome.UPDATED


def test_what_somebody_changed_before_the_first_load_is_kept(loaded, energy):
    page = WorkStreamIndexPage.objects.child_of(energy.root_page).get()
    page.title = "Aims"
    page.save_revision(user=User.objects.get(username="lead"), log_action=True).publish()
    assert loaded.load(site=energy).kept["pages/work-streams"] == "existed before the first load"
    assert WorkStreamIndexPage.objects.get(pk=page.pk).title == "Aims"


def test_rows_outside_the_pages_are_the_programme_s(with_rows, energy):
    with_rows.load()
    with_rows.load(site=energy)
    for site in Site.objects.all():
        own = None if site.is_default_site else site
        met, post = Engagement.objects.get(site=own), SocialPost.objects.get(site=own)
        assert met.work_streams.get().get_site() == site
        assert post.page.get_site() == site
        assert post.channel.settings.site == site
    assert set(MailingList.objects.values_list("slug", flat=True)) >= {"update", "update-energy"}
    before = everything()
    with_rows.load(site=energy)
    assert everything() == before


def test_media_go_into_the_programme_s_collection(loaded, energy):
    loaded.write("media/files.toml", '[files.report]\nfile = "report.txt"\ntitle = "Report"')
    (loaded.root / "media/report.txt").write_text("Found.\n")
    loaded.replace("pages/news/first.md", "[Tell us](/feedback/)", "[Read](file:report)")
    loaded.load(site=energy)
    assert HubDocument.objects.get().collection == energy.programme_site.collection


def test_nothing_is_half_loaded(with_rows, energy):
    with_rows.replace("records/engagements.toml", 'public_summary = "About the plan."', "")
    before = everything()
    with pytest.raises(ContentError, match="engagements.toml:.*Write what readers are to see"):
        with_rows.load(site=energy)
    assert everything() == before


def test_a_file_gives_no_rows_of_other_models(folder):
    folder.write("records/hooks.toml", 'type = "webhooks.Webhook"\n[records.one]\nname = "One"')
    with pytest.raises(ContentError, match="is no row that a file can give"):
        folder.load()


def test_the_command_names_a_key_that_no_programme_has(loaded):
    with pytest.raises(CommandError, match="no programme with the key “energy”"):
        call_command("load_programme", "--site", "energy", content=loaded.root)


def test_another_programme_s_own_term_is_neither_taken_nor_overwritten(folder, energy):
    first = Topic.objects.get(slug="law")
    first.site = Site.objects.get(is_default_site=True)
    first.save()
    folder.load(site=energy, overwrite=True)
    first.refresh_from_db()
    assert first.site != energy
    own = Topic.objects.get(site=energy)
    assert (own.name, own.slug) == (first.name, first.slug) == ("Law", "law")
    before = everything()
    folder.load(site=energy)
    assert everything() == before


def test_a_shared_term_is_not_overwritten(loaded, energy):
    loaded.replace("snippets/topics.toml", 'name = "Law"', 'name = "Law of energy"')
    report = loaded.load(site=energy, overwrite=True)
    assert report.outcomes["snippets/topics/law"] is LoadOutcome.KEPT
    assert Topic.objects.get(slug="law").name == "Law"
