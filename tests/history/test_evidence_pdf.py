"""PDF files of an export: they have the page's words, nothing from elsewhere, and the same bytes whenever they are made."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from cms.base import pdf
from home.evidence.drawings import for_paper, self_contained
from tests import factories
from tests.pdf_files import weasyprint  # noqa: F401  a fixture

STYLES = """
/* .hub_fill--red { fill: #000; } */
.hub_fill--green { fill: var(--hub-status-green, #1c7a3d); }
.hub_legend { margin: 0; }
@media (forced-colors: active) { .hub_fill--green { fill: CanvasText; } }
.hub_bar__part { stroke: #fff; }
"""
SIZE = 'width="8" height="8"'
CHART = f"""<svg class="hub_bar" {SIZE}><defs><pattern id="a-green" {SIZE} patternUnits="userSpaceOnUse">
<rect class="hub_fill--green" {SIZE}/></pattern></defs><rect class="hub_bar__part" {SIZE} fill="url(#a-green)"/></svg>
<svg class="hub_swatch" {SIZE}><rect {SIZE} fill="url(#a-green)"/></svg>
<svg class="ds_icon"><path d="M0 0"/></svg><details><summary>More</summary><p>Folded</p></details>"""


def words_of(content: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def streams_of(content: bytes) -> str:
    """Return what is drawn, in the words of PDF."""
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

    reader = PdfReader(io.BytesIO(content))
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return "".join(one.get_data().decode("latin-1") for one in objects if isinstance(one, StreamObject))


def test_each_drawing_has_its_patterns_and_its_rules():
    bar, swatch, icon = BeautifulSoup(self_contained(CHART, STYLES), "html.parser").select("svg")

    assert len(bar.select("pattern")) == 1
    assert swatch.select_one("pattern#a-green rect")["class"] == ["hub_fill--green"]
    for drawing in (bar, swatch):
        rules = " ".join(drawing.style.string.split())
        assert rules == ".hub_fill--green { fill: #1c7a3d; } .hub_bar__part { stroke: #fff; }"
    assert icon.style is None


def test_what_is_folded_is_open_on_paper():
    assert BeautifulSoup(self_contained(CHART, STYLES), "html.parser").details.has_attr("open")


@pytest.mark.django_db
def test_a_page_is_exported_as_pdf_always_the_same(weasyprint, tree, tmp_path):  # noqa: F811
    page = factories.NewsFactory(parent=tree.news, title="Wind at last", summary="It began to turn.", slug="wind")
    then = timezone.now()
    made = []
    for name in ("first.zip", "second.zip"):
        call_command("evidence", as_at=then.isoformat(), page=page.url, to=tmp_path / name, verbosity=0)
        with zipfile.ZipFile(tmp_path / name) as source:
            (file,) = [one for one in source.namelist() if one.endswith("/pdf/news/wind/index.pdf")]
            made.append(source.read(file))
            about = next(source.read(one).decode() for one in source.namelist() if one.endswith("data/about.txt"))

    assert made[0] == made[1]
    assert "Wind at last" in words_of(made[0])
    assert "It began to turn." in words_of(made[0])
    assert "pdf/           the same pages as PDF\n" in about


def test_colours_of_charts_and_folded_words_are_on_paper(weasyprint, tmp_path):  # noqa: F811
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(CHART)
    pdf.write_all(site, tmp_path / "pdf", ["index.html"], for_paper)

    made = (tmp_path / "pdf" / "index.pdf").read_bytes()
    assert "Folded" in words_of(made)
    green = " ".join(f"{int(part, 16) / 255:.6g}" for part in ("1c", "7a", "3d"))
    assert streams_of(made).count(f"{green} rg") == 2


def test_nothing_is_loaded_from_outside_the_copy(weasyprint, tmp_path, monkeypatch):  # noqa: F811
    asked = []
    monkeypatch.setattr("socket.socket.connect", lambda self, address: asked.append(address))
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "outside.css").write_text("p::after { content: 'from outside' }")
    (site / "inside.css").write_text("p::before { content: 'from inside' }")
    (site / "index.html").write_text(
        '<link rel="stylesheet" href="../outside.css"><link rel="stylesheet" href="inside.css">'
        '<link rel="stylesheet" href="http://192.0.2.1/far.css"><p> words </p>'
    )

    pdf.write_all(site, tmp_path / "pdf", ["index.html"], for_paper)

    found = words_of((tmp_path / "pdf" / "index.pdf").read_bytes())
    assert "from inside" in found
    assert "from outside" not in found
    assert asked == []
