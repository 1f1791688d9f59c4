"""`manage.py load_programme`: twice is once, editors win, and a mistake in a file writes nothing."""

import textwrap
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageLogEntry, Revision, Site

from cms.models import HubSettings
from home.models import HomePage
from programme.content_loader import ContentError, Outcome, load
from programme.content_loader.lines import key_lines
from programme.management.commands.load_programme import CONTENT
from programme.models import CommitmentPage, NewsPage, Topic, WorkStreamPage

pytestmark = pytest.mark.django_db

OURS = ("cms", "programme", "home", "search", "newsletter")
SMALL = {
    "settings/site.toml": """
        type = "wagtailcore.Site"
        site_name = "Small hub"
    """,
    "settings/hub.toml": """
        type = "cms.HubSettings"
        site_name = "Small hub"

        [[social_channels]]
        platform = "Example"
        handle = "@small"
        address = "https://example.org/small"
    """,
    "snippets/topics.toml": """
        type = "programme.Topic"

        [records.law]
        name = "Law"

        [records.neglect]
        name = "Neglect"
    """,
    "pages/index.md": """
        +++
        type = "home.HomePage"
        title = "Small hub"
        summary = "A hub for tests."

        [[featured]]
        target = "/news/first/"

        [[featured]]
        target = "/work-streams/neglect/"
        +++

        See [the stream](/work-streams/neglect/).
    """,
    "pages/news/index.md": """
        +++
        type = "programme.NewsIndexPage"
        title = "News"
        +++
    """,
    "pages/news/first.md": """
        +++
        type = "programme.NewsPage"
        title = "First news"
        date = 2018-11-14
        kind = "consultation"
        summary = "Something happened."
        topics = ["law", "neglect"]
        commitments = ["/work-streams/neglect/action-1/"]
        +++

        ## What happened

        A *little*, says [the stream](/work-streams/neglect/).

        > It is so.
        > — Somebody
    """,
    "pages/work-streams/index.md": """
        +++
        type = "programme.WorkStreamIndexPage"
        title = "Work streams"
        +++
    """,
    "pages/work-streams/neglect/index.md": """
        +++
        type = "programme.WorkStreamPage"
        title = "Neglect"
        summary = "About neglect."
        origin = "started"
        +++
    """,
    "pages/work-streams/neglect/action-1.md": """
        +++
        type = "programme.CommitmentPage"
        title = "Action 1"
        kind = "action"
        number = 1

        [[progress_entries]]
        date = 2018-01-01
        status = "in_progress"
        note = "Begun."

        [[progress_entries]]
        date = 2018-11-14
        status = "complete"
        note = "Done."
        evidence_page = "/news/first/"
        +++

        What was promised.
    """,
}


class Folder:
    """A folder of content files that a test may change."""

    def __init__(self, root: Path):
        self.root = root
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def load(self, **options):
        return load(self.root, **options)


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "content")


@pytest.fixture
def loaded(folder) -> Folder:
    folder.load()
    return folder


def everything() -> dict[str, list]:
    """Every row of the content models, of the page tree, of the revisions and of the history."""
    models = [model for label in (*OURS, "wagtailcore") for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: serializers.serialize("python", model._base_manager.order_by("pk")) for model in models}


def news() -> NewsPage:
    return NewsPage.objects.get(slug="first")


# Twice is once


def test_real_content_loaded_twice_makes_no_difference():
    first = load(CONTENT)
    after_first = everything()
    second = load(CONTENT)
    assert set(first.outcomes.values()) == {Outcome.CREATED}
    assert set(second.outcomes.values()) == {Outcome.UNCHANGED}
    assert second.outcomes.keys() == first.outcomes.keys()
    assert everything() == after_first


def test_overwriting_what_nobody_changed_makes_no_difference(loaded):
    before = everything()
    report = loaded.load(overwrite=True)
    assert report.count(Outcome.UNCHANGED) == len(report.outcomes)
    assert everything() == before


def test_a_changed_file_updates_its_record_only_and_keeps_the_keys_of_rows(loaded):
    entries = list(CommitmentPage.objects.get().progress_entries.values_list("pk", flat=True))
    revisions = Revision.objects.count()
    loaded.replace("pages/work-streams/neglect/action-1.md", "number = 1", "number = 7")
    report = loaded.load()
    assert report.count(Outcome.UPDATED) == 1
    assert report.outcomes["pages/work-streams/neglect/action-1"] is Outcome.UPDATED
    assert Revision.objects.count() == revisions + 1
    page = CommitmentPage.objects.get()
    assert list(page.progress_entries.values_list("pk", flat=True)) == entries
    assert page.number == 7


def test_a_file_does_not_rewrite_an_entry_that_was_published(loaded):
    before = everything()
    loaded.replace("pages/work-streams/neglect/action-1.md", "Begun.", "Well begun.")
    with pytest.raises(ContentError, match="2018-01-01: In progress” was published and stays as it is"):
        loaded.load()
    assert everything() == before


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


# What is written


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
    html = f'<p>A <i>little</i>, says <a linktype="page" id="{stream.pk}">the stream</a>.</p>'
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


# Editors win


