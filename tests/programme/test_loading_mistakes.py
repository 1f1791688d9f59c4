"""`manage.py load_programme`: a mistake in a file is reported with its line, and nothing is written."""

import json

import pytest

from programme.content_loader import ContentError, load
from programme.models import CommitmentPage, NewsPage

from .small_content import Folder, everything

pytestmark = pytest.mark.django_db


ACTION = "pages/work-streams/neglect/action-1.md"
MISTAKES = {
    "no such key": ("pages/news/first.md", 'kind = "consultation"', 'knd = "update"', 5, "no field “knd”"),
    "no such choice": ("pages/news/first.md", '"consultation"', '"gossip"', 5, "kind: "),
    "too long": ("pages/news/first.md", "Something happened.", "x" * 301, 6, "summary: "),
    "text for a day": ("pages/news/first.md", "2018-11-14", '"Tuesday"', 4, "“date” must be a day"),
    "moment for a day": ("pages/news/first.md", "2018-11-14", "2018-11-14T10:00:00Z", 4, "“date” must be a day"),
    "month without its year": (ACTION, "2018-01-01", '"May"', 8, "“date” must be a day, a month or a year"),
    "day that is another every week": (ACTION, "2018-01-01", '"Tuesday"', 8, "“date” must be a day, a month or a year"),
    "no such month": (ACTION, "2018-01-01", '"2018-13"', 8, "date: There is no month 13"),
    "moment for a month": (ACTION, "2018-01-01", "2018-01-01T10:00:00Z", 8, "“date” must be a day, a month or a year"),
    "precision beside a date": (
        ACTION,
        "date = 2018-01-01",
        'date_precision = "month"',
        8,
        "follows from the date itself",
    ),
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
    "heading too deep": ("pages/news/first.md", "## What", "#### What", 11, "Headings in a text"),
    "no such block": ("pages/news/first.md", "## What happened", "~~~ poem\n~~~", 11, "no block “poem”"),
    "block not closed": ("pages/news/first.md", "## What happened", "~~~ quote", 11, "isn't closed"),
    "block without its text": ("pages/news/first.md", "## What happened", "~~~ quote\n~~~", 11, "quote: "),
    "HTML in Markdown": ("pages/news/first.md", "*little*", "<video>", 13, "<video>"),
    "HTML in capitals": ("pages/news/first.md", "*little*", "<SCRIPT>x</SCRIPT>", 13, "<SCRIPT>"),
    "attribute in Markdown": (
        "pages/news/first.md",
        "*little*",
        '<b onclick="x()">big</b>',
        13,
        "can't hold attributes",
    ),
    "link as HTML": ("pages/news/first.md", "*little*", "<a href='javascript:x()'>it</a>", 13, "can't hold this HTML"),
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
    "not allowed there": ("pages/news/first.md", "programme.NewsPage", "programme.GroupPage", 2, "isn't allowed under"),
    "required and missing": ("pages/news/first.md", 'summary = "Something happened."\n', "", 1, "summary: "),
    "row without its note": ("pages/work-streams/neglect/action-1.md", 'note = "Done."\n', "", 12, "note: "),
    "wrong value in a row": ("pages/work-streams/neglect/action-1.md", '"complete"', '"ready"', 14, "status: "),
    "snippet without a name": ("snippets/topics.toml", 'name = "Neglect"\n', "", 6, "name: "),
    "same name twice": ("snippets/topics.toml", '"Neglect"', '"Law"', 7, "name: "),
    "list for the records": ("snippets/topics.toml", "[records.law]", "[[records]]", 3, "“records” must hold tables"),
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
    """Load, and expect the message once, at this file and line, and nothing written."""
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
        ("image", "image = 5", "“image” must name a record"),
    ],
)
def test_a_value_of_a_wrong_type_in_a_block_is_named_by_its_line(folder, block, written, message):
    folder.replace("pages/news/first.md", "## What happened", f"~~~ {block}\n{written}\n~~~")
    assert_only_problem_of_its_kind(folder, "pages/news/first.md", 12, message)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p><img src=x onerror=alert(1)></p>",
        '<p><img src=x onerror="alert(1)" ',
        "<!--><script>alert(1)</script>-->",
        '<p onclick="alert(1)">Word</p>',
        '<p><a href="javascript:alert(1)">Word</a></p>',
        '<p><a href="java&#x09;script:alert(1)">Word</a></p>',
        '<p><a href="data:text/html,x">Word</a></p>',
        '<p><a linktype="page" id="5">Word</a></p>',
        '<p><a linktype="document" id="5" key="report">Word</a></p>',
        '<embed embedtype="image" id="5" alt="" format="left"/>',
    ],
)
def test_html_that_the_editor_would_not_store_is_a_mistake(folder, html):
    in_block = f"~~~ raw\n{json.dumps({'block': 'rich_text', 'value': {'text': html}})}\n~~~"
    folder.replace("pages/news/first.md", "## What happened", in_block)
    assert_only_problem_of_its_kind(folder, "pages/news/first.md", 11, "Rich text can't hold")
    folder.replace("pages/news/first.md", in_block, "")
    folder.replace(ACTION, "What was promised.", f"~~~ raw\n{json.dumps(html)}\n~~~")
    assert_only_problem_of_its_kind(folder, ACTION, 19, "Rich text can't hold")


@pytest.mark.parametrize(
    "address", ["https://x.example/?a=1&amp;b=2", "mailto:a@x.example", "tel:+44123", "/news/", "#top"]
)
def test_links_that_the_editor_stores_are_taken_as_html(folder, address):
    html = (
        f'<p>A <b>bold</b> <a href="{address}">link</a>,<br/>and <a linktype="page" path="/news/first/">news</a>.</p>'
    )
    folder.replace(ACTION, "What was promised.", f"~~~ raw\n{json.dumps(html)}\n~~~")
    folder.load()
    found = CommitmentPage.objects.get().text
    assert found.startswith(f'<p>A <b>bold</b> <a href="{address}">link</a>,<br/>')
    assert f'linktype="page" id="{NewsPage.objects.get().pk}"' in found


@pytest.mark.parametrize("name", [[], {}, 5])
def test_a_raw_block_whose_name_is_no_text_is_a_mistake(folder, name):
    written = json.dumps({"block": name, "value": {}})
    folder.replace("pages/news/first.md", "## What happened", f"~~~ raw\n{written}\n~~~")
    assert_only_problem_of_its_kind(folder, "pages/news/first.md", 11, "There is no block")


@pytest.mark.parametrize("name", ["snippets/more.toml", "pages/more.md", "media"])
def test_a_link_out_of_the_folder_is_a_mistake(folder, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "pictures.toml").write_text('secret = "abc"')
    (folder.root / name).symlink_to(outside if name == "media" else outside / "pictures.toml")
    assert_only_problem_of_its_kind(folder, name, 1, "outside the content folder")


def test_a_link_within_the_folder_is_read(folder):
    (folder.root / "pages/news/second.md").symlink_to("first.md")
    folder.load()
    assert NewsPage.objects.filter(slug="second").exists()


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
    assert_only_problem_of_its_kind(folder, "snippets/topics.toml", line, "“records” must hold tables")


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
