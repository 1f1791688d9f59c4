"""`manage.py export_programme`: a programme as a folder that is loaded anywhere, and is then the same."""

import datetime
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, ModelLogEntry, PageLogEntry, PageViewRestriction, Site

from cms.models import HubDocument, HubImage, HubSettings
from engagement.models import Contact, Feedback, SocialPost
from home.models import HomePage, StandardPage
from home.programmes.services import NewProgramme, make
from measures.models import Measure, Objective, TypedFigure
from newsletter.choices import EditionAudience
from newsletter.models import IssueIndexPage, IssuePage
from programme.content_export import ExportError, export
from programme.content_loader import LoadOutcome, load, site_of
from programme.management.commands.load_programme import CONTENT
from programme.models import CommitmentPage, NewsPage, Topic, WorkStreamPage
from tests.factories.measures import FigureFactory, MeasureFactory, ObjectiveFactory
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.newsletter import MailingListFactory
from tests.factories.terms import SignpostFactory

from .small_content import edit, files_in, news

PHASES = """
    type = "programme.ProgrammeSettings"
    name = "Small programme"

    [[phases]]
    slug = "phase-one"
    name = "Phase one"
    objective = "To begin."
    start = "May 2017"
    end = 2019
"""

pytestmark = pytest.mark.django_db


def exported(folder: Path, site: Site | None = None) -> dict[str, bytes]:
    export(site or Site.objects.get(is_default_site=True), folder)
    return files_in(folder)


def empty_hub():
    """Take everything away that a load makes."""
    HomePage.objects.get().delete()
    for model in (Topic, HubImage, HubDocument, PageLogEntry, ModelLogEntry):
        model.objects.all().delete()
    Site.objects.all().delete()


def written_by_hand(page: NewsPage) -> None:
    """Give the page a body as an editor makes it, with blocks and marks that Markdown doesn't know."""
    picture, document = ImageFactory(title="The harbour"), DocumentFactory(title="The report")
    stream = WorkStreamPage.objects.get()
    text = f'<p data-block-key="a1">Read <a id="{document.pk}" linktype="document">it</a>, 2 * 2 = <b>4</b> &amp; more.</p>'
    page.image = picture
    page.body = [
        ("heading", {"text": "Facts #", "level": "h3"}),
        ("rich_text", {"text": text}),
        ("rich_text", {"text": f'<ul><li>One</li><li><a linktype="page" id="{stream.pk}">Two</a></li></ul>'}),
        ("rich_text", {"text": "<p># No heading</p>"}),
        ("quote", {"quote": "Two\nlines", "speaker": "— Nobody"}),
        ("image", {"image": picture, "caption": 'A “quiet” "day"'}),
        ("call_out", {"kind": "important", "text": "<p>Mind the <b>step</b>.</p>"}),
        ("page_links", {"title": "", "pages": [stream, page]}),
    ]
    table = {
        "columns": [{"type": "text", "heading": "Year"}, {"type": "number", "heading": "Number"}],
        "rows": [{"values": ["2018", 3]}, {"values": ["2019", None]}],
        "caption": "Figures",
    }
    raw = [*page.body.get_prep_value(), {"type": "table", "value": {"table": table}}]
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision().publish()


def plain_blocks(page: NewsPage) -> list[tuple[str, dict]]:
    """Return the blocks without keys of other objects in them, as they are stored."""
    kinds = ("heading", "quote", "call_out")
    return [(each["type"], each["value"]) for each in page.body.get_prep_value() if each["type"] in kinds]


# Round trips


def test_the_example_is_the_same_after_a_round_trip(own_content, tmp_path, client):
    addresses = ["/", "/progress/", "/glossary/", "/news/", "/work-streams/neglect/", "/groups/leadership-group/"]
    before = [client.get(address).content for address in addresses]
    first = exported(tmp_path / "first")
    report = load(tmp_path / "first", overwrite=True)
    assert report.count(LoadOutcome.UPDATED) > 100
    assert [client.get(address).content for address in addresses] == before
    written = {name.removesuffix(".md").removesuffix("/index") for name in first if name.startswith("pages/")}
    files = {file.relative_to(CONTENT).with_suffix("").as_posix() for file in (CONTENT / "pages").rglob("*.md")}
    assert written == {name.removesuffix("/index") for name in files}
    assert not [name for name, text in first.items() if b"~~~ raw" in text]
    assert exported(tmp_path / "again") == first


