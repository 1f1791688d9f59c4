"""Invalid input gets a message at its field, and nothing typed is lost."""

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from newsletter.models import IssuePage
from programme.models import (
    CommitmentPage,
    EventPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    TeamProfilePage,
)
from tests import factories

from .forms import add_url, edit_url, field_errors, rows, send


@pytest.fixture
def group(tree):
    return factories.GroupFactory(parent=tree.groups)


def refuse(client, page_type, parent, field, text, **values):
    """Send a form with an error; expect exactly one message, at its field, and everything typed."""
    many = {"progress_entries", "duties", "attendance", "members"}
    response = send(client, add_url(page_type, parent), "publish", **values)
    assert response.status_code == 200
    errors = field_errors(response)
    assert set(errors) == {field}, errors
    assert text in errors[field][0]
    assert not page_type.objects.child_of(parent).filter(slug=values["slug"]).exists()

    html = response.content.decode()
    assert errors[field][0] in html.replace("&#x27;", "'").replace("&quot;", '"')
    form = response.context["form"]
    for name, value in values.items():
        if name in many:
            row = form.formsets[name].forms[0]
            for part, typed in value["0"].items():
                if part in row.fields:
                    assert str(row[part].value() or "") == typed, (name, part)
        elif isinstance(value, str):
            assert form[name].value() == value, name
    return response


def test_a_number_that_the_stream_already_has(lead, stream):
    factories.CommitmentFactory(parent=stream, number=1)
    refuse(
        lead,
        CommitmentPage,
        stream,
        "number",
        "Neglect already has action 1.",
        title="Again",
        slug="again",
        kind="action",
        number="1",
        due="April 2018",
        source_page="page 69",
        progress_entries=rows({"date": "2018-01-25", "status": "complete", "note": "The guidance is out."}),
    )


def test_a_number_that_the_stream_already_has_is_refused_in_a_draft_too(editor, stream):
    factories.CommitmentFactory(parent=stream, number=1)
    form = {"title": "Again", "slug": "again", "kind": "action", "number": "1"}
    response = send(editor, add_url(CommitmentPage, stream), **form)
    assert set(field_errors(response)) == {"number"}


def test_a_number_that_another_draft_is_about_to_take(editor, stream):
    renumbered = factories.CommitmentFactory(parent=stream, number=5)
    renumbered.number = 1
    renumbered.save_revision()
    form = {"title": "Again", "slug": "again", "kind": "action", "number": "1"}
    assert set(field_errors(send(editor, add_url(CommitmentPage, stream), **form))) == {"number"}
    assert send(editor, edit_url(renumbered)).status_code == 302, "its own draft isn't a conflict"


def test_a_draft_without_a_kind_is_asked_for_it(editor, stream):
    form = {"title": "Again", "slug": "again", "kind": "", "number": "1"}
    response = send(editor, add_url(CommitmentPage, stream), **form)
    assert set(field_errors(response)) == {"kind"}


def test_numbers_start_again_in_every_stream_and_kind(lead, stream, other_stream):
    factories.CommitmentFactory(parent=stream, number=1)
    for parent, kind in ((other_stream, "action"), (stream, "recommendation")):
        form = {"title": "One", "slug": "one", "kind": kind, "number": "1"}
        assert send(lead, add_url(CommitmentPage, parent), "publish", **form).status_code == 302
    assert CommitmentPage.objects.count() == 3


def test_an_entry_of_the_ledger_without_a_note(lead, stream):
    refuse(
        lead,
        CommitmentPage,
        stream,
        "progress_entries-0-note",
        "required",
        title="Action 1",
        slug="action-1",
        kind="action",
        number="1",
        progress_entries=rows({"date": "2018-01-25", "status": "complete", "note": ""}),
    )


