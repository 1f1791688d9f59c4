"""`manage.py load_programme` and editors: changes in the admin are kept."""

import pytest

from cms.models import HubSettings
from home.models import HomePage
from programme.content_loader import LoadOutcome
from programme.models import NewsPage, Topic, WorkStreamPage

from .small_content import edit, everything, news

pytestmark = pytest.mark.django_db


def save_draft(page):
    page.title = "What an editor wrote"
    page.save_revision()


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def move(page):
    page.move(WorkStreamPage.objects.get(), pos="last-child")


@pytest.mark.parametrize(
    ("change", "reason"),
    [(edit, "edited"), (save_draft, "edited"), (unpublish, "unpublished"), (delete, "deleted"), (move, "moved")],
)
def test_what_an_editor_did_stays_until_it_is_overwritten(loaded, change, reason):
    change(news())
    before = everything()
    loaded.replace("pages/news/first.md", "Something happened.", "Something else happened.")

    report = loaded.load()
    assert report.kept == {"pages/news/first": reason}
    assert everything() == before

    report = loaded.load(overwrite=True)
    assert report.kept == {}
    page = news()
    assert page.url_path == "/home/news/first/"
    assert page.live
    assert not page.has_unpublished_changes
    assert (page.title, page.summary) == ("First news", "Something else happened.")
    assert loaded.load().count(LoadOutcome.UNCHANGED) == len(report.outcomes)


def test_an_edited_snippet_stays_until_it_is_overwritten(loaded):
    topic = Topic.objects.get(slug="law")
    topic.name = "Law and order"
    topic.save_revision().publish()
    assert loaded.load().kept == {"snippets/topics/law": "edited"}
    assert Topic.objects.get(slug="law").name == "Law and order"
    loaded.load(overwrite=True)
    assert Topic.objects.get(slug="law").name == "Law"


def test_edited_settings_stay_until_they_are_overwritten(loaded):
    hub = HubSettings.objects.get()
    hub.contact_name = "The team"
    hub.save()
    assert loaded.load().kept == {"settings/hub": "edited"}
    assert HubSettings.objects.get().contact_name == "The team"
    loaded.load(overwrite=True)
    assert HubSettings.objects.get().contact_name == ""
    assert HubSettings.objects.get().social_channels.get().handle == "@small"


def test_a_row_of_settings_that_an_editor_removed_stays_away(loaded):
    hub = HubSettings.objects.get()
    hub.social_channels.set([])
    hub.save()
    loaded.load()
    assert HubSettings.objects.get().social_channels.count() == 0


def test_what_was_there_before_the_first_load_stays(folder, tree):
    tree.news.add_child(instance=NewsPage(title="Older", slug="first", summary="Was here before."))
    report = folder.load()
    assert report.kept["pages/news/first"] == "existed before the first load"
    assert report.kept["pages/index"] == "existed before the first load"
    assert news().title == "Older"
    assert HomePage.objects.get() == tree.home


def test_pages_under_a_deleted_page_stay_away_and_nothing_refers_to_them(loaded):
    WorkStreamPage.objects.get().get_children().get().delete()
    WorkStreamPage.objects.get().delete()
    loaded.replace("pages/index.md", "A hub for tests.", "A changed hub.")
    loaded.replace("pages/news/first.md", "Something happened.", "Something else happened.")
    report = loaded.load()
    assert report.kept == {
        "pages/work-streams/neglect": "deleted",
        "pages/work-streams/neglect/action-1": "belongs under a page that was deleted",
    }
    home = HomePage.objects.get()
    assert (home.summary, home.vision) == ("A changed hub.", "<p>See the stream.</p>")
    assert [row.target.specific for row in home.featured.all()] == [news()]
    assert list(news().commitments.all()) == []
    assert (
        news().body[1].value["text"].source
        == '<p>A <i>little</i>, says the stream. <a href="/feedback/">Tell us</a>.</p>'
    )
