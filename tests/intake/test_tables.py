"""Tables become drafts: what is guessed, what is wrong, what is made and changed, and how it is taken back."""

import datetime
import json
import re
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook
from wagtail.models import Site

from cms.base.csv_files import PlanRefusedError, UnreadableFileError
from cms.jobs.registry import jobs
from programme.choices import DutyKind, MeetingState
from programme.intake import imports, tables
from programme.intake.plans import plan
from programme.models import (
    CommitmentPage,
    Intake,
    IntakeState,
    MeetingPage,
    Membership,
    NewsPage,
    PublicationPage,
    TeamProfilePage,
)
from tests import factories
from tests.graphql.editors import person


def begin(kind, user, *lines):
    return imports.begin(kind, "\n".join(lines), user)


def taken(intake, user):
    return imports.carry_out(intake, [line.number for line in plan(intake, user).takeable], user)


def problems(intake, user):
    return {line.number: line.problems for line in plan(intake, user).lines}


def without_keys(html):
    return re.sub(' data-block-key="[^"]+"', "", html)


def test_headings_as_people_write_them_are_guessed(user):
    intake = begin(
        "commitments", user, "Stream;Type;No.;Recommendation;Deadline;Colour", "Neglect;Action;1;Train;2027;red"
    )
    assert intake.mapping == {
        "Stream": "work_stream",
        "Type": "kind",
        "No.": "number",
        "Recommendation": "text",
        "Deadline": "due",
        "Colour": "",
    }


@pytest.mark.parametrize("half", ["\\ud800", "\\u0000"])
def test_json_with_what_no_text_can_have_is_refused(user, half):
    with pytest.raises(UnreadableFileError, match="half a character"):
        imports.begin("news", f'[{{"Title": "Law {half}"}}]', user)


@pytest.mark.parametrize("digits", ["9" * 5_000, "0" * 5_000, "٩" * 5_000])
def test_a_number_of_thousands_of_digits_is_a_problem_of_its_line(user, tree, stream, digits):
    intake = begin("commitments", user, "Stream,Type,Number,Text,Due", f"neglect,action,{digits},Train.,2027")
    (said,) = problems(intake, user)[2]
    assert said.startswith("Number: The number must be a whole number from 1 to 9999")
    intake = begin("commitments", user, "Stream,Type,Number,Text,Due", f"neglect,action,1,Train.,{digits}")
    assert len(plan(intake, user).lines) == 1


def test_a_draft_is_shown_to_those_who_may_edit_it_alone(user, tree):
    page = factories.NewsFactory(parent=tree.news, title="Law passed", summary="As published.")
    page.title, page.summary = "Law struck down", "A secret of the draft."
    page.save_revision()
    lines = ["Title,Date,Type,Summary,Address", f"Law passed,4 May 2018,Announcement,In short.,{page.slug}"]
    intake = begin("news", user, *lines)
    (line,) = plan(intake, user).lines
    assert "A secret of the draft." in {one.before for one in line.differences} and line.title == "Law struck down"
    stranger = person("stranger")
    (line,) = plan(intake, stranger).lines
    assert line.problems == ["You may not edit this page."]
    assert (line.page.pk, line.title, line.differences, line.fate) == (page.pk, "Law passed", [], "Can't be taken")


def test_an_import_that_nobody_finishes_is_forgotten(user, tree, stream):
    old, new = (begin("news", user, "Title,Date", f"{name},4 May 2018") for name in ("Old", "New"))
    Intake.objects.filter(pk=old.pk).update(begun_at=timezone.now() - datetime.timedelta(days=31))
    done = taken(begin("news", user, "Title,Date,Type,Summary", "Law,4 May 2018,Announcement,In short."), user)
    Intake.objects.filter(pk=done.pk).update(begun_at=timezone.now() - datetime.timedelta(days=31))
    jobs["Imports: forget unfinished ones"].run(lambda: False)
    assert set(Intake.objects.all()) == {new, done}


def test_news_become_drafts(user, tree, stream):
    intake = begin(
        "news",
        user,
        "Headline,Published,Type,Summary,Text,Streams",
        'Law passed,4 May 2018,Announcement,In short.,"One.\nTwo <b>.",neglect',
    )
    done = taken(intake, user)
    page = NewsPage.objects.get(title="Law passed")
    assert (page.live, page.has_unpublished_changes, page.owner) == (False, True, user)
    assert (page.date, page.kind, page.summary) == (datetime.date(2018, 5, 4), "announcement", "In short.")
    assert without_keys(page.body[0].value["text"].source) == "<p>One.</p><p>Two &lt;b&gt;.</p>"
    assert [one.pk for one in page.work_streams.all()] == [stream.pk]
    assert page.date_is_typed
    assert (done.state, done.made, done.changed, done.left_out, done.text) == (IntakeState.DONE, 1, 0, 0, "")


