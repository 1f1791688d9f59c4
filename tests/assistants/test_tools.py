"""What each tool answers, and how much of it."""

import datetime
import json
import re
from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import parse, validate
from jsonschema import Draft202012Validator
from wagtail.models import GroupPagePermission, Page, Site

from cms.accounts.roles import EDITORS
from cms.assistants.graphql import pages
from cms.assistants.graphql.page_schemas import page_inputs, schema_of, term_inputs
from cms.assistants.resources import resources
from cms.assistants.tools import ABOUT, ABOUT_PUBLIC, LARGEST, size_of, tools
from cms.drafts.services import versions_of
from cms.graphql.documents import faults
from cms.graphql.ids import id_of
from cms.graphql.schema import get_schema
from cms.models import ProgramProposal
from cms.tokens.scopes import READ, READ_DRAFTS, WRITE
from engagement.models import YouSaidEntry
from programme.choices import CountedThing
from programme.models import NewsPage, ProgrammeSettings, ProgressEntry, StatedCount, Topic
from tests import factories
from tests.assistants.clients import NAME
from tests.assistants.test_jobs import words
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
DOCUMENTS = sorted({text for one in (*tools.values(), *resources.values()) for text in one.documents})


@pytest.mark.parametrize("text", DOCUMENTS)
def test_every_document_fits_the_schema(text):
    name = parse(text).definitions[0].name.value
    assert list(faults(name, text)) == []


@pytest.mark.parametrize("kind", pages.page_types())
def test_the_document_of_every_type_of_page_fits_the_schema(kind):
    for text in (pages.published_document(kind), pages.draft_document(kind)):
        assert validate(get_schema(), parse(text)) == []


@pytest.mark.parametrize("name", sorted({*page_inputs(), *term_inputs()}))
def test_the_description_of_every_type_of_page_or_term_names_all_that_it_takes(name):
    described = schema_of(name)
    assert set(described["properties"]) == set((page_inputs() | term_inputs())[name].fields)
    Draft202012Validator.check_schema(described)
    named = set(re.findall(r"#/\$defs/(\w+)", json.dumps(described)))
    assert named == set(described.get("$defs", {}))
    assert len(json.dumps(described)) <= LARGEST


def published(parent, **given):
    page = factories.NewsFactory(parent=parent, **given)
    page.save_revision().publish()
    return page


def test_a_page_is_read_with_its_facts_and_sources(tree, reader):
    page = published(tree.news, title="One", summary="Short.", body=words("<b>All</b> of it."))
    page.sources.create(title="A report", address="https://example.org/report")
    page.save_revision().publish()
    result = reader.call("read_page", path="/news/one/")
    content = result["content"]
    assert (result["about"], result["fromPublic"]) == (ABOUT, False)
    assert (content["type"], content["id"], content["path"]) == ("NewsPage", id_of(page), "/news/one/")
    assert content["sources"][0]["title"] == "A report"
    assert content["text"].startswith("# One\n\nShort.") and "**All** of it." in content["text"]
    assert "uuid" not in content["text"]
    assert reader.call("read_page", id=id_of(page)) == result
    assert reader.refusal("read_page") == reader.refusal("read_page", path="/", id="x")
    assert reader.refusal("read_page", path="/nowhere/") == "There is no page here that this token may read."
    assert "needs an access token" not in reader.refusal("read_page", id=id_of(page), version="draft")


def test_a_long_page_is_read_in_parts(tree, reader):
    paragraphs = [f"Paragraph {number} of a long text about everything." for number in range(500)]
    published(tree.news, title="Long", slug="long", body=words("</p><p>".join(paragraphs)))
    read, cursor, parts = "", None, 0
    while cursor != "":
        result = reader.call("read_page", path="/news/long/", **({"cursor": cursor} if cursor else {}))
        assert len(result["content"]["text"]) <= LARGEST
        read, cursor, parts = read + result["content"]["text"], result.get("nextCursor", ""), parts + 1
    assert parts > 2 and all(one in read for one in paragraphs)


