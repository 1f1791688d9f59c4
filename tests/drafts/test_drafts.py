"""Drafts that programs write: what is saved, by whom, and what is refused."""

import pytest
from wagtail.models import PageLogEntry

from cms.graphql.ids import id_of
from programme.models import NewsPage
from tests import factories
from tests.drafts.programs import errors_of

pytestmark = pytest.mark.django_db
NEWS = {"title": "Second meeting", "summary": "The group met again.", "date": "2026-11-02", "kind": "announcement"}


def body(*texts):
    return [{"richText": {"text": {"markdown": text}}} for text in texts]


def test_a_new_page_is_a_draft_with_all_that_was_given(tree, program, lead):
    made = program.create(tree.news, newsPage=NEWS | {"body": body("It agreed **two** actions.")}, agent="Scribe")
    assert made["userErrors"] == []
    page = NewsPage.objects.get(title="Second meeting")
    assert not page.live and page.has_unpublished_changes and page.slug == "second-meeting" and page.owner == lead
    assert "<b>two</b>" in page.body.raw_data[0]["value"]["text"]
    assert made["draft"]["version"] == {
        "id": str(page.latest_revision_id), "savedBy": "lead", "token": "Minutes", "agent": "Scribe",
    }  # fmt: skip
    assert made["draft"]["page"]["summary"] == "The group met again."
    assert made["draft"]["editUrl"] == f"http://localhost/admin/pages/{page.pk}/edit/"
    assert made["draft"]["quality"]["wordCount"] > 0
    entry = PageLogEntry.objects.get(page=page.pk, action="cms.draft.created")
    assert entry.user == lead and entry.revision_id == page.latest_revision_id
    assert entry.formatter.format_message(entry) == "New page, written by Scribe, with the token “Minutes”"


def test_a_change_leaves_what_is_published_and_all_that_wasnt_given(tree, program):
    page = factories.NewsFactory(parent=tree.news, title="First meeting", summary="It met.")
    page.save_revision().publish()
    changed = program.change(page, newsPage={"summary": "It met in June."})
    assert changed["userErrors"] == []
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.live, page.summary, page.has_unpublished_changes) == (True, "It met.", True)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("First meeting", "It met in June.")
    assert program.read(page)["page"]["summary"] == "It met in June."


def test_all_that_is_wrong_is_said_at_once_with_its_path(tree, program):
    wrong = {"summary": "x" * 400, "date": "soonish", "body": [{"embed": {"url": "no address"}}, *body("# No")]}
    made = program.create(tree.news, newsPage=NEWS | wrong)
    assert made["draft"] is None and not NewsPage.objects.exists()
    assert errors_of(made) == {
        ("content.newsPage.summary", "TOO_LONG"),
        ("content.newsPage.date", "INVALID"),
        ("content.newsPage.body.0.embed.url", "INVALID"),
        ("content.newsPage.body.1.richText.text", "INVALID"),
    }


def test_a_block_keeps_what_a_change_leaves_out(tree, program):
    made = program.create(tree.news, newsPage=NEWS | {"body": [{"quote": {"quote": "We met.", "speaker": "Chair"}}]})
    page = NewsPage.objects.get()
    (block,) = page.body.raw_data
    items = [*body("Before."), {"quote": {"uuid": block["id"], "quote": "We met twice."}}]
    changed = program.change(page, made["draft"]["version"]["id"], newsPage={"body": items})
    assert changed["userErrors"] == []
    first, second = NewsPage.objects.get().get_latest_revision_as_object().body.raw_data
    assert first["type"] == "rich_text" and second["id"] == block["id"]
    assert second["value"] == {"quote": "We met twice.", "speaker": "Chair"}
    changed = program.change(page, newsPage={"body": [{"heading": {"uuid": block["id"], "text": "No"}}]})
    assert errors_of(changed) == {("content.newsPage.body.0.heading.uuid", "NOT_OFFERED")}


def test_rows_are_kept_changed_added_and_taken_away(tree, program):
    sources = [{"title": title, "address": f"https://example.org/{title}"} for title in ("one", "two", "three")]
    program.create(tree.news, newsPage=NEWS | {"sources": sources})
    page = NewsPage.objects.get()
    one, two, three = page.sources.all()
    rows = [{"id": id_of(three), "title": "3"}, {"id": id_of(one)}, {"title": "four"}]
    changed = program.change(page, newsPage={"sources": rows})
    assert changed["userErrors"] == []
    found = NewsPage.objects.get().get_latest_revision_as_object().sources.all()
    assert [(row.pk, row.title) for row in found][:2] == [(three.pk, "3"), (one.pk, "one")]
    assert [row.title for row in found] == ["3", "one", "four"] and found[1].address == "https://example.org/one"
    changed = program.change(page, newsPage={"sources": [{"id": id_of(two)}]})
    assert errors_of(changed) == {("content.newsPage.sources.0.id", "NOT_OFFERED")}


def test_references_are_given_by_id(tree, program):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    other = factories.NewsFactory(parent=tree.news)
    made = program.create(
        tree.news, newsPage=NEWS | {"workStreams": [id_of(stream)], "body": body(f"[See](page:{id_of(other)})")}
    )
    page = NewsPage.objects.get(title="Second meeting")
    assert made["userErrors"] == [] and list(page.work_streams.all()) == [stream]
    assert f'<a linktype="page" id="{other.pk}">See</a>' in page.body.raw_data[0]["value"]["text"]
    changed = program.change(page, newsPage={"workStreams": [id_of(other)], "image": id_of(stream)})
    assert errors_of(changed) == {
        ("content.newsPage.image", "NOT_OFFERED"),
        ("content.newsPage.workStreams", "NOT_OFFERED"),
    }


def test_the_tree_of_a_text_can_be_sent_back_as_it_was_answered(tree, program):
    text = "Some **bold** and *italic* words.\n\n- one\n- two with a [link](https://example.org/)"
    program.create(tree.news, newsPage=NEWS | {"body": body(text)})
    page = NewsPage.objects.get()
    page_part = "... on NewsPage { body { ... on RichTextBlock { richText { tree } } } }"
    query = f"query ($id: ID!) {{ draft(id: $id) {{ page {{ {page_part} }} }} }}"

    def asked():
        return program.ask(query, {"id": id_of(page)})["data"]["draft"]["page"]["body"][0]["richText"]["tree"]

    first = asked()
    changed = program.change(page, newsPage={"body": [{"richText": {"text": {"tree": first}}}]})
    assert changed["userErrors"] == [] and asked() == first
    for tree in ({}, [{"type": "marquee"}], [{"type": "text", "value": 7}], [{"type": "link", "children": []}]):
        changed = program.change(page, newsPage={"body": [{"richText": {"text": {"tree": tree}}}]})
        assert errors_of(changed) == {("content.newsPage.body.0.richText.text", "INVALID")}, tree


def test_html_in_markdown_is_text(tree, program):
    program.create(tree.news, newsPage=NEWS | {"body": body('<script>alert(1)</script> and <b onclick="x()">this</b>')})
    (block,) = NewsPage.objects.get().body.raw_data
    assert "&lt;script&gt;" in block["value"]["text"] and "<script" not in block["value"]["text"]
    assert "<b" not in block["value"]["text"]


def test_what_a_page_above_doesnt_take_is_refused(tree, program):
    made = program.create(tree.events, newsPage=NEWS)
    assert errors_of(made) == {("content.newsPage", "NOT_OFFERED")}
    page = factories.NewsFactory(parent=tree.news)
    assert errors_of(program.change(page, standardPage={"title": "No"})) == {("content.standardPage", "NOT_OFFERED")}