def test_people_get_a_duty_for_each_stream_that_they_lead(user, tree, stream):
    taken(begin("people", user, "First name,Surname,Job title,Leads,As at", "Ada,Byron,Analyst,Neglect,May 2017"), user)
    person = TeamProfilePage.objects.get()
    assert (person.title, person.post_title, person.sort_name) == ("Ada Byron", "Analyst", "Byron, Ada")
    assert (person.as_at, person.as_at_precision) == (datetime.date(2017, 5, 1), "month")
    duties = person.get_latest_revision_as_object().duties.all()
    assert [(duty.kind, duty.work_stream_id) for duty in duties] == [(DutyKind.LEADS, stream.pk)]


def test_commitments_are_told_apart_by_their_number(user, stream):
    factories.OrganisationFactory(name="Police Scotland")
    head = "stream,kind,number,text,owner,due"
    taken(begin("commitments", user, head, "Neglect,Action,1,Train all teams.,Police Scotland,April 2027"), user)
    page = CommitmentPage.objects.get()
    assert (page.title, without_keys(page.text), page.due, page.due_date) == (
        "Action 1",
        "<p>Train all teams.</p>",
        "April 2027",
        datetime.date(2027, 4, 30),
    )
    again = begin("commitments", user, head, "Neglect,Action,1,Train every team.,,April 2027")
    (line,) = plan(again, user).lines
    assert [(one.label, one.before, one.after) for one in line.differences] == [
        ("text", "Train all teams.", "Train every team.")
    ]
    done = taken(again, user)
    assert (done.made, done.changed) == (0, 1)
    draft = CommitmentPage.objects.get().get_latest_revision_as_object()
    assert (without_keys(draft.text), draft.responsible_body.name) == ("<p>Train every team.</p>", "Police Scotland")


def test_meetings_with_minutes_and_people(user, group):
    Membership.objects.create(page=group, name="Grace Hopper", role="Chair")
    intake = begin(
        "meetings",
        user,
        "Group,Date,From,Until,Venue,Minutes,Attendees",
        "leadership group,3/3/2026,10am,12:30,Room 1,We met.,grace hopper",
    )
    assert problems(intake, user) == {2: []}
    taken(intake, user)
    meeting = MeetingPage.objects.get()
    assert (meeting.title, meeting.slug, meeting.state) == (
        "Meeting of 3 March 2026",
        "2026-03-03",
        MeetingState.MINUTES_DRAFT,
    )
    assert (meeting.start_time, meeting.end_time) == (datetime.time(10), datetime.time(12, 30))
    assert [row.name for row in meeting.attendance.all()] == ["Grace Hopper"]


def test_publications(user, tree):
    intake = begin(
        "publications", user, "title,kind,date,summary,url", "Review,Report,2017,In short.,https://example.org/review"
    )
    taken(intake, user)
    page = PublicationPage.objects.get()
    assert (page.date, page.date_precision, page.official_address) == (
        datetime.date(2017, 1, 1),
        "year",
        "https://example.org/review",
    )


def test_all_problems_of_a_line_are_named_at_once(user, stream, group):
    intake = begin(
        "commitments",
        user,
        "stream,kind,number,text,owner,due",
        "Trees,Promise,one,Plant.,Nobody,31/02/2027",
        "Neglect,Action,2,Train.,,",
        "neglect,action,2,Train again.,,",
        "Neglect,,3,,,",
    )
    found = problems(intake, user)
    assert found[2] == [
        "Work stream: There is no work stream “Trees”.",
        "Kind: The kind must be “Recommendation” or “Action”, not “Promise”.",
        "Number: The number must be a whole number from 1 to 9999, not “one”.",
        "Owner: There is no organisation “Nobody”. Add it under Organisations first.",
        "Due: There is no 31 February 2027.",
    ]
    assert (found[3], found[4]) == ([], ["Doubled: it is about the same as line 3."])
    assert found[5] == ["No kind is given."]
    meeting = begin("meetings", user, "group,date,from,until,people", "Leadership Group,May 2026,11am,10am,Ada; Bob")
    assert problems(meeting, user)[2] == [
        "People: “Ada” and “Bob” are neither in the team nor in a group.",
        "Until: The meeting ends before it starts.",
    ]
    meeting = begin("meetings", user, "group,date,from", "Leadership Group,May 2026,11am")
    assert problems(meeting, user)[2] == ["From: A time needs the day of the meeting, not just its month or year."]