def test_a_long_list_is_read_in_parts(tree, reader):
    for number in range(25):
        published(tree.news, title=f"Numbat {number}", summary="The numbat. " + "x" * 200)
    for tool, given in (("search", {"query": "numbat"}), ("what_changed", {"since": "2020-01-01T00:00:00Z"})):
        found, cursor = [], None
        while cursor != "":
            result = reader.call(tool, **given, **({"cursor": cursor} if cursor else {}))
            content = result["content"]["results"] if tool == "search" else result["content"]
            assert len(json.dumps(content, ensure_ascii=False).encode()) <= LARGEST + 1_000
            found += [one.get("id") or one["pageId"] for one in content]
            cursor = result.get("nextCursor", "")
        assert len(found) == len(set(found)) >= 25


def test_what_isnt_public_isnt_found(tree, reader, writer):
    draft = factories.NewsFactory(parent=tree.news, title="Secret numbat", live=False)
    for assistant in (reader, writer):
        assert assistant.call("search", query="secret numbat")["content"]["results"] == []
        assert assistant.refusal("read_page", id=id_of(draft))
    assert "Secret numbat" in writer.call("read_page", id=id_of(draft), version="draft")["content"]["text"]


def test_progress_is_told_for_any_day(tree, reader):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", slug="neglect")
    action = factories.CommitmentFactory(parent=stream, work_stream=stream, kind="action", number=1)
    ProgressEntry.objects.create(page=action, date=datetime.date(2020, 3, 1), status="complete", note="Done.")
    before = reader.call("progress_as_of", date="2020-02-01")["content"]
    after = reader.call("progress_as_of", date="2020-04-01", comparedWith="2020-02-01")["content"]
    assert (before["totals"]["complete"], after["totals"]["complete"]) == (0, 1)
    assert after["comparedWith"]["gained"] == 1 and "comparedWith" not in before
    assert "soonish" in reader.refusal("progress_as_of", date="soonish")


def test_numbers_that_the_ledger_denies_are_found(tree, reader):
    programme = ProgrammeSettings.for_site(tree.site)
    programme.save()
    StatedCount.objects.create(programme=programme, thing=CountedThing.ACTIONS, number=5, note="In the report.")
    StatedCount.objects.create(programme=programme, thing=CountedThing.RECOMMENDATIONS, number=0)
    (found,) = reader.call("find_contradictions")["content"]
    assert (found["counted"], found["stated"]["number"], found["stated"]["note"]) == (0, 5, "In the report.")


def test_a_text_is_checked_and_kept_nowhere(tree, reader):
    factories.GlossaryTermFactory(name="CSE", long_form="child sexual exploitation")
    text = "CSE and XYZ were discussed on 12/03/2018. Call Jane on 0131 496 0000 or jane.smith@example.com."
    found = reader.call("check_text", text=text)["content"]
    codes = {one["code"] for one in found["findings"]}
    assert {"DATE_NUMERIC", "PERSONAL_DATA", "ACRONYM_UNEXPLAINED"} <= codes
    (acronym,) = [one for one in found["findings"] if one["code"] == "ACRONYM_UNEXPLAINED"]
    assert acronym["message"].startswith("XYZ")


def test_without_a_token_no_text_is_checked_and_nothing_waits(tree, gql):
    for query in (
        '{ textQuality(markdown: "A") { wordCount } }',
        "{ waiting { key } }",
        "{ issueProposal { number } }",
    ):
        (error,) = gql(query)["errors"]
        assert error["extensions"]["code"] == "TOKEN_MISSING"


def test_a_token_that_only_reads_isnt_told_what_waits(tree, lead, program_of, reader):
    program = program_of(lead, "read")
    for query in ("{ waiting { key } }", "{ issueProposal { number } }"):
        (error,) = program.ask(query, {})["errors"]
        assert error["extensions"]["code"] == "WRONG_SCOPE"


@pytest.mark.parametrize("scope", [WRITE, READ_DRAFTS])
def test_what_waits_is_that_of_the_person(scope, tree, lead, assistant_of):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Quiet stream")
    groups = assistant_of(lead, scope).call("list_waiting")["content"]
    (silent,) = [group for group in groups if group["key"] == "silent-streams"]
    assert silent["lines"][0]["text"] == stream.title and silent["lines"][0]["url"].startswith("http")
    assert silent["totalCount"] == 1 and not silent["isWaiting"]


