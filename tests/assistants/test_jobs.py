"""Three jobs from beginning to end, as an assistant does them with the SDK's client."""

import datetime

import pytest
from wagtail.models import PageLogEntry
from wagtail.rich_text import RichText

from cms.graphql.ids import id_of
from cms.models import WrittenVersion
from newsletter.models import IssuePage
from programme.choices import MeetingState
from programme.models import NewsPage
from tests import factories
from tests.assistants.clients import NAME

pytestmark = pytest.mark.django_db


def words(text: str) -> list:
    return [("rich_text", {"text": RichText(f"<p>{text}</p>")})]


def test_news_are_drafted_from_the_minutes_of_a_meeting(tree, writer, lead):
    group = factories.GroupFactory(parent=tree.groups, title="Leadership group")
    meeting = factories.MeetingFactory(
        parent=group, title="June", state=MeetingState.AGREED, minutes=words("The group agreed a review.")
    )
    meeting.save_revision().publish()

    (found,) = [
        one
        for one in writer.call("search", query="agreed a review")["content"]["results"]
        if one["id"] == id_of(meeting)
    ]
    read = writer.call("read_page", id=found["id"])["content"]
    assert "The group agreed a review." in read["text"] and read["type"] == "MeetingPage"
    described = writer.call("describe_page_type", type="newsPage")["content"]
    assert {"title", "summary", "date", "kind", "body", "sources"} <= set(described["properties"])
    content = {
        "title": "The leadership group agreed a review",
        "summary": "The group agreed a review in June.",
        "date": "2026-06-22",
        "kind": "announcement",
        "body": [{"richText": {"text": {"markdown": "The group agreed **a review**."}}}],
        "sources": [{"title": "Minutes of June", "address": read["url"]}],
    }
    text = content["body"][0]["richText"]["text"]["markdown"]
    assert writer.call("check_text", text=text)["content"]["findings"] == []
    request = {"type": "newsPage", "parent": id_of(tree.news), "content": content, "idempotencyKey": "june"}
    assert writer.call("draft_page", **request, dryRun=True)["content"]["draft"]["version"] is None
    assert not NewsPage.objects.exists()
    draft = writer.call("draft_page", **request)["content"]["draft"]
    assert writer.call("draft_page", **request)["content"]["isRepeated"]

    page = NewsPage.objects.get()
    assert not page.live and draft["page"]["id"] == id_of(page)
    assert [block.block_type for block in page.body] == ["rich_text"]
    written = WrittenVersion.objects.get()
    assert (written.agent, written.revision.user) == (NAME, lead)
    assert PageLogEntry.objects.filter(page=page.pk, action="cms.draft.created").get().data["agent"] == NAME


def test_the_next_issue_is_prepared_from_what_changed(tree, writer):
    factories.IssueFactory(parent=tree.updates, number=6)
    news = factories.NewsFactory(parent=tree.news, title="A review begins", summary="It takes a year.")
    news.save_revision().publish()

    proposal = writer.call("propose_issue")["content"]
    assert proposal["number"] == 7 and proposal["parent"] == id_of(tree.updates)
    sections = [
        {
            "section": {
                "heading": one["heading"],
                "items": [{"page": item["pageId"], "text": item["text"]} for item in one["items"]],
            }
        }
        for one in proposal["sections"]
    ]
    content = {
        "title": f"Issue {proposal['number']}",
        "number": proposal["number"],
        "date": datetime.date.today().isoformat(),
        "subject": "A review begins",
        "sections": sections,
    }
    draft = writer.call("draft_page", type="issuePage", parent=proposal["parent"], content=content)["content"]["draft"]

    issue = IssuePage.objects.get(number=7)
    assert not issue.live and draft["page"]["id"] == id_of(issue)
    assert news.pk in [item["page"].pk for block in issue.sections for item in block.value["items"]]


def test_a_page_is_corrected_after_a_quality_report(tree, writer):
    page = factories.NewsFactory(parent=tree.news, title="Plain", summary="Come on 12/03/2026!", body=words("Kept."))
    page.save_revision().publish()

    public = writer.call("read_page", path="/news/plain/")["content"]
    assert "EXCLAMATION" in {one["code"] for one in public["quality"]["findings"]}
    read = writer.call("read_page", id=public["id"], version="draft")["content"]
    assert "<!-- RichTextBlock uuid=" in read["text"] and "Kept." in read["text"]
    change = {"type": "newsPage", "id": public["id"], "content": {"summary": "Come on 12 March 2026."}}
    revised = writer.call("revise_page", version=read["version"]["id"], **change)["content"]["draft"]
    assert revised["quality"]["findings"] == []

    page.refresh_from_db()
    assert page.summary == "Come on 12/03/2026!" and page.get_latest_revision_as_object().summary.endswith("2026.")
    assert "Kept." in page.get_latest_revision_as_object().body[0].value["text"].source
    refusal = writer.refusal("revise_page", version=read["version"]["id"], **change)
    assert "(CONFLICT)" in refusal and revised["version"]["id"] in refusal


def test_what_a_form_refuses_is_said_in_its_words(tree, writer):
    content = {"title": "", "date": "soonish", "kind": "announcement"}
    refusal = writer.refusal("draft_page", type="newsPage", parent=id_of(tree.news), content=content)
    assert refusal.startswith("Nothing was written.\n")
    assert "content.newsPage.date: “soonish” can’t be read as a date." in refusal
    assert "There are: " in writer.refusal("draft_page", type="nothing", parent=id_of(tree.news), content={})


def test_a_draft_is_put_into_a_bundle(tree, writer, lead):
    bundle = factories.BundleFactory(name="June", created_by=lead)
    page = factories.NewsFactory(parent=tree.news, title="Ready", live=False)
    version = str(page.save_revision().pk)
    (found,) = writer.call("list_bundles")["content"]
    assert (found["name"], found["pages"]) == ("June", [])
    put = {"id": id_of(page), "version": version, "bundle": found["id"]}
    assert writer.call("add_to_bundle", **put)["content"]["bundle"]["pages"][0]["title"] == "Ready"
    assert bundle.pages.get().page_id == page.pk
    page.save_revision()
    assert "(CONFLICT)" in writer.refusal("add_to_bundle", **put)
