"""An export has what the public could read at its moment, the same bytes whenever it is made, and shows what was changed."""

import csv
import datetime
import io
import json
import zipfile
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import PageViewRestriction, Site

from cms.base.choices import ChangeKind
from cms.models import Change, LookSettings, ProgrammeSite
from cms.sites.models import ProgrammeState
from tests import factories
from tests.sites.canaries import below

from .clock import moment

pytestmark = pytest.mark.django_db

PAGE = "site/news/a-page/index.html"
YIELDS = b"Yield by site\r\n"


class Exported:
    """The files of an export by their paths below its folder."""

    def __init__(self, file: Path):
        self.file = file
        with zipfile.ZipFile(file) as source:
            self.files = {name.partition("/")[2]: source.read(name) for name in source.namelist()}

    @property
    def content(self) -> dict[str, bytes]:
        return {name: body for name, body in self.files.items() if name.startswith("data/")}

    def find(self, ending: str) -> str:
        (found,) = (body.decode() for name, body in self.content.items() if name.endswith(ending))
        return found

    def has(self, word: str) -> list[str]:
        return [name for name, body in self.files.items() if word.encode() in body]


@pytest.fixture
def page(tree):
    return factories.NewsFactory(parent=tree.news, title="A first title", slug="a-page")


@pytest.fixture
def export(tmp_path):
    """Makes an export as of a moment."""
    made = []

    def make(moment, **options) -> Exported:
        file = tmp_path / f"{len(made)}.zip"
        made.append(file)
        said = moment if isinstance(moment, str) else moment.isoformat()
        call_command("evidence", as_at=said, to=file, no_pdf=True, verbosity=0, **options)
        return Exported(file)

    return make