def test_what_editors_made_is_the_same_in_another_hub(loaded, tmp_path):
    written_by_hand(news())
    before = plain_blocks(news())
    first = exported(tmp_path / "first")
    assert {name for name in first if name.startswith("media/")} == {
        "media/files.toml",
        "media/pictures.toml",
        "media/the-harbour.jpg",
        "media/the-report.txt",
    }
    empty_hub()
    load(tmp_path / "first")
    assert exported(tmp_path / "second") == first
    page = news()
    assert page.image.title == "The harbour"
    assert plain_blocks(page) == before
    table = page.body[-1].value["table"]
    assert [[cell.value for cell in row] for row in table.rows] == [["2018", 3], ["2019", None]]
    linked = [block.value["text"].source for block in page.body if block.block_type == "rich_text"]
    assert f'<a linktype="document" id="{HubDocument.objects.get().pk}">it</a>, 2 * 2 = <b>4</b>' in linked[0]
    assert f'<a linktype="page" id="{WorkStreamPage.objects.get().pk}">Two</a>' in linked[1]


def test_order_rows_and_dates_come_back(loaded, tmp_path):
    stream = WorkStreamPage.objects.get()
    HomePage.objects.get().add_child(instance=StandardPage(title="Last but first", slug="zebra", summary="First."))
    StandardPage.objects.get().move(HomePage.objects.get(), pos="first-child")
    loaded.write("settings/programme.toml", PHASES)
    loaded.load()
    rows = [(str(e.date), e.status, e.note) for e in CommitmentPage.objects.get().progress_entries.order_by("date")]
    first = exported(tmp_path / "first")
    assert b'start = "2017-05"\nend = 2019' in first["settings/programme.toml"]
    empty_hub()
    load(tmp_path / "first")
    assert [p.slug for p in HomePage.objects.get().get_children()] == ["zebra", "news", "work-streams"]
    found = CommitmentPage.objects.get()
    assert [(str(e.date), e.status, e.note) for e in found.progress_entries.order_by("date")] == rows
    assert found.work_stream.pk != stream.pk
    assert exported(tmp_path / "second") == first


def test_objectives_come_back_with_their_measures_and_figures(loaded, tmp_path):
    objective = ObjectiveFactory(title="Heard", owner=User.objects.create(username="ada"))
    shares = MeasureFactory(objective=objective, label="Understood", unit="per cent", adds_up=False)
    Measure.objects.filter(pk=shares.pk).update(target=70, target_by=datetime.date(2029, 12, 31))
    FigureFactory(measure=shares, number="48.50", note="Ask Ada", last=datetime.date(2026, 8, 9))
    people = MeasureFactory(objective=objective, label="Visitors", counts_people=True)
    FigureFactory(measure=people, number=3)
    FigureFactory(measure=MeasureFactory(objective=ObjectiveFactory(title="Given up", live=False)))
    first = exported(tmp_path / "first")
    assert b"Ada" not in b"".join(first.values()) and b"Given up" not in first["records/objectives.toml"]
    Objective.objects.all().delete()
    empty_hub()
    load(tmp_path / "first")
    assert [(one.title, one.owner) for one in Objective.objects.all()] == [("Heard", None)]
    assert [one.label for one in Measure.objects.order_by("pk")] == ["Understood", "Visitors"]
    [figure] = TypedFigure.objects.all()
    assert (figure.measure.label, str(figure.number), figure.days) == (
        *("Understood", "48.50"),
        "3 August 2026 to 9 August 2026",
    )
    assert exported(tmp_path / "second") == first


def test_a_programme_becomes_another_one(loaded, tmp_path):
    lead = User.objects.create_superuser("lead", "lead@example.org")
    make(NewProgramme(name="Energy", key="energy", path="energy", host=Site.objects.get()), lead)
    written_by_hand(news())
    exported(tmp_path / "first")
    energy = site_of("energy")
    load(tmp_path / "first", site=energy)
    pages = NewsPage.objects.descendant_of(energy.root_page)
    assert pages.get().image.collection == energy.programme_site.collection
    pages_of_both = [files_in(tmp_path / "first"), exported(tmp_path / "energy", energy)]
    assert pages_of_both[0]["pages/news/first.md"] == pages_of_both[1]["pages/news/first.md"]


# What isn't in it