def test_the_form_of_each_page_checks_its_line_with_what_the_page_has(user, tree, group):
    there = factories.MeetingFactory(
        parent=group, date=datetime.date(2026, 5, 4), start_time=datetime.time(14), state=MeetingState.HELD
    )
    head = "group,date,until,minutes"
    intake = begin("meetings", user, head, "Leadership Group,4/5/2026,10am,", "Leadership Group,4/5/2126,,We met.")
    assert problems(intake, user) == {
        2: ["Until: The meeting ends before it starts."],
        3: ["State: A planned meeting can't have minutes. Choose another state or remove the minutes."],
    }
    assert not there.revisions.exists()
    with pytest.raises(PlanRefusedError, match="can't be taken any more: 2, 3"):
        imports.carry_out(intake, [2, 3], user)
    assert (MeetingPage.objects.count(), there.revisions.count()) == (1, 0)
    intake = begin("news", user, "title,summary", "???,In short.")
    assert problems(intake, user)[2] == [
        "Last part of the address: The title has no letters or digits to make an address from. Type the address here."
    ]


def test_too_long_a_text_is_a_problem(user, tree):
    intake = begin("news", user, "title,summary", f"News,{'x' * 301}")
    assert "at most 300 characters" in problems(intake, user)[2][0]


def test_a_line_with_a_problem_cannot_be_chosen(user, stream):
    intake = begin("commitments", user, "stream,kind,number", "Neglect,Action,1", "Neglect,Action,one")
    with pytest.raises(PlanRefusedError, match="can't be taken any more: 3"):
        imports.carry_out(intake, [2, 3], user)
    assert not CommitmentPage.objects.exists()
    imports.carry_out(intake, [2], user)
    with pytest.raises(PlanRefusedError, match="finished already"):
        imports.carry_out(intake, [2], user)


def test_missing_and_doubled_columns_are_named(user, tree):
    intake = begin("news", user, "Topic,Words", "Law,In short.")
    assert plan(intake, user).objections == ["Choose the column with the title."]
    intake.mapping = {"Topic": "title", "Words": "title"}
    assert "Two columns are given for the title. Choose one." in plan(intake, user).objections


def test_what_a_new_page_must_have_may_be_left_out_for_one_that_is_there(user, tree):
    there = factories.NewsFactory(parent=tree.news, title="Law", summary="In short.", author="Ada")
    intake = begin("news", user, "title,author,summary", "Law,Grace,", "New,Grace,")
    assert problems(intake, user) == {2: [], 3: ["No summary is given."]}
    intake = begin("news", user, "title,author", "Law,Grace", "New,Grace")
    assert problems(intake, user) == {2: [], 3: ["No summary is given."]}
    taken(intake, user)
    there.refresh_from_db()
    draft = there.get_latest_revision_as_object()
    assert (draft.author, draft.summary) == ("Grace", "In short.")
    intake = begin("news", user, "slug,author", f"{there.slug},Joan", "nowhere,Joan")
    assert problems(intake, user) == {2: [], 3: ["No title is given.", "No summary is given."]}
    taken(intake, user)
    there.refresh_from_db()
    draft = there.get_latest_revision_as_object()
    assert (draft.title, draft.author, NewsPage.objects.count()) == ("Law", "Joan", 1)


def test_the_same_table_again_changes_nothing(user, stream, tree):
    lines = ("title,date,summary,text,streams", "Law,4 May 2018,In short.,A text.,Neglect")
    taken(begin("news", user, *lines), user)
    again = plan(begin("news", user, *lines), user)
    assert [line.fate for line in again.lines] == ["Nothing changes"]
    assert not again.takeable


def test_two_pages_with_one_title_need_their_address(user, tree):
    for slug in ("law", "law-2"):
        factories.NewsFactory(parent=tree.news, title="Law", slug=slug)
    head = "title,summary,slug"
    assert problems(begin("news", user, head, "Law,New.,"), user)[2] == [
        "Several pages are called this. Give the last part of the address."
    ]
    (line,) = plan(begin("news", user, head, "Law,New.,law-2"), user).lines
    assert line.page.slug == "law-2"


def test_undo_deletes_new_pages_and_restores_changed_drafts(user, tree):
    old = factories.NewsFactory(parent=tree.news, title="Old", summary="Before.")
    old.save_revision().publish()
    done = taken(begin("news", user, "title,summary", "Old,After.", "New,Fresh."), user)
    old.refresh_from_db()
    assert (old.summary, old.get_latest_revision_as_object().summary, old.has_unpublished_changes) == (
        "Before.",
        "After.",
        True,
    )
    assert imports.undo(done, user) == (2, [])
    old.refresh_from_db()
    assert (old.get_latest_revision_as_object().summary, old.has_unpublished_changes, old.live) == (
        "Before.",
        False,
        True,
    )
    assert not NewsPage.objects.filter(title="New").exists()
    done.refresh_from_db()
    assert (done.state, done.undone_by) == (IntakeState.UNDONE, user)


