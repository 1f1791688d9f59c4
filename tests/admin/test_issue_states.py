"""The list of issues says where each is on its way from draft to sent."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.choices import SendState
from newsletter.models import IssuePage, Send, Snapshot
from newsletter.states import state_of
from newsletter.workflow import set_up_approval
from tests import factories

WHEN = datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC)


@pytest.fixture
def issue(tree, roles, editor) -> IssuePage:
    set_up_approval()
    page = factories.IssueFactory(parent=tree.updates, live=False, number=7)
    page.save_revision(user=editor.user)
    return IssuePage.objects.get()


def approved(issue, lead) -> Snapshot:
    return Snapshot.objects.create(issue=issue, revision_id=issue.latest_revision_id, approved_by=lead.user)


def sent(issue, snapshot, state, **values) -> Send:
    return Send.objects.create(issue=issue, snapshot=snapshot, installation="here", due_at=WHEN, state=state, **values)


def phrase(client) -> str:
    """Return the state in the list, which must be that of the form and the desk."""
    page = IssuePage.objects.get()
    words = state_of(page).phrase
    for name in ("newsletter-issues:index", "newsletter_desk", "wagtailadmin_pages:edit"):
        args = [] if name == "newsletter-issues:index" else [page.pk]
        assert words in client.get(reverse(name, args=args)).content.decode(), name
    return words


def test_from_draft_to_sent(issue, editor, lead):
    assert phrase(editor) == "Draft"
    issue.get_workflow().start(issue, editor.user)
    assert phrase(editor).startswith("Waiting for approval")
    snapshot = approved(issue, lead)
    assert phrase(editor).startswith("Approved, ")
    send = sent(issue, snapshot, SendState.SCHEDULED)
    assert phrase(editor) == "Scheduled for 3 December 2026, 9am"
    for state, finished, words in (
        (SendState.SENDING, None, "Sending"),
        (SendState.PAUSED, None, "Paused"),
        (SendState.FINISHED, WHEN, "Sent, 3 December 2026"),
        (SendState.CANCELLED, None, "Approved"),
    ):
        Send.objects.filter(pk=send.pk).update(state=state, finished_at=finished)
        assert phrase(editor).startswith(words)


def test_a_change_ends_the_approval(issue, editor, lead):
    approved(issue, lead)
    issue.save_revision(user=editor.user)
    assert phrase(editor) == "Draft"


def test_the_list_costs_the_same_for_many_issues(tree, roles, lead):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(reverse("newsletter-issues:index")).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        page = factories.IssueFactory(parent=tree.updates, number=number)
        page.save_revision()
        sent(page, approved(page, lead), SendState.FINISHED, finished_at=timezone.now())

    for number in (1, 2):
        add(number)
    cost()
    few = cost()
    for number in range(3, 9):
        add(number)
    cost()  # facts of the period are read once after a change
    assert cost() == few