def renamed(page, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_a_page_is_as_it_was_with_its_styles_and_links_to_the_same_day(page, export, settings):
    then = moment()
    renamed(page, "A second title")

    found = export(then, page="/news/a-page/")

    assert "A first title" in found.find(PAGE)
    assert found.has("A second title") == []
    assert [one["title"] for one in json.loads(found.find("records.json"))] == ["A first title"]
    assert any(name.endswith("hub.css") for name in found.content)
    assert f"/as-at/{timezone.localdate(then)}/news/" in found.find(PAGE)
    assert not any(name.endswith("site/news/index.html") for name in found.content)


def test_a_page_has_the_programmes_colours(tree, page, export):
    LookSettings.objects.create(site=tree.site, accent="#7a1c5d")

    found = export(timezone.now(), page="/news/a-page/")

    (styles,) = [name for name in found.has("#7a1c5d") if name.endswith(".css")]
    link = BeautifulSoup(found.find(PAGE), "html.parser").select_one("link[rel=stylesheet][href*='look/']")
    assert styles.endswith(link["href"].replace("../", ""))


def test_a_list_has_its_further_pages_and_the_pages_below_it(tree, page, export):
    for number in range(20):
        factories.NewsFactory(parent=tree.news, title=f"Cable {number}", slug=f"cable-{number}")

    found = export(timezone.now(), list="/news/")

    names = {name.partition("/site/")[2] for name in found.content if name.endswith(".html")}
    assert {"news/index.html", "news/index.page-2.html", "news/a-page/index.html", "news/cable-19/index.html"} <= names
    assert "index.html" not in names


def test_the_whole_hub_is_the_same_whenever_it_is_exported(tree, page, export):
    then = moment()
    first = export(then)
    renamed(page, "A second title")
    factories.NewsFactory(parent=tree.news, title="Later news")
    second = export(then)

    assert first.content == second.content
    assert first.files["manifest-sha512.txt"] == second.files["manifest-sha512.txt"]
    assert "A first title" in first.find(PAGE)
    assert any(name.endswith("/site/index.html") for name in first.content)


def test_a_programme_that_was_closed_that_day_is_not_in_it(tree, page, export):
    site = below(tree.site, "birch")
    factories.StandardPageFactory(parent=site.root_page.specific, title="birchgull", slug="gull")
    open_then = moment()
    ProgrammeSite.objects.filter(site=site).update(state=ProgrammeState.CLOSED)
    closed_then = moment()
    ProgrammeSite.objects.filter(site=site).update(state=ProgrammeState.OPEN)

    assert export(open_then).has("birchgull")
    assert export(closed_then).has("birchgull") == []
    with pytest.raises(CommandError, match="There was no public page at /birch/gull/ on "):
        export(closed_then, page="/birch/gull/")
    assert export(timezone.now(), page="/birch/gull/").has("birchgull")


def test_what_was_not_public_then_is_in_no_file(tree, page, export):
    factories.NewsFactory(parent=tree.news, title="draftfinch", live=False)
    private = factories.NewsFactory(parent=tree.news, title="privategull")
    restriction = PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page.title = "unpublishedwren"
    page.save_revision()
    then = moment()
    restriction.delete()
    page.get_latest_revision().publish()

    found, now = export(then), export(timezone.now())

    hidden = ("draftfinch", "privategull", "unpublishedwren")
    assert [found.has(word) for word in hidden] == [[], [], []]
    assert now.has("privategull")
    assert now.has("unpublishedwren")


def test_documents_are_in_it_and_those_that_are_gone_are_listed_by_name(page, export):
    kept, gone = (
        factories.DocumentFactory(title=title, file=ContentFile(YIELDS, name=f"{title}.csv"))
        for title in ("Yields", "Losses")
    )
    blocks = [{"type": "document", "value": {"document": one.pk}} for one in (kept, gone)]
    page.body = StreamValue(page.body.stream_block, blocks, is_lazy=True)
    page.save_revision().publish()
    then = moment()
    gone.file.storage.delete(gone.file.name)
    gone.delete()

    found = export(then, page="/news/a-page/")

    documents = {name: body for name, body in found.content.items() if "/site/documents/" in name}
    assert list(documents.values()) == [YIELDS]
    (lost,) = csv.DictReader(io.StringIO(found.find("missing.csv").removeprefix("\ufeff")))
    assert (lost["kind"], lost["title"]) == ("The document", "Losses")
    assert lost["needed_by"] == PAGE


def test_the_record_of_changes_ends_at_the_moment(page, export):
    def changed(note: str) -> datetime.datetime:
        Change.objects.create(
            page=page, site=Site.objects.get(), at=timezone.now(), kind=ChangeKind.CHANGED, note=note, path=page.url
        )
        return timezone.now()

    first, _ = changed("The first note"), changed("The second note")

    notes = [one["note"] for one in json.loads(export(first).find("changes.json"))]
    assert notes == ["The first note"]


def test_it_says_its_moment_its_beginning_and_its_maker(page, export):
    then = moment()
    said = export(then, page="/news/a-page/").files["bag-info.txt"].decode()

    assert f"As-At: {timezone.localtime(then).isoformat()}\n" in said
    assert {"History-Since", "Hub-Address", "Hub-Release", "Made-At", "Bagging-Date"} <= {
        line.partition(":")[0] for line in said.splitlines()
    }


@pytest.fixture
def made(page, export):
    return export(timezone.now(), page="/news/a-page/")


@pytest.mark.parametrize(
    ("day", "options", "begins"),
    [
        ("soon", {}, "This isn't a day."),
        ("2001-01-01", {}, "Nothing is kept of Monday 1 January 2001."),
        ("now", {"page": "/nowhere/"}, "There was no public page at /nowhere/ on "),
        (
            "now",
            {"page": "https://elsewhere.example/news/"},
            "There was no public page at https://elsewhere.example/news/",
        ),
    ],
)
def test_what_can_not_be_exported_gets_a_sentence(page, export, tmp_path, day, options, begins):
    with pytest.raises(CommandError) as refused:
        export(timezone.now() if day == "now" else day, **options)

    assert str(refused.value).startswith(begins)
    assert list(tmp_path.glob("**/*.zip")) == []


def test_nothing_is_overwritten(page, export, made):
    before = made.file.read_bytes()
    with pytest.raises(CommandError, match="exists. Name another file."):
        call_command("evidence", as_at=timezone.now().isoformat(), to=made.file)
    assert made.file.read_bytes() == before


def test_without_its_library_there_are_no_pdf_files_and_that_is_said(page, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("cms.base.pdf.is_possible", lambda: False)

    call_command("evidence", as_at=timezone.now().isoformat(), page="/news/a-page/", to=tmp_path / "plain.zip")

    assert "It has no PDF files, because WeasyPrint isn't installed" in capsys.readouterr().err
    assert "pdf/           the same pages as PDF: not made" in Exported(tmp_path / "plain.zip").find("data/about.txt")


def ask(client, page, **given):
    return client.post(
        reverse("evidence"), {"as_at": timezone.localdate().isoformat(), "scope": "page", "address": page.url} | given
    )


def test_people_who_publish_export_a_page_in_the_admin(page, admin_client, tmp_path):
    answer = ask(admin_client, page)

    assert answer["Cache-Control"].startswith("private, no-store")
    file = tmp_path / "answered.zip"
    file.write_bytes(answer.content)
    assert "A first title" in Exported(file).find(PAGE)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"as_at": "2001-01-01"}, "Nothing is kept of Monday 1 January 2001."),
        ({"address": "/nowhere/"}, "There was no public page at /nowhere/ on "),
        ({"address": "/nowhere/", "scope": "list"}, "There was no public page at /nowhere/ on "),
        ({"address": ""}, "This field is required."),
    ],
)
def test_the_form_says_why_nothing_was_made(page, admin_client, given, says):
    answer = ask(admin_client, page, **given)

    assert answer.status_code == 422
    assert says in unescape(answer.content.decode())


def test_a_short_list_is_exported_at_once_and_a_longer_one_by_a_command(page, admin_client, monkeypatch):
    address = page.get_parent().url
    assert ask(admin_client, page, address=address, scope="list")["Content-Type"] == "application/zip"

    monkeypatch.setattr("home.admin.evidence.MOST", 1)
    answer = ask(admin_client, page, address=address, scope="list")
    assert answer.status_code == 422
    assert "1 can be exported here at most" in unescape(answer.content.decode())