def edit(page):
    page.title = "What an editor wrote"
    page.save_revision().publish()


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
    assert loaded.load().count(Outcome.UNCHANGED) == len(report.outcomes)


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
    assert report.kept["pages/news/first"] == "was there before the first load"
    assert report.kept["pages/index"] == "was there before the first load"
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
        "pages/work-streams/neglect/action-1": "stands under a page that was deleted",
    }
    home = HomePage.objects.get()
    assert (home.summary, home.vision) == ("A changed hub.", "<p>See the stream.</p>")
    assert [row.target.specific for row in home.featured.all()] == [news()]
    assert list(news().commitments.all()) == []
    assert news().body[1].value["text"].source == "<p>A <i>little</i>, says the stream.</p>"


# Mistakes in files

MISTAKES = {
    "no such key": ("pages/news/first.md", 'kind = "consultation"', 'knd = "update"', 5, "no field “knd”"),
    "no such choice": ("pages/news/first.md", '"consultation"', '"gossip"', 5, "kind: "),
    "too long": ("pages/news/first.md", "Something happened.", "x" * 301, 6, "summary: "),
    "text for a day": ("pages/news/first.md", "2018-11-14", '"Tuesday"', 4, "“date” must be a day"),
    "moment for a day": ("pages/news/first.md", "2018-11-14", "2018-11-14T10:00:00Z", 4, "“date” must be a day"),
    "number for text": ("pages/news/first.md", '"First news"', "1", 3, "“title” must be text"),
    "no such snippet": ("pages/news/first.md", '"law"', '"lore"', 7, "no topic “lore”"),
    "no such page": (
        "pages/news/first.md",
        "neglect/action-1",
        "neglect/action-9",
        8,
        "no page /work-streams/neglect/ac",
    ),
    "page of a wrong type": ("pages/news/first.md", "neglect/action-1/", "neglect/", 8, "is a WorkStreamPage"),
    "broken link in text": (
        "pages/news/first.md",
        "](/work-streams/neglect/)",
        "](/nowhere/)",
        13,
        "no page /nowhere/",
    ),
    "link without https": ("pages/news/first.md", "](/work-streams/neglect/)", "](http://x.org)", 13, "https://"),
    "heading too deep": ("pages/news/first.md", "## What", "#### What", 11, "Headings inside a text"),
    "no such block": ("pages/news/first.md", "## What happened", "~~~ poem\n~~~", 11, "no block “poem”"),
    "block not closed": ("pages/news/first.md", "## What happened", "~~~ quote", 11, "isn't closed"),
    "block without its text": ("pages/news/first.md", "## What happened", "~~~ quote\n~~~", 11, "quote: "),
    "HTML in Markdown": ("pages/news/first.md", "*little*", "<video>", 13, "<video>"),
    "not TOML": ("pages/news/first.md", 'kind = "consultation"', "kind = consultation", 5, "Not valid TOML"),
    "list for the field of the text": (
        "pages/news/first.md",
        "kind =",
        'markdown = ["body"]\nkind =',
        5,
        "name a field",
    ),
    "text for a list of terms": ("pages/news/first.md", '["law", "neglect"]', '"law"', 7, "“topics” is a list"),
    "list for a term": ("pages/news/first.md", '["law", "neglect"]', '[["law"]]', 7, "“topics” must name a record"),
    "table for a term": ("pages/news/first.md", '"law", "neglect"', '{a = "law"}', 7, "“topics” must name a record"),
    "list for a page": ("pages/index.md", '"/news/first/"', '["/news/first/"]', 7, "“target” must name a record"),
    "text for the order": ("pages/news/first.md", "kind =", 'order = "first"\nkind =', 5, "“order” must be"),
    "no front matter": ("pages/news/first.md", "+++\ntype", "---\ntype", 1, "front matter"),
    "no type": ("pages/news/first.md", 'type = "programme.NewsPage"\n', "", 1, "“type” is missing"),
    "no such model": ("pages/news/first.md", "programme.NewsPage", "programme.NewsFlash", 1, "no model"),
    "not a page": ("pages/news/first.md", "programme.NewsPage", "programme.Topic", 2, "not a page"),
    "not allowed there": ("pages/news/first.md", "programme.NewsPage", "programme.GroupPage", 2, "can't stand under"),
    "required and missing": ("pages/news/first.md", 'summary = "Something happened."\n', "", 1, "summary: "),
    "row without its note": ("pages/work-streams/neglect/action-1.md", 'note = "Done."\n', "", 12, "note: "),
    "wrong value in a row": ("pages/work-streams/neglect/action-1.md", '"complete"', '"ready"', 14, "status: "),
    "snippet without a name": ("snippets/topics.toml", 'name = "Neglect"\n', "", 6, "name: "),
    "same name twice": ("snippets/topics.toml", '"Neglect"', '"Law"', 7, "name: "),
    "list for the records": ("snippets/topics.toml", "[records.law]", "[[records]]", 3, "“records” holds tables"),
    "snippet that is no table": (
        "snippets/topics.toml",
        '[records.law]\nname = "Law"',
        "records.law = 5",
        3,
        "“law” must",
    ),
    "snippet without a slug": ("snippets/topics.toml", "[records.law]", '[records.""]', 1, "a table with a name"),
    "not a snippet": ("snippets/topics.toml", "programme.Topic", "cms.HubSettings", 1, "not a snippet"),
    "not a setting": ("settings/hub.toml", "cms.HubSettings", "programme.Topic", 1, "not a setting"),
    "page for a setting": ("settings/hub.toml", "cms.HubSettings", "programme.NewsPage", 1, "not a setting"),
    "list for a type": ("settings/hub.toml", '"cms.HubSettings"', '["cms.HubSettings"]', 1, "no model"),
    "row for a list": ("settings/hub.toml", "[[social_channels]]", "[social_channels]", 4, "list of rows"),
    "setting of a wrong form": ("settings/hub.toml", "https://example.org/small", "small", 7, "address: "),
}


