"""A program drafts the next issue: its introduction, its sections and items. People send it."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from cms.graphql.ids import id_of
from newsletter.choices import SendState
from newsletter.models import IssuePage, Send
from newsletter.sending import engine, services
from newsletter.sending.errors import SendRefusedError
from tests import factories
from tests.drafts.conftest import lead, program, program_of  # noqa: F401  fixtures
from tests.drafts.programs import errors_of
from tests.newsletter.sending import factories as sending

pytestmark = pytest.mark.django_db


def test_the_next_issue_is_drafted_and_changed_with_its_contents(tree, program):  # noqa: F811  fixtures
    factories.IssueFactory(parent=tree.updates, number=20)
    first, second = (factories.NewsFactory(parent=tree.news, title=title) for title in ("It met", "It agreed"))
    items = [{"page": id_of(first)}, {"page": id_of(second), "text": "What was agreed in June."}]
    content = {
        "title": "Update 21",
        "date": "2026-06-30",
        "introduction": {"markdown": "What happened **in June**."},
        "sections": [{"section": {"heading": "News", "items": items}}],
    }
    made = program.create(tree.updates, issuePage=content)
    assert made["userErrors"] == [], made
    issue = IssuePage.objects.get(number=21)
    assert (issue.live, issue.subject, issue.date) == (False, "It met", datetime.date(2026, 6, 30))
    (section,) = issue.sections
    assert [item["page"].pk for item in section.value["items"]] == [first.pk, second.pk]
    assert section.value["items"][1]["text"] == "What was agreed in June."
    changed = program.change(issue, made["draft"]["version"]["id"], issuePage={"subject": "What was agreed"})
    assert changed["userErrors"] == [], changed
    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    assert draft.subject == "What was agreed" and len(draft.sections) == 1 and mail.outbox == []
    taken = program.create(tree.updates, issuePage=content | {"number": 20})
    assert [one["field"] for one in taken["userErrors"]] == [["content", "issuePage", "number"]]


@pytest.fixture
def snapshot(tree):
    """An issue that is approved and hasn't gone out."""
    issue = factories.IssueFactory(parent=tree.updates, number=7, live=False, first_published_at=None)
    return sending.snapshot(issue)


def refusals(program, tree, issue) -> set[tuple[str, str]]:  # noqa: F811  fixtures
    """Return the errors of all that a program could do with the issue, after which it is as it was."""
    before = IssuePage.objects.filter(pk=issue.pk).values().get()
    errors = errors_of(program.change(issue, issuePage={"subject": "Another"}))
    errors |= errors_of(program.act("submitDraft", issue))
    assert errors_of(program.act("movePage", issue, parent=id_of(tree.updates))) == {("id", "NOT_PERMITTED")}
    assert IssuePage.objects.filter(pk=issue.pk).values().get() == before
    return errors


def test_no_program_stops_what_people_have_approved_for_sending(tree, snapshot, program):  # noqa: F811  fixtures
    issue = IssuePage.objects.get()
    assert refusals(program, tree, issue) == {("id", "LOCKED")}
    send = services.schedule(snapshot, [sending.mailing_list()])
    for state in (SendState.SCHEDULED, SendState.PREPARED, SendState.SENDING, SendState.PAUSED, SendState.HELD):
        Send.objects.update(state=state)
        assert refusals(program, tree, issue) == {("id", "LOCKED")}, state
    (error,) = program.change(issue, issuePage={"subject": "Another"})["userErrors"]
    assert error["message"].startswith("The issue is scheduled or being sent as it was approved.")
    Send.objects.update(state=SendState.SCHEDULED)
    services.cancel(send)
    issue.save_revision()  # by a person, which ends the approval
    assert program.change(issue, issuePage={"subject": "Another"})["userErrors"] == []


def test_what_went_out_is_corrected_by_programs_again(tree, snapshot, program):  # noqa: F811  fixtures
    send = services.schedule(snapshot, [sending.mailing_list()], due_at=timezone.now())
    engine.begin_due(lambda: False)
    engine.hand_over(lambda: False)
    send.refresh_from_db()
    assert send.state == SendState.FINISHED
    issue = IssuePage.objects.get()
    assert issue.has_gone_out and program.change(issue, issuePage={"subject": "Mended"})["userErrors"] == []


def test_a_draft_that_was_saved_meanwhile_isnt_scheduled(snapshot):
    assert snapshot.issue.latest_revision_id == snapshot.revision_id  # as the person read it
    IssuePage.objects.get().save_revision()
    with pytest.raises(SendRefusedError, match="changed after it was approved"):
        services.schedule(snapshot, [sending.mailing_list()])


def test_programs_move_no_issue(tree, program):  # noqa: F811  fixtures
    issue = factories.IssueFactory(parent=tree.updates, live=False, first_published_at=None)
    issue.save_revision()
    (error,) = program.act("movePage", issue, parent=id_of(tree.updates))["userErrors"]
    assert error["message"] == "No program moves a page of the type IssuePage. People move it in the admin."
