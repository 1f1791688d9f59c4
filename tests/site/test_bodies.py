"""Bodies: every block has its template, no heading is empty, links lead to public objects."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from programme.blocks import ProgrammeStreamBlock
from tests import factories

from .hub import text


def heading(words: str, level: str = "h2") -> dict:
    return {"type": "heading", "value": {"text": words, "level": level}}


@pytest.fixture
def show(hub, read):
    """Show blocks as the body of a plain page."""

    def show(*blocks: dict) -> BeautifulSoup:
        page = factories.StandardPageFactory(parent=hub["home"], body=list(blocks))
        return read(page).main

    return show


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([heading("A")], []),
        ([heading("A"), heading("B"), text("b")], ["B"]),
        ([heading("A"), heading("B", "h3"), text("b")], ["A", "B"]),
        ([heading("A"), text("a"), heading("B", "h3"), heading("C", "h3")], ["A"]),
        ([heading("A", "h3"), heading("B"), text("b")], ["B"]),
    ],
)
def test_a_heading_over_nothing_is_left_out(blocks, kept, show):
    assert [h.get_text() for h in show(*blocks).find_all(["h2", "h3"])] == kept


def test_a_heading_over_links_that_are_not_public_is_left_out(hub, show):
    draft = factories.NewsFactory(parent=hub["news_index"], title="Secret", live=False)
    links = {"type": "page_links", "value": {"title": "See also", "pages": [draft.pk]}}
    shown = show(heading("Reading"), links)
    assert "Reading" not in shown.get_text()
    assert "See also" not in shown.get_text()


def test_headings_with_the_same_words_have_anchors_of_their_own(show):
    names = ["Next", "Next", "Contents", "Who", "When"]
    shown = show(*(block for name in names for block in (heading(name), text("a"))))
    anchors = ["next", "next-2", "contents-2", "who", "when"]
    assert [h["id"] for h in shown.select("h2[id]") if h["id"] != "contents"] == anchors
    links = [a["href"] for a in shown.select(".ds_contents-nav__link")]
    assert links == [f"#{anchor}" for anchor in anchors]


def test_a_short_page_has_no_contents_list(show):
    few = [block for name in "ABCD" for block in (heading(name), text("a"))]
    assert not show(*few).find(class_="ds_contents-nav")
    assert show(*few, heading("E"), text("a")).find(class_="ds_contents-nav")


def test_text_keeps_its_words_when_a_link_may_not_be_shown(hub, show):
    draft = factories.NewsFactory(parent=hub["news_index"], title="Secret", slug="secret", live=False)
    shown = show(
        text(
            f'<a linktype="page" id="{draft.pk}">hidden words</a> and <a linktype="page" id="{hub["news"].pk}">open</a>'
        )
    )
    assert "hidden words and open" in shown.get_text()
    assert [a["href"] for a in shown.find_all("a") if a.get_text() in ("hidden words", "open")] == ["/news/it-began/"]


def test_editors_words_are_not_taken_for_html(show):
    shown = show(
        heading("<b>A & B</b>"), text("a"), {"type": "quote", "value": {"quote": "<i>x</i>", "speaker": "<s>"}}
    )
    assert shown.find("h2").get_text() == "<b>A & B</b>"
    assert not shown.find("i")


# Wagtail leaves the temporary file of a new rendition to the garbage collector.


def blocks_of_every_kind(hub) -> list[dict]:
    image, document = factories.ImageFactory(credit="A. Painter"), factories.DocumentFactory()
    image.make_renditions()
    table = {
        "columns": [{"type": "text", "heading": "Name"}, {"type": "rich_text", "heading": "Note"}],
        "rows": [{"values": ["First", "<p>Some <b>words</b></p>"]}],
        "caption": "A table",
    }
    return [
        heading("Section"),
        text("Plain words"),
        {"type": "image", "value": {"image": image.pk, "caption": "A caption"}},
        {"type": "quote", "value": {"quote": "Well said", "speaker": "Somebody"}},
        {"type": "call_out", "value": {"kind": "information", "text": "<p>Know this</p>"}},
        {"type": "call_out", "value": {"kind": "important", "text": "<p>Mind this</p>"}},
        {"type": "call_out", "value": {"kind": "warning", "text": "<p>Beware</p>"}},
        {"type": "table", "value": {"table": table}},
        {"type": "document", "value": {"document": document.pk, "title": "The file"}},
        {
            "type": "embed",
            "value": {"url": "https://example.org/film", "title": "A film", "description": "What it shows"},
        },
        {"type": "page_links", "value": {"title": "See also", "pages": [hub["news"].pk]}},
        {"type": "key_message", "value": {"message": hub["message"].pk}},
        {"type": "progress_table", "value": {"title": "How far", "work_stream": hub["stream"].pk}},
        {"type": "progress_table", "value": {"title": "All of it", "work_stream": None}},
    ]


def test_every_block_is_shown(hub, show):
    blocks = blocks_of_every_kind(hub)
    assert {block["type"] for block in blocks} == set(ProgrammeStreamBlock().child_blocks)
    shown = show(*blocks)
    seen = " ".join(shown.get_text(" ").split())
    for words in (
        "Plain words",
        "A caption Picture: A. Painter",
        "Well said",
        "Somebody",
        "Know this",
        "Important Mind this",
        "Warning Beware",
        "A table Name Note First Some words",
        "The file (TXT, 13 bytes)",
        "A film What it shows",
        "See also It began",
        "Key message: Listen",
        "How far Number",
        "All of it Work stream",
    ):
        assert words in seen
    image = shown.find("figure", class_="hub_image").img
    assert image["alt"].startswith("What picture")
    assert (image["width"], image["height"]) == ("640", "400")
    assert not shown.find_all(["iframe", "video", "object", "embed"])


def test_what_a_block_points_to_may_vanish(hub, show, read):
    """If the target is deleted or hidden later, the block is empty, and the page still works."""
    blocks = blocks_of_every_kind(hub)
    page = factories.StandardPageFactory(parent=hub["home"], body=blocks)
    Page.objects.filter(pk__in=[hub["message"].pk, hub["stream"].pk, hub["news"].pk]).update(live=False)
    seen = read(page).main.get_text()
    assert "Key message:" not in seen
    assert "How far" not in seen
    hub["news"].delete()
    hub["message"].delete()
    assert read(page).h1


def test_links_in_many_texts_are_read_at_once(hub, client, django_assert_num_queries):
    link = f'<a linktype="page" id="{hub["news"].pk}">open</a>'
    others = [factories.NewsFactory(parent=hub["news_index"]) for _ in range(6)]
    few = factories.StandardPageFactory(parent=hub["home"], body=[text(link)])
    many_links = [text(f'<a linktype="page" id="{other.pk}">open</a>') for other in others]
    many = factories.StandardPageFactory(parent=hub["home"], body=many_links)
    for page in (few, many):
        client.get(page.url)
    with django_assert_num_queries(
        7
    ):  # the frame of a page below home (3), child pages, targets of links, sources, changes
        client.get(few.url)
    with django_assert_num_queries(7):
        response = client.get(many.url)
    assert len(re.findall(r'href="/news/[^"]+">open</a>', response.content.decode())) == 6