def assert_only_problem_of_its_kind(folder: Folder, file: str, line: int, message: str) -> None:
    """Load, and see that the message is told once, at this file and line, and that nothing was written."""
    before = everything()
    with pytest.raises(ContentError) as caught:
        folder.load()
    found = [
        (p.file.relative_to(folder.root).as_posix(), p.line) for p in caught.value.problems if message in p.message
    ]
    assert found == [(file, line)], caught.value.problems
    assert everything() == before


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_by_file_and_line_and_nothing_is_written(folder, file, old, new, line, message):
    folder.replace(file, old, new)
    assert_only_problem_of_its_kind(folder, file, line, message)


@pytest.mark.parametrize(
    ("block", "written", "message"),
    [
        ("call_out", "text = 5", "“text” must be text"),
        ("call_out", 'text = ["a"]', "“text” must be text"),
        ("call_out", "kind = {a = 1}", "“kind” must be text"),
        ("quote", "quote = 2018-11-14", "“quote” must be text"),
        ("heading", "text = true", "“text” must be text"),
        ("page_links", 'pages = "/news/first/"', "“pages” is a list"),
        ("page_links", "pages = 5", "“pages” is a list"),
        ("page_links", 'pages = [["/news/first/"]]', "“pages” must be the address of a page"),
        ("key_message", 'message = ["/news/first/"]', "“message” must be the address of a page"),
        ("progress_table", 'work_stream = {page = "/news/first/"}', "“work_stream” must be the address of a page"),
        ("image", "image = 5", "can't be filled from a file"),
    ],
)
def test_a_value_of_a_wrong_type_in_a_block_is_named_by_its_line(folder, block, written, message):
    folder.replace("pages/news/first.md", "## What happened", f"~~~ {block}\n{written}\n~~~")
    assert_only_problem_of_its_kind(folder, "pages/news/first.md", 12, message)


@pytest.mark.parametrize(
    ("file", "old", "line"),
    [
        ("snippets/topics.toml", "Neglect", 7),
        ("settings/hub.toml", "@small", 6),
        ("pages/news/first.md", "Something", 6),
        ("pages/news/first.md", "It is so.", 15),
    ],
)
def test_a_file_that_is_not_utf_8_is_named_by_the_line_where_it_goes_wrong(folder, file, old, line):
    path = folder.root / file
    path.write_bytes(path.read_bytes().replace(old.encode(), "café".encode("latin-1")))
    assert_only_problem_of_its_kind(folder, file, line, "UTF-8")


@pytest.mark.parametrize("file", ["snippets/more.toml", "settings/more.toml", "pages/more.md"])
def test_a_folder_in_the_place_of_a_file_is_a_mistake(folder, file):
    (folder.root / file).mkdir()
    assert_only_problem_of_its_kind(folder, file, 1, "can't be read")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('type = "programme.Topic"\nrecords = []\n', 2),
        ('type = "programme.Topic"\n\nrecords = 5\n', 3),
    ],
)
def test_records_that_are_no_tables_are_a_mistake(folder, text, line):
    folder.write("snippets/topics.toml", text)
    assert_only_problem_of_its_kind(folder, "snippets/topics.toml", line, "“records” holds tables")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('type = "programme.Topic"\nrecords.x = 5\n', 2),
        ('type = "programme.Topic"\n[records]\nx = "Law"\n', 3),
        ('type = "programme.Topic"\nrecords = {x = []}\n', 2),
    ],
)
def test_a_record_that_is_no_table_is_a_mistake(folder, text, line):
    folder.write("snippets/topics.toml", text)
    assert_only_problem_of_its_kind(folder, "snippets/topics.toml", line, "The record “x” must be a table")


def test_all_mistakes_are_told_at_once(folder):
    folder.replace("pages/news/first.md", '"consultation"', '"gossip"')
    folder.replace("pages/work-streams/neglect/index.md", '"started"', '"found"')
    folder.replace("settings/hub.toml", "site_name", "site")
    with pytest.raises(ContentError) as caught:
        folder.load()
    assert [problem.file.name for problem in caught.value.problems] == ["first.md", "index.md", "hub.toml"]


def test_a_folder_without_files_is_a_mistake(tmp_path):
    with pytest.raises(ContentError, match="no content files"):
        load(tmp_path)


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
