"""Lists of contents: the headings of a page and of a rich text, with the anchors of the public pages."""

import datetime

import pytest
from bs4 import BeautifulSoup

from cms.graphql.context import Context
from cms.graphql.ids import id_of
from cms.graphql.rich_text import PublicText
from cms.visibility.rule import Visibility
from tests import factories

QUERY = """
query ($id: ID!) {
  page(by: {id: $id}) {
    headings { level text anchor }
    ... on MeetingPage {
      agenda { ... on HeadingBlock { anchor } }
      minutes { ... on HeadingBlock { anchor } }
    }
  }
}
"""


def heading(words: str, level: str = "h2") -> dict:
    return {"type": "heading", "value": {"text": words, "level": level}}


def text(words: str) -> dict:
    return {"type": "rich_text", "value": {"text": f"<p>{words}</p>"}}


@pytest.fixture
def meeting(tree):
    return factories.MeetingFactory(
        parent=factories.GroupFactory(parent=tree.groups),
        date=datetime.date(2017, 6, 22),
        state="agreed",
        agenda=[heading("Next steps"), text("a"), heading("Contents"), text("b")],
        minutes=[text("c"), heading("Next steps"), text("d"), heading("Whom “we” met", "h3"), text("e")],
    )


def test_the_headings_of_all_texts_have_anchors_that_no_other_has(meeting, data):
    page = data(QUERY, id=id_of(meeting))["page"]
    assert page["headings"] == [
        {"level": 2, "text": "Next steps", "anchor": "next-steps"},
        {"level": 2, "text": "Contents", "anchor": "contents-2"},
        {"level": 2, "text": "Next steps", "anchor": "next-steps-2"},
        {"level": 3, "text": "Whom “we” met", "anchor": "whom-we-met"},
    ]
    anchors = [entry["anchor"] for entry in page["headings"]]
    assert [block["anchor"] for block in page["agenda"] + page["minutes"] if block] == anchors


def test_one_text_alone_gives_the_same_anchors(meeting, data):
    (node,) = data("{ meetings { nodes { minutes { ... on HeadingBlock { anchor } } } } }")["meetings"]["nodes"]
    assert [block["anchor"] for block in node["minutes"] if block] == ["next-steps-2", "whom-we-met"]


def test_the_public_page_prints_the_same_anchors(meeting, data, client):
    page = BeautifulSoup(client.get(meeting.url).content, "html.parser")
    printed = {element["id"] for element in page.main.find_all(["h2", "h3"], id=True)}
    assert {entry["anchor"] for entry in data(QUERY, id=id_of(meeting))["page"]["headings"]} <= printed


def test_a_page_without_texts_has_no_headings(tree, data):
    assert data(QUERY, id=id_of(tree.news))["page"]["headings"] == []


def test_headings_cost_no_statement_for_each_page(tree, data, django_assert_num_queries):
    query = "{ events { nodes { headings { anchor } outcome { ... on HeadingBlock { anchor } } } } }"

    def add():
        factories.EventFactory(parent=tree.events, body=[heading("A")], outcome=[heading("A")])

    add()
    data(query)
    # the content's version, events
    with django_assert_num_queries(2):
        data(query)
    add()
    add()
    data(query)
    with django_assert_num_queries(2):
        many = data(query)
    assert [node["outcome"] for node in many["events"]["nodes"]] == [[{"anchor": "a-2"}]] * 3


def test_the_headings_of_a_rich_text_are_those_in_its_html(tree):
    source = '<h2 data-block-key="x">One &amp; <b>all</b></h2><p>a</p><h3>One &amp; all</h3><p>b</p>'
    shown = PublicText(source, Context(Visibility(tree.site)))
    assert [(entry.level, entry.text, entry.anchor) for entry in shown.headings] == [
        (2, "One & all", "one-all"),
        (3, "One & all", "one-all-2"),
    ]
    assert shown.html == (
        '<h2 id="one-all">One &amp; <b>all</b></h2><p>a</p><h3 id="one-all-2">One &amp; all</h3><p>b</p>'
    )