def test_a_token_isnt_told_of_reviews_in_another_programme(tree, lead, admin_user, program_of, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example.org"]
    home = factories.HomeFactory(parent=Page.get_first_root_node(), slug="other", title="Other programme")
    other = Site.objects.create(hostname="other.example.org", root_page=home)
    for parent, title in (
        (tree.news, "Secret of the first"),
        (factories.NewsIndexFactory(parent=home), "Of the other"),
    ):
        page = factories.NewsFactory(parent=parent, live=False, title=title)
        page.save_revision()
        page.get_workflow().start(page, lead)
    program = program_of(admin_user, WRITE, sites=[other])
    query = "{ waiting { key lines { text reason } } }"
    told = program.ask(query, {}, host="other.example.org")["data"]["waiting"]
    (reviews,) = [group for group in told if group["key"] == "reviews"]
    assert [line["text"] for line in reviews["lines"]] == ["Of the other"]


def test_whoever_may_write_no_issue_gets_no_proposal(tree, lead, assistant_of, roles):
    factories.IssueFactory(parent=tree.updates, number=7)
    assert assistant_of(lead, WRITE).call("propose_issue")["content"]["number"] == 8
    GroupPagePermission.objects.filter(group__user=lead).update(page=tree.news)
    assert "may write no issue here" in assistant_of(lead, WRITE).refusal("propose_issue")


def test_words_of_the_public_are_marked(tree, reader):
    page = factories.YouSaidWeDidFactory(parent=tree.home, slug="you-said-we-did")
    YouSaidEntry.objects.create(page=page, date=timezone.localdate(), said="Too slow.", did="Faster now.")
    result = reader.call("read_page", path="/you-said-we-did/")
    assert (result["about"], result["fromPublic"]) == (ABOUT_PUBLIC, True)
    assert "Too slow." in result["content"]["text"]


def test_feedback_is_read_in_parts_and_only_by_who_may(tree, writer, roles, assistant_of):
    messages = [f"Numbat {number} " + "x" * 900 for number in range(25)]
    for message in messages:
        factories.FeedbackFactory(message=message)
    found, cursor = [], None
    while cursor != "":
        result = writer.call("list_feedback", **({"cursor": cursor} if cursor else {}))
        assert len(json.dumps(result["content"])) <= LARGEST + 1_000
        found += [one["text"] for one in result["content"]]
        cursor = result.get("nextCursor", "")
    assert found == messages
    assert "no feedback" in writer.refusal("list_feedback", cursor=id_of(tree.news))
    editor = person("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    editor.user_permissions.add(Permission.objects.get(codename="add_accesstoken"))
    assert "may read no feedback" in assistant_of(editor).refusal("list_feedback")


def test_a_draft_is_read_with_its_versions(tree, writer, lead, program_of, django_assert_num_queries):
    program = program_of(lead)
    page = factories.NewsFactory(parent=tree.news, title="One", live=False)
    first = page.save_revision(user=lead)
    change = {"type": "newsPage", "id": id_of(page), "content": {"title": "Two"}}
    writer.call("revise_page", version=str(first.pk), **change)
    read = writer.call("read_page", id=id_of(page), version="draft")["content"]
    said = [(one["savedBy"], one["token"], one["agent"]) for one in read["versions"]]
    assert said == [("lead", "Minutes", NAME), ("lead", None, None)]
    assert read["versions"][0] == read["version"] and read["versions"][1]["id"] == str(first.pk)
    with django_assert_num_queries(1):
        assert len(versions_of(page, 10)) == 2
    query = "query ($id: ID!, $first: Int) { draft(id: $id) { versions(first: $first) { id } } }"
    (latest,) = program.ask(query, {"id": id_of(page), "first": 1})["data"]["draft"]["versions"]
    assert latest["id"] == read["version"]["id"]
    (error,) = program.ask(query, {"id": id_of(page), "first": 101})["errors"]
    assert error["extensions"]["code"] == "BAD_PAGE_SIZE"
    trial = writer.call("revise_page", version=read["version"]["id"], dryRun=True, **change)
    assert trial["content"]["draft"]["version"] is None


def test_drafts_are_submitted_and_commented_on(tree, writer):
    page = factories.NewsFactory(parent=tree.news, title="One", summary="Short.", live=False)
    draft = {"id": id_of(page), "version": str(page.save_revision().pk)}
    made = writer.call("comment_on_draft", **draft, field=["summary"], text="Is it agreed?")["content"]["comment"]
    assert made["field"] == ["summary"] and made["text"].startswith("Is it agreed?")
    assert "(CONFLICT)" in writer.refusal("submit_draft", **draft | {"version": "0"})
    assert writer.call("submit_draft", **draft, comment="Please read.")["content"]["draft"]["page"]["title"] == "One"
    assert NewsPage.objects.get().workflow_in_progress


def test_terms_and_progress_are_proposed(tree, writer):
    assert "topic" in writer.call("describe_term")["content"]
    assert "name" in writer.call("describe_term", kind="topic")["content"]["properties"]
    made = writer.call("propose_term", kind="topic", values={"name": "Online safety"})["content"]["proposal"]
    assert made["title"] == "Online safety" and made["reviewUrl"].startswith("http")
    assert "There are: " in writer.refusal("propose_term", kind="newsPage", values={})
    stream = factories.WorkStreamFactory(parent=tree.streams)
    action = factories.CommitmentFactory(parent=stream, work_stream=stream)
    entry = {"commitment": id_of(action), "note": "It has begun.", "date": "2026-06-22"}
    writer.call("record_progress", status="in_progress", significance="MINOR", **entry)
    assert "status: " in writer.refusal("record_progress", status="nonsense", **entry)
    assert ProgramProposal.objects.count() == 2
    assert not Topic.objects.exists() and not ProgressEntry.objects.exists()


def test_a_list_that_isnt_shown_whole_isnt_replaced(tree, writer, lead):
    page = factories.YouSaidWeDidFactory(parent=tree.home, slug="you-said-we-did")
    rows = [YouSaidEntry(page=page, date=timezone.localdate(), said=f"Said {one}.", did="Done.") for one in range(51)]
    YouSaidEntry.objects.bulk_create(rows)
    given = {"type": "youSaidWeDidPage", "id": id_of(page), "version": ""}
    entry = {"date": "2026-01-02", "said": "New.", "did": "New."}
    read = writer.call("read_page", id=id_of(page), version="draft")
    text = read["content"]["text"]
    while read.get("nextCursor"):
        read = writer.call("read_page", id=id_of(page), version="draft", cursor=read["nextCursor"])
        text += read["content"]["text"]
    assert "These are the first 50 of 51 rows." in text
    assert "entries" in writer.refusal("revise_page", content={"entries": [entry]}, **given)
    assert writer.call("revise_page", content={"title": "You said"}, **given)["content"]["draft"]["version"]


def test_the_references_of_a_draft_are_shown_before_they_are_replaced(tree, writer):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Quiet stream")
    page = factories.NewsFactory(parent=tree.news, live=False)
    page.work_streams.set([stream])
    page.save_revision()
    text = writer.call("read_page", id=id_of(page), version="draft")["content"]["text"]
    assert f"Quiet stream (/work-streams/{stream.slug}/) [id {id_of(stream)}]" in text


def test_results_are_small_in_bytes_however_much_is_found(tree, writer):
    text = "é" * 20_000
    page = published(tree.news, title="Long", slug="long", body=words(text))
    for one in range(60):
        page.sources.create(title=f"Report {one} " + "é" * 100, address=f"https://example.org/{one}")
    page.save_revision().publish()
    result = writer.call("read_page", path="/news/long/")
    assert size_of(result["content"]) <= LARGEST + 500 and result["content"]["sourcesLeftOut"] > 0
    found, cursor = [], ""
    text = " ".join(f"Write to a{one}@example.com." for one in range(150))
    while cursor is not None:
        result = writer.call("check_text", text=text, **({"cursor": cursor} if cursor else {}))
        assert size_of(result["content"]) <= LARGEST + 500
        found, cursor = found + result["content"]["findings"], result.get("nextCursor")
    assert len([one for one in found if one["code"] == "PERSONAL_DATA"]) == 150


def test_what_waits_in_one_group_is_read_beyond_the_first_lines(tree, writer):
    for one in range(30):
        factories.WorkStreamFactory(parent=tree.streams, title=f"Quiet {one:02}")
    groups = writer.call("list_waiting")["content"]
    assert [len(one["lines"]) for one in groups if one["key"] == "silent-streams"] == [20]
    result = writer.call("list_waiting", group="silent-streams")
    lines = result["content"]["lines"]
    while result.get("nextCursor"):
        result = writer.call("list_waiting", group="silent-streams", cursor=result["nextCursor"])
        lines += result["content"]["lines"]
    assert len({one["text"] for one in lines}) == 30
    assert "Nothing waits" in writer.refusal("list_waiting", group="nothing")


def test_resources_are_read_by_their_address(tree, reader):
    page = published(tree.news, title="One")
    factories.GlossaryTermFactory(name="CSE", long_form="child sexual exploitation")
    factories.IssueFactory(parent=tree.updates, number=7, title="Issue seven")
    templates = reader.do(lambda client: client.list_resource_templates()).resource_templates
    whole = reader.do(lambda client: client.list_resources()).resources
    assert {one.uri_template for one in templates} == {"hub://page/{id}", "hub://issue/{number}"}
    assert {str(one.uri) for one in whole} == {"hub://glossary"}

    def read(address):
        (content,) = reader.do(lambda client: client.read_resource(address)).contents
        return json.loads(content.text)["content"]

    assert read(f"hub://page/{id_of(page)}")["title"] == "One"
    assert read("hub://issue/7")["title"] == "Issue seven"
    assert read("hub://glossary")[0]["longForm"] == "child sexual exploitation"
    for address in ("hub://issue/99", "hub://issue/x", "hub://nothing", "hub://page/x"):
        with pytest.raises(Exception, match=r"."):
            read(address)


def statements(work) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def test_the_cost_of_a_tool_doesnt_depend_on_how_much_there_is(tree, writer):
    calls = {
        "search": {"query": "numbat"},
        "read_page": {"path": "/news/"},
        "what_changed": {"since": "2020-01-01T00:00:00Z"},
        "progress_as_of": {},
        "list_waiting": {},
        "list_bundles": {},
        "list_feedback": {},
    }

    def costs() -> dict[str, int]:
        for name, given in calls.items():
            writer.call(name, **given)  # what is read once a period
        return {name: statements(partial(writer.call, name, **given)) for name, given in calls.items()}

    def more(number: int) -> None:
        for one in range(number):
            published(tree.news, title=f"Numbat {number} {one}")
            stream = factories.WorkStreamFactory(parent=tree.streams)
            factories.CommitmentFactory(parent=stream, work_stream=stream)
            factories.FeedbackFactory()

    more(2)
    few = costs()
    more(5)
    assert costs() == few


def test_a_token_of_one_site_reads_no_other(tree, lead, program_of, client, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example.org"]
    home = factories.HomeFactory(parent=Page.get_first_root_node(), slug="other", title="Other programme")
    other = Site.objects.create(hostname="other.example.org", root_page=home)
    secret = program_of(lead, WRITE, sites=[other]).secret

    def ask(host: str):
        message = {"name": "read_page", "arguments": {"path": "/"}}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": message}
        headers = {"authorization": f"Bearer {secret}", "accept": "application/json, text/event-stream", "host": host}
        return client.post("/mcp/", body, content_type="application/json", headers=headers)

    assert ask("localhost").status_code == 403
    result = ask("other.example.org").json()["result"]
    assert result["structuredContent"]["content"]["title"] == "Other programme"


@pytest.mark.parametrize("text", ["[" * 4_000, "![" * 4_000, "[a](" * 4_000, "a\n===\n" * 2_000])
def test_a_text_that_would_take_minutes_is_refused(text, tree, reader):
    assert "too tangled" in reader.refusal("check_text", text=text)


@pytest.mark.parametrize(
    "nested", ["\n".join("{}- a".format("    " * level) for level in range(400)), ">" * 400, "a\n" + "- " * 400]
)
def test_a_text_that_is_nested_too_deep_is_refused_before_it_is_read(nested, tree, reader):
    assert "is nested too deep: lists and quotes have at most 30 levels." in reader.refusal(
        "check_text", text=nested[:15_000]
    )


def test_brackets_and_headings_as_people_write_them_are_no_reason(tree, reader):
    text = "# About\nSee [the report](https://example.org/a_(b)), p. 3 [sic], and [this.\n" * 60
    assert reader.call("check_text", text=text)["content"]["wordCount"] > 100
    assert "16000 characters at most" in reader.refusal("check_text", text="long " * 4_000)


def test_a_checked_text_is_charged_by_its_length(lead, assistant_of, tree):
    assistant = assistant_of(lead, READ, budget=1_000)
    assert not assistant.result("check_text", text="Some words. " * 50).is_error
    assert "more than 1000 objects" in assistant.refusal("check_text", text="Some words. " * 50)
