"""An issue as PDF: tagged, as it went out, made once and by nobody who reads it."""

import pytest

from cms.base import pdf
from newsletter.generator import pdfs
from newsletter.models import ArchivedIssue, IssuePdf
from tests.admin.conftest import administrator  # noqa: F401  a fixture
from tests.pdf_files import TaggedPdf, weasyprint  # noqa: F401  a fixture

from .test_editions import issue, sent  # noqa: F401  a fixture

ADDRESS = "/newsletter/issues/7/1/issue.pdf"
pytestmark = pytest.mark.django_db


@pytest.fixture
def made_of(monkeypatch):
    """Replace WeasyPrint. Returns what was made into PDF files."""
    made = []
    monkeypatch.setattr("cms.base.pdf.is_possible", lambda: True)
    monkeypatch.setattr("cms.base.pdf.of_html", lambda html: made.append(html) or b"%PDF-1.7")
    return made


def never() -> bool:
    return False


def test_a_worker_makes_it_once_after_the_issue_went_out(issue, client, made_of):  # noqa: F811
    assert client.get(ADDRESS).status_code == 404
    pdfs.make_missing(never)
    assert made_of == []  # nothing went out yet
    sent(issue)
    assert "As PDF" not in client.get(issue.url).content.decode()
    pdfs.make_missing(never)
    pdfs.make_missing(never)
    assert len(made_of) == 1 and "In both" in made_of[0]
    for _ in range(3):
        answer = client.get(ADDRESS)
        assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="update-7.pdf"'
    assert len(made_of) == 1
    assert f'href="{ADDRESS}"' in client.get(issue.url).content.decode()


def test_what_is_edited_later_is_not_in_it(issue, made_of):  # noqa: F811
    sent(issue)
    issue.title, issue.sections = "Other", []
    issue.save()
    pdfs.make_missing(never)
    assert "Update 7" in made_of[0] and "In both" in made_of[0] and "Other" not in made_of[0]


def test_that_of_an_issue_that_readers_may_not_open_is_not_there(issue, client, made_of):  # noqa: F811
    sent(issue)
    pdfs.make_missing(never)
    issue.refresh_from_db()
    issue.unpublish()
    assert client.get(ADDRESS).status_code == 404


def test_without_weasyprint_there_is_neither_file_nor_link(issue, client, administrator, monkeypatch):  # noqa: F811
    monkeypatch.setattr("cms.base.pdf.is_possible", lambda: False)
    sent(issue)
    assert pdfs.make_missing(never) is False
    assert not IssuePdf.objects.exists()
    assert "As PDF" not in client.get(issue.url).content.decode()
    desk = f"/admin/newsletter/issues/{issue.pk}/"
    assert "As PDF" not in administrator.get(desk).content.decode()
    assert administrator.get(f"{desk}pdf/").status_code == 404


def test_the_desk_has_that_of_a_draft_and_keeps_nothing(issue, administrator, made_of):  # noqa: F811
    desk = f"/admin/newsletter/issues/{issue.pk}/"
    assert f'href="{desk}pdf/"' in administrator.get(desk).content.decode()
    answer = administrator.get(f"{desk}pdf/")
    assert answer.content == b"%PDF-1.7" and "no-store" in answer["Cache-Control"]
    assert len(made_of) == 1 and not IssuePdf.objects.exists()


def test_the_desk_keeps_that_of_an_issue_that_went_out(issue, administrator, made_of):  # noqa: F811
    sent(issue)
    for _ in range(2):
        assert administrator.get(f"/admin/newsletter/issues/{issue.pk}/pdf/").content == b"%PDF-1.7"
    assert len(made_of) == 1
    assert IssuePdf.objects.get().archived == ArchivedIssue.objects.get(issue=issue)


def test_a_screen_reader_reads_it_like_the_page(weasyprint, issue):  # noqa: F811
    sent(issue)
    file = TaggedPdf(bytes(pdfs.of_archived(ArchivedIssue.objects.get()).content))
    file.require_accessible(title="Update 7 – The hub")
    assert [one.kind for one in file.root.all("H1", "H2", "H3")] == ["H1", "H2", "H2", "H3", "H3", "H2", "H3"]
    assert file.root.all("L") and file.root.all("Link")
    assert "http://localhost/news/in-both/" in file.text.replace("\n", "")


def test_it_loads_nothing_from_elsewhere(weasyprint, tree, monkeypatch):  # noqa: F811
    asked = []
    monkeypatch.setattr("socket.socket.connect", lambda *given: asked.append(given))
    made = pdf.of_html(
        "<html lang=en><title>A page</title><h1>A page</h1>"
        "<img alt=No src='https://elsewhere.example/picture.png'><img alt=No src='file:///etc/hostname'>"
        "<img alt=No src='http://localhost/admin/'>"
    )
    assert asked == []
    assert not [image for page in TaggedPdf(made).reader.pages for image in page.images]