def test_undo_leaves_what_somebody_edited_or_published(user, tree):
    done = taken(begin("news", user, "title,summary", "One,In short.", "Two,In short.", "Three,In short."), user)
    one, two = (NewsPage.objects.get(title=title) for title in ("One", "Two"))
    one.summary = "Edited."
    one.save_revision(user=user)
    two.get_latest_revision().publish()
    back, stay = imports.undo(done, user)
    assert back == 1
    assert {row.title: row.outcome for row in stay} == {"One": imports.EDITED, "Two": imports.PUBLISHED}
    done.refresh_from_db()
    assert done.state == IntakeState.DONE
    assert set(NewsPage.objects.values_list("title", flat=True)) == {"One", "Two"}


def test_locked_and_waiting_pages_are_left_alone(user, tree):
    page = factories.NewsFactory(parent=tree.news, title="Law", live=False)
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    assert problems(begin("news", user, "title,summary", "Law,New."), user)[2] == ["The page waits for approval."]


def test_rights_are_those_of_pages(roles, tree):
    stranger = get_user_model().objects.create_user("bob")
    factories.NewsFactory(parent=tree.news, title="Law")
    intake = begin("news", stranger, "title,summary", "Law,New.", "Other,New.")
    assert problems(intake, stranger) == {2: ["You may not edit this page."], 3: ["You may not add a page there."]}


def test_pages_of_another_programme_are_neither_found_nor_changed(user, tree):
    factories.NewsFactory(parent=tree.news, title="Law", slug="law")
    home = factories.HomeFactory(parent=None, slug="other")
    index = factories.NewsIndexFactory(parent=home)
    intake = begin("news", user, "title,summary,streams", "Law,New.,")
    intake.site = Site.objects.create(hostname="other.example", root_page=home)
    intake.save()
    (line,) = plan(intake, user).lines
    assert (line.fate, line.parent.pk) == ("New draft", index.pk)


def test_json_and_workbooks_are_read():
    rows = {"items": [{"title": "Law", "streams": ["A", "B"], "n": 3}, {"title": "More, news", "note": None}]}
    table = tables.read(tables.as_csv(json.dumps(rows)))
    assert table.headings == ["title", "streams", "n", "note"]
    assert table.lines == [(2, ["Law", "A; B", "3", ""]), (3, ["More, news", "", "", ""])]
    book, out = Workbook(), BytesIO()
    book.active.append(["title", "date"])
    book.active.append(["Law", datetime.date(2026, 3, 4)])
    book.save(out)
    assert tables.read(tables.text_of(ContentFile(out.getvalue(), "a.xlsx"))).lines == [(2, ["Law", "04/03/2026"])]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"[1, 2]", "a.json", "list of objects"),
        (b"{broken", "a.json", "list of objects"),
        (b'[{"a": {"b": 1}}]', "a.json", "objects inside a line"),
        (b"PK not really", "a.xlsx", "isn't a workbook"),
        (b"x", "a.xlsm", "macros"),
        (b"title,,\nLaw\n", "a.csv", "two without a name"),
        (b"title,Title\na,b\n", "a.csv", "names a column twice"),
        (b"title\n\x00", "a.csv", "isn't a CSV file"),
        (b"title\n" + b"a\n" * 501, "a.csv", "501 lines"),
        (b"x" * 2_000_001, "a.csv", "too large"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(content, name, says):
    with pytest.raises(UnreadableFileError, match=says):
        tables.read(tables.text_of(ContentFile(content, name)))


def statements(call) -> int:
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def news(count, summary="In short."):
    return ["title,date,summary,streams", *(f"News {number},4 May 2018,{summary},Neglect" for number in range(count))]


def test_each_line_that_is_shown_costs_a_plan_the_same_number_of_statements(user, stream):
    taken(begin("news", user, *news(12)), user)
    same = [begin("news", user, *news(count)) for count in (2, 12)]
    plan(same[0], user)
    few, many = (statements(lambda intake=intake: plan(intake, user)) for intake in same)
    assert few == many
    costs = [
        statements(lambda count=count: plan(begin("news", user, *news(count, "Other.")), user)) for count in (2, 4, 8)
    ]
    assert costs[2] - costs[1] == 2 * (costs[1] - costs[0]) > 0


def test_each_line_costs_the_same_number_of_statements(user, stream):
    taken(begin("news", user, "title,summary", "First,In short."), user)
    costs = {}
    for count in (2, 4, 8):
        lines = [line.replace("News", f"{count}-News") for line in news(count)]
        intake = begin("news", user, *lines)
        costs[count] = statements(lambda intake=intake: taken(intake, user))
    assert costs[8] - costs[4] == 2 * (costs[4] - costs[2])
