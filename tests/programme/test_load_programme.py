"""`manage.py load_programme`: a second load changes nothing, and the report is right."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageLogEntry, Revision, Site

from home.models import HomePage
from programme.content_loader import ContentError, LoadOutcome, load
from programme.content_loader.lines import key_lines
from programme.management.commands.load_programme import CONTENT
from programme.models import CommitmentPage, WorkStreamPage

from .small_content import edit, everything, news

pytestmark = pytest.mark.django_db


# Loading twice


def test_real_content_loaded_twice_makes_no_difference(own_content):
    before = everything()
    again = load(CONTENT)
    assert set(again.outcomes.values()) == {LoadOutcome.UNCHANGED}
    assert everything() == before


def test_overwriting_what_nobody_changed_makes_no_difference(loaded):
    before = everything()
    report = loaded.load(overwrite=True)
    assert report.count(LoadOutcome.UNCHANGED) == len(report.outcomes)
    assert everything() == before


def test_a_changed_file_updates_its_record_only_and_keeps_the_keys_of_rows(loaded):
    entries = list(CommitmentPage.objects.get().progress_entries.values_list("pk", flat=True))
    revisions = Revision.objects.count()
    loaded.replace("pages/work-streams/neglect/action-1.md", "number = 1", "number = 7")
    report = loaded.load()
    assert report.count(LoadOutcome.UPDATED) == 1
    assert report.outcomes["pages/work-streams/neglect/action-1"] is LoadOutcome.UPDATED
    assert Revision.objects.count() == revisions + 1
    page = CommitmentPage.objects.get()
    assert list(page.progress_entries.values_list("pk", flat=True)) == entries
    assert page.number == 7


def test_a_file_does_not_rewrite_an_entry_that_was_published(loaded):
    before = everything()
    loaded.replace("pages/work-streams/neglect/action-1.md", "Begun.", "Well begun.")
    with pytest.raises(ContentError, match="2018-01-01: In progress” is published and can't be changed"):
        loaded.load()
    assert everything() == before


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2018-01-20", (2018, 1, 20), "day"),
        ('"20 January 2018"', (2018, 1, 20), "day"),
        ('"2018-01"', (2018, 1, 1), "month"),
        ('"January 2018"', (2018, 1, 1), "month"),
        ('"2018"', (2018, 1, 1), "year"),
        ("2018", (2018, 1, 1), "year"),
    ],
)
def test_a_date_is_as_exact_as_its_file_says(folder, written, day, precision):
    folder.replace("pages/work-streams/neglect/action-1.md", "2018-01-01", written)
    folder.load()
    entry = CommitmentPage.objects.get().progress_entries.order_by("date").first()
    assert (entry.date, entry.date_precision) == (datetime.date(*day), precision)
    # The file has the same values the second time, however it is written.
    assert folder.load().count(LoadOutcome.UNCHANGED) > 0
    folder.replace("pages/work-streams/neglect/action-1.md", f"date = {written}\n", "date = 2018-01-02\n")
    with pytest.raises(ContentError, match="is published and can't be changed"):
        folder.load()


def test_what_a_file_no_longer_says_goes_back_to_the_default(loaded):
    loaded.replace("pages/news/first.md", 'topics = ["law", "neglect"]\n', "")
    loaded.replace("pages/news/first.md", 'kind = "consultation"\n', "")
    loaded.load()
    assert list(news().topics.all()) == []
    assert news().kind == "update"


def test_a_record_without_its_file_stays(loaded):
    (loaded.root / "pages/news/first.md").unlink()
    loaded.replace("pages/index.md", '[[featured]]\ntarget = "/news/first/"\n\n', "")
    (loaded.root / "pages/work-streams/neglect/action-1.md").unlink()
    loaded.load()
    assert news().live


# Written values


def test_pages_are_published_with_a_revision_and_an_entry_in_their_history(loaded):
    page = news()
    assert page.live
    assert not page.has_unpublished_changes
    assert page.latest_revision == page.live_revision
    assert page.first_published_at
    entry = PageLogEntry.objects.get(page=page, action="programme.load")
    assert entry.revision == page.latest_revision
    assert entry.message == "Loaded from the content files"


def test_markdown_becomes_blocks_with_links_to_pages(loaded):
    stream = WorkStreamPage.objects.get()
    blocks = [(block.block_type, block.value) for block in news().body]
    assert [kind for kind, _ in blocks] == ["heading", "rich_text", "quote"]
    assert blocks[0][1]["text"] == "What happened"
    assert blocks[0][1]["level"] == "h2"
    html = f'<p>A <i>little</i>, says <a linktype="page" id="{stream.pk}">the stream</a>. <a href="/feedback/">Tell us</a>.</p>'
    assert blocks[1][1]["text"].source == html
    assert (blocks[2][1]["quote"], blocks[2][1]["speaker"]) == ("It is so.", "Somebody")


def test_relations_and_rows_are_built(loaded):
    action = CommitmentPage.objects.get()
    assert action.work_stream == WorkStreamPage.objects.get()
    assert [entry.status for entry in action.progress_entries.all()] == ["in_progress", "complete"]
    assert action.progress_entries.last().evidence_page.specific == news()
    assert {topic.slug for topic in news().topics.all()} == {"law", "neglect"}
    assert [row.target.specific for row in HomePage.objects.get().featured.all()] == [news(), action.work_stream]


@pytest.mark.parametrize(
    ("address", "hostname", "port"),
    [
        ("http://localhost:8123", "localhost", 8123),
        ("https://hub.example.org", "hub.example.org", 443),
        ("http://hub.example.org", "hub.example.org", 80),
    ],
)
def test_the_first_site_becomes_ours(folder, settings, address, hostname, port):
    settings.BASE_URL = address
    folder.load()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name) == (hostname, port, "Small hub")
    assert site.is_default_site
    assert site.root_page.specific == HomePage.objects.get()
    assert Page.objects.filter(depth=2).count() == 1, "Wagtail's welcome page is gone"


def test_the_site_follows_a_new_address_until_somebody_edits_it(loaded, settings):
    settings.BASE_URL = "http://localhost:8999"
    loaded.load()
    assert Site.objects.get().port == 8999
    Site.objects.update(hostname="hub.example.org")
    settings.BASE_URL = "http://localhost:8000"
    loaded.load()
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("hub.example.org", 8999)


# The command


def run(*args, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("load_programme", *args, stdout=out, stderr=err, **options)
    except CommandError as error:
        assert error.returncode == 1
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_the_command_sums_up(folder, capsys):
    out, err = run(content=folder.root)
    assert out == "Content: 10 created, 0 updated, 0 unchanged, 0 kept as editors left them.\n"
    assert err == ""
    assert capsys.readouterr().err == "", "no progress bar without a terminal"
    edit(news())
    out, _ = run(content=folder.root, verbosity=2)
    assert out.splitlines() == [
        "Kept pages/news/first: edited",
        "Content: 0 created, 0 updated, 9 unchanged, 1 kept as editors left them.",
    ]
    out, _ = run("--overwrite", content=folder.root)
    assert out == "Content: 0 created, 1 updated, 9 unchanged, 0 kept as editors left them.\n"


def test_the_command_lists_mistakes(folder):
    folder.replace("pages/news/first.md", '"consultation"', '"gossip"')
    out, err = run(content=folder.root)
    first, last = err.splitlines()
    assert first.startswith(f"{folder.root / 'pages/news/first.md'}:5: kind: ")
    assert last == "1 problem. Nothing was written."
    assert out == ""


def test_a_dry_run_writes_nothing(folder):
    before = everything()
    out, _ = run("--dry-run", content=folder.root)
    assert out.endswith(
        "10 created, 0 updated, 0 unchanged, 0 kept as editors left them. Nothing was written: this was a dry run.\n"
    )
    assert everything() == before


# Lines of keys


def test_lines_of_keys():
    text = (
        '# comment\na = 1\nb = """\nc = 2\n"""\n\n[[rows]]\nd = 3\n\n[[rows]]\nd = 4\n\n[records.one]\ne = 5\nf.g = 6\n'
    )
    assert key_lines(text) == {
        ("a",): 2,
        ("b",): 3,
        ("rows",): 7,
        ("rows", 0): 7,
        ("rows", 0, "d"): 8,
        ("rows", 1): 10,
        ("rows", 1, "d"): 11,
        ("records", "one"): 13,
        ("records", "one", "e"): 14,
        ("records", "one", "f"): 15,
        ("records", "one", "f", "g"): 15,
    }