def test_a_duty_that_ends_before_it_starts(lead, tree):
    refuse(
        lead,
        TeamProfilePage,
        tree.team,
        "duties-0-end",
        "ends before it starts",
        title="Ann Example",
        slug="ann-example",
        given_name="Ann",
        family_name="Example",
        as_at="2017-05-01",
        duties=rows({"kind": "leads", "title": "Leads neglect", "start": "2017-05-02", "end": "2017-05-01"}),
    )


@pytest.mark.parametrize(
    ("state", "date", "minutes", "field", "text"),
    [
        ("planned", "2017-06-22", True, "state", "A planned meeting can't have minutes"),
        ("held", "2999-01-01", False, "state", "in the future"),
        ("agreed", "2017-06-22", False, "minutes", "Add the minutes"),
    ],
)
def test_a_meeting_whose_state_does_not_fit(lead, group, state, date, minutes, field, text):
    blocks = [("rich_text", {"text": rich_text("<p>What was said there</p>")})] if minutes else []
    response = refuse(
        lead,
        MeetingPage,
        group,
        field,
        text,
        title="22 June 2017",
        slug="2017-06-22",
        date=date,
        state=state,
        place="Perth",
        minutes=streamfield(blocks),
        attendance=rows({"kind": "chair", "name": "Ann Example"}),
    )
    if minutes:
        assert "What was said there" in response.content.decode()


def test_an_event_that_ends_before_it_starts(lead, tree):
    refuse(
        lead,
        EventPage,
        tree.events,
        "end",
        "ends before it starts",
        title="Summit",
        slug="summit",
        kind="leadership",
        summary="Leaders meet.",
        start="2018-06-04 12:00",
        end="2018-06-04 09:00",
        place="Perth",
    )


@pytest.mark.parametrize("page_type", [NewsPage, KeyMessagePage])
def test_a_social_text_that_counts_too_much(lead, tree, page_type):
    # 141 emoji: 141 characters to Python, 282 to the platform.
    parent = {NewsPage: tree.news, KeyMessagePage: tree.messages}[page_type]
    refuse(
        lead,
        page_type,
        parent,
        "social_text",
        "counts as 282 characters",
        title="Post",
        slug="post",
        summary="In short",
        social_text="👪" * 141,
    )


def test_a_member_without_name_role_or_organisation(lead, tree):
    refuse(
        lead,
        GroupPage,
        tree.groups,
        "members-0-name",
        "Give a name",
        title="Leadership Group",
        slug="leadership-group",
        summary="It leads.",
        members=rows({"name": "", "role": "", "start": "2017-01-01"}),
    )


def test_an_issue_with_a_number_that_is_taken(lead, tree):
    factories.IssueFactory(parent=tree.updates, number=7)
    refuse(
        lead,
        IssuePage,
        tree.updates,
        "number",
        "There is already an issue 7, part 1.",
        title="Update 7",
        slug="another",
        number="7",
        part="1",
        date="2018-01-25",
        subject="Update 7",
    )


def test_a_summary_pasted_with_line_breaks_becomes_one_paragraph(lead, tree):
    form = {"title": "Summit", "slug": "summit", "summary": "Leaders met\r\nin  Perth.\n"}
    send(lead, add_url(NewsPage, tree.news), "publish", **form)
    assert NewsPage.objects.get().summary == "Leaders met in Perth."


def test_a_name_for_sorting_is_not_made_of_half_a_name(editor, tree):
    form = {"title": "Ann", "slug": "ann", "given_name": "Ann", "as_at": "2017-05-01"}
    send(editor, add_url(TeamProfilePage, tree.team), **form)
    profile = TeamProfilePage.objects.get()
    assert profile.sort_name == ""
    send(editor, edit_url(profile), family_name="Example")
    assert TeamProfilePage.objects.get().sort_name == "Example, Ann"


def test_a_date_may_be_typed_the_british_way(lead, tree):
    form = {"title": "Summit", "slug": "summit", "summary": "In short", "date": "04/06/2018"}
    send(lead, add_url(NewsPage, tree.news), "publish", **form)
    assert NewsPage.objects.get().date.isoformat() == "2018-06-04"