def test_drafts_private_pages_and_people_are_left_out(loaded, tmp_path):
    NewsPage.objects.get().get_parent().add_child(
        instance=NewsPage(title="Secret plan", slug="secret", summary="No.", live=False)
    )
    edit_draft = NewsPage.objects.get(slug="first")
    edit_draft.title = "Secret title"
    edit_draft.save_revision()
    PageViewRestriction.objects.create(page=WorkStreamPage.objects.get(), restriction_type="login")
    Contact.objects.create(name="Secret Person")
    Feedback.objects.create(number="F1", way="form", message="Secret message")
    SocialPost.objects.create(text="Secret draft")
    files = exported(tmp_path / "first")
    assert not [name for name, text in files.items() if b"Secret" in text]
    assert not [name for name in files if "neglect" in name]
    assert b"See the stream." in files["pages/index.md"]


def test_an_internal_list_is_not_named_by_the_issue_that_goes_to_it(loaded, tmp_path):
    lists = MailingListFactory(slug="everybody"), MailingListFactory(slug="secret-board", kind=EditionAudience.INTERNAL)
    index = HomePage.objects.get().add_child(instance=IssueIndexPage(title="Newsletter"))
    index.add_child(
        instance=IssuePage(title="Update 1", number=1, date="2018-01-25", subject="One", mailing_lists=lists)
    )
    files = exported(tmp_path / "first")
    assert not [name for name, text in files.items() if b"secret-board" in text]
    assert b'mailing_lists = ["everybody"]' in files["pages/newsletter/update-1.md"]
    load(tmp_path / "first", overwrite=True)


def test_terms_out_of_their_time_are_left_out(loaded, tmp_path):
    day = timezone.now() - timedelta(days=1)
    SignpostFactory(name="Helpline of last year", expire_at=day)
    Topic.objects.create(name="Topic of last year", slug="last-year", expire_at=day)
    SignpostFactory(name="Helpline of today")
    files = exported(tmp_path / "first")
    assert [name for name, text in files.items() if b"of today" in text] == ["snippets/signposts.toml"]
    assert not [name for name, text in files.items() if b"last year" in text]


def test_what_the_editor_no_longer_stores_becomes_words(loaded, tmp_path):
    page = CommitmentPage.objects.get()
    page.text = (
        '<h2>Old</h2><p>A <a href="ftp://x.example/">file</a> &amp; <a href="http://x.example/">site</a> it’s "so".</p>'
    )
    page.save_revision().publish()
    first = exported(tmp_path / "first")
    text = json.loads(first["pages/work-streams/neglect/action-1.md"].decode().split("~~~")[1].removeprefix(" raw"))
    assert text.startswith('Old<p>A file &amp; <a href="http://x.example/">site</a>')
    load(tmp_path / "first", overwrite=True)
    assert exported(tmp_path / "second") == first


def test_a_picture_in_a_private_collection_is_left_out(loaded, tmp_path):
    written_by_hand(news())
    collection = HubImage.objects.get().collection.add_child(name="Private")
    HubImage.objects.update(collection=collection)
    collection.view_restrictions.create(restriction_type="login")
    assert GroupCollectionPermission.objects.filter(collection=collection).count() == 0
    files = exported(tmp_path / "first")
    assert "media/pictures.toml" not in files
    assert b"image" not in files["pages/news/first.md"]


def test_a_programme_does_not_show_another_one_s_content(loaded, tmp_path):
    lead = User.objects.create_superuser("lead", "lead@example.org")
    make(NewProgramme(name="Energy", key="energy", path="energy", host=Site.objects.get()), lead)
    energy = site_of("energy")
    HomePage.objects.get(pk=energy.root_page_id).save_revision().publish()
    files = exported(tmp_path / "energy", energy)
    assert not [name for name, text in files.items() if b"Neglect" in text or b"@small" in text]


def test_a_hub_that_has_nothing_yet_is_not_written(db, tmp_path):
    with pytest.raises(ExportError, match="front page isn't public"):
        exported(tmp_path / "first")


def test_a_folder_with_files_and_a_draft_programme_are_refused(loaded, tmp_path):
    with pytest.raises(ExportError, match="isn't empty"):
        exported(loaded.root)
    HomePage.objects.get().unpublish()
    with pytest.raises(ExportError, match="front page isn't public"):
        exported(tmp_path / "first")
    assert not (tmp_path / "first").exists()


def test_the_command_says_what_it_wrote_and_left_out(loaded, tmp_path, capsys):
    edit(news())
    call_command("export_programme", "default", str(tmp_path / "first"))
    said = capsys.readouterr().out
    assert "6 pages" in said
    assert "Left out: 0 pages that aren't public; contacts, feedback, subscribers" in said
    assert HubSettings.objects.count() == 1
    with pytest.raises(CommandError, match="no programme with the key “energy”"):
        call_command("export_programme", "energy", str(tmp_path / "second"))
