"""An issue is approved by a second person, frozen on approval, and public once it begins to go out."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, PageViewRestriction, Workflow

from newsletter.approval import ApprovalError, approve, on_start, public_form
from newsletter.choices import EditionAudience, SendState
from newsletter.models import ArchivedIssue, Edition, IssuePage, MailingList, Send, Snapshot
from newsletter.sending.installation import installation
from newsletter.sending.launch import start
from newsletter.sending.messages import origin_of
from newsletter.sending.services import release
from newsletter.workflow import WORKFLOW, set_up_approval
from tests import factories

from .forms import edit_url, filled_in

SECRET = "For colleagues only zqsecret"


@pytest.fixture
def issue(tree, roles, editor):
    """A draft by the editor, with something for internal readers and one item."""
    set_up_approval()
    item = factories.NewsFactory(parent=tree.news, title="Guidance published", summary="How age is assessed.")
    page = factories.IssueFactory(
        parent=tree.updates, live=False, number=7, subject="Update 7", introduction="<p>Good morning.</p>"
    )
    page.sections = [("section", {"heading": "News", "items": [{"page": item, "text": ""}]})]
    page.internal_sections = [("rich_text", {"text": f"<p>{SECRET}</p>"})]
    page.save_revision(user=editor.user)
    return page


def submit(client, page) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, client.user)


def decide(client, page, action: str = "approve"):
    task = IssuePage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk]), {"comment": ""})


def fresh(page) -> IssuePage:
    return IssuePage.objects.get(pk=page.pk)


def approved(issue, editor, lead) -> Snapshot:
    submit(editor, issue)
    decide(lead, issue)
    return fresh(issue).standing_approval


def begin(snapshot, *kinds: EditionAudience) -> Send:
    """Return a send to a list of each kind, just as it begins."""
    started = Send.objects.create(
        snapshot=snapshot, issue=snapshot.issue, due_at=timezone.now(), installation="here", started_at=timezone.now()
    )
    for kind in kinds:
        started.lists.add(MailingList.objects.create(name=kind, slug=kind, kind=kind, allowed_domains="example.org"))
    on_start(started)
    return started


def test_a_second_person_approves_and_nothing_is_public_yet(issue, editor, lead):
    assert issue.get_workflow().name == WORKFLOW
    snapshot = approved(issue, editor, lead)
    assert (snapshot.written_by, snapshot.approved_by) == (editor.user, lead.user)
    assert not fresh(issue).live
    external, internal = (
        snapshot.editions.get(audience=audience) for audience in (EditionAudience.EXTERNAL, EditionAudience.INTERNAL)
    )
    assert "How age is assessed." in external.html
    assert "How age is assessed." in external.text
    assert SECRET in internal.html
    assert SECRET in internal.text
    for frozen in (external.html, external.text, str(external.data), external.subject):
        assert SECRET not in frozen


def test_a_save_in_the_background_of_the_approvers_form_does_not_end_the_approval(issue, editor, lead):
    submit(editor, issue)
    form = filled_in(lead, edit_url(issue)) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    decide(lead, issue)
    answer = lead.post(edit_url(issue), form, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert fresh(issue).standing_approval


def test_the_writer_cannot_approve(issue, lead):
    issue.save_revision(user=lead.user)
    submit(lead, issue)
    decide(lead, issue)
    assert fresh(issue).standing_approval is None
    assert fresh(issue).current_workflow_state.status == "in_progress"
    with pytest.raises(ApprovalError, match="Somebody other"):
        approve(fresh(issue).latest_revision, lead.user)


def test_approval_lapses_when_the_page_changes(issue, editor, lead):
    assert approved(issue, editor, lead)
    page = fresh(issue).get_latest_revision_as_object()
    page.subject = "Another subject"
    page.save_revision(user=editor.user)
    assert fresh(issue).standing_approval is None


def test_an_issue_with_a_fault_is_not_frozen_and_its_history_says_why(issue, editor, lead):
    page = issue.get_latest_revision_as_object()
    page.introduction = "<p>" + "Far too long. " * 8_000 + "</p>"
    page.save_revision(user=editor.user)
    submit(editor, page)
    decide(lead, page)
    assert fresh(issue).standing_approval is None
    assert not Snapshot.objects.exists()
    entry = PageLogEntry.objects.get(action="newsletter.checks_failed")
    assert "kB" in entry.data["reason"]


def test_other_pages_are_published_by_approval_as_ever(tree, editor, lead):
    page = factories.NewsFactory(parent=tree.news, live=False)
    page.save_revision(user=editor.user)
    submit(editor, page)
    task = type(page).objects.get().current_workflow_task_state
    lead.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""})
    assert type(page).objects.get().live


def test_what_went_out_stays_whatever_becomes_of_the_page(issue, editor, lead, client, data):
    snapshot = approved(issue, editor, lead)
    begin(snapshot, EditionAudience.EXTERNAL)
    page = fresh(issue)
    assert page.live
    archived = page.archived
    external = snapshot.editions.get(audience=EditionAudience.EXTERNAL)
    assert archived.sha256 == external.sha256 == external.digest()

    def seen() -> tuple:
        answer = data("{ issue(number: 7) { archived { subject html plainText sha256 startedAt } } }")
        feed = client.get("/newsletter/issues.atom").content.decode()
        return answer, feed, client.get(page.get_url()).content.decode().partition("<main")[2].partition("</main")[0]

    before = seen()
    assert "How age is assessed." in before[0]["issue"]["archived"]["html"]
    assert "How age is assessed." in before[2]

    news = factories.NewsFactory._meta.model.objects.get()
    news.summary = "Something else altogether."
    news.save_revision().publish()
    page.subject, page.introduction = "Rewritten", "<p>Rewritten.</p>"
    page.preheader, page.author = "Rewritten", "Somebody else"
    page.sections = []
    page.save_revision().publish()
    assert seen() == before
    kept, edition = ArchivedIssue.objects.get(), Edition.objects.get(pk=external.pk)
    assert edition.digest() == kept.sha256 == archived.sha256
    assert (kept.html, kept.text, kept.data) == (public_form(edition.html), public_form(edition.text), edition.data)


def test_internal_words_reach_no_public_place(issue, editor, lead, client, data):
    begin(approved(issue, editor, lead), EditionAudience.EXTERNAL, EditionAudience.INTERNAL)
    page = fresh(issue)
    assert page.live

    def searched(words: str) -> str:
        found = client.get("/search/", {"query": words}).content.decode()
        return found.partition("<main")[2].replace(f'value="{words}"', "")

    found = data(
        """{ issue(number: 7) { title archived { html plainText subject } headings { text } opening { html }
             sections { __typename ... on RichTextBlock { richText { html } }
               ... on IssueSectionBlock { heading items { text } } } } }"""
    )
    everything = {
        "page": client.get(page.get_url()).content.decode(),
        "paper": client.get("/newsletter/issues/7/1/print/").content.decode(),
        "feed": client.get("/newsletter/issues.atom").content.decode(),
        "GraphQL": str(found),
    }
    for place, text in everything.items():
        assert page.title in text or "Update 7" in text, place
        assert "zqsecret" not in text, place
    assert page.get_url() in searched("morning")
    assert page.get_url() not in searched("zqsecret")


def test_an_issue_for_internal_lists_alone_is_not_shown_to_readers(issue, editor, lead, client):
    begin(approved(issue, editor, lead), EditionAudience.INTERNAL)
    assert not fresh(issue).live
    assert not ArchivedIssue.objects.exists()


def test_personal_links_are_not_in_the_archive(issue, editor, lead):
    begin(approved(issue, editor, lead), EditionAudience.EXTERNAL)
    archived = ArchivedIssue.objects.get()
    for text in (archived.html, archived.text):
        assert "HUBX" not in text


def test_setting_up_twice_changes_nothing(issue):
    before = list(Workflow.objects.values_list("pk", "name"))
    assert set_up_approval() == []
    assert list(Workflow.objects.values_list("pk", "name")) == before
    assert issue.get_workflow().name == WORKFLOW


def test_what_a_command_saved_in_nobodys_name_is_still_its_writers(issue, editor, lead):
    issue.save_revision(user=lead.user)
    fresh(issue).get_latest_revision_as_object().save_revision()
    with pytest.raises(ApprovalError, match="Somebody other"):
        approve(fresh(issue).latest_revision, lead.user)


def hidden_by_its_date(page):
    page.go_live_at = timezone.now() + datetime.timedelta(days=3)


def hidden_above(page):
    page.get_parent().unpublish()


def hidden_from_the_public(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


@pytest.mark.parametrize("hide", [hidden_by_its_date, hidden_above, hidden_from_the_public])
def test_nothing_goes_out_that_leads_to_a_page_that_readers_cannot_open(hide, issue, editor, lead):
    page = fresh(issue).get_latest_revision_as_object()
    hide(page)
    page.save_revision(user=editor.user)
    update = MailingList.objects.create(name="Update", slug="update")
    send = Send.objects.create(
        snapshot=approved(issue, editor, lead),
        issue=issue,
        due_at=timezone.now(),
        installation="here",
        state=SendState.PREPARED,
    )
    send.lists.add(update)
    assert not start(send)
    send.refresh_from_db()
    assert send.state == SendState.HELD
    assert "readers can't open the issue's page" in send.reason
    assert not ArchivedIssue.objects.exists()


def test_a_send_of_what_was_changed_since_is_held_until_somebody_lets_it_go_on(issue, editor, lead):
    snapshot = approved(issue, editor, lead)
    send = Send.objects.create(
        snapshot=snapshot, issue=issue, due_at=timezone.now(), installation=installation(), state=SendState.PREPARED
    )
    send.lists.add(MailingList.objects.create(name="Update", slug="update"))
    page = fresh(issue).get_latest_revision_as_object()
    page.subject = "Changed at the last minute"
    page.save_revision(user=editor.user)
    assert not start(send)
    send.refresh_from_db()
    assert send.state == SendState.HELD
    assert "changed after it was approved" in send.reason
    Send.objects.update(prepared_at=timezone.now())
    send.refresh_from_db()
    release(send, lead.user)
    assert start(send)
    assert ArchivedIssue.objects.get().subject == "Update 7"


def test_colleagues_are_led_to_a_page_only_if_it_is_there(issue, editor, lead, client):
    snapshot = approved(issue, editor, lead)
    editions = {each.audience: each.html for each in snapshot.editions.all()}
    assert "Read this issue in your browser" in editions[EditionAudience.EXTERNAL]
    assert "Read all issues in your browser" in editions[EditionAudience.INTERNAL]
    assert fresh(issue).full_url not in editions[EditionAudience.INTERNAL]
    assert origin_of(fresh(issue), timezone.now()).archive_url == fresh(issue).get_parent().full_url
    begin(snapshot, EditionAudience.EXTERNAL)
    assert origin_of(fresh(issue), timezone.now()).archive_url == fresh(issue).full_url
    assert client.get(fresh(issue).full_url).status_code == 200


def test_nothing_is_proposed_into_an_issue_that_is_with_its_approver(issue, editor, monkeypatch):
    monkeypatch.setattr("newsletter.admin.proposals.fill", lambda page, sections: 1)
    submit(editor, issue)
    before = fresh(issue).latest_revision_id
    editor.post(reverse("newsletter_propose", args=[issue.pk]))
    assert fresh(issue).latest_revision_id == before


def test_a_subject_with_a_line_break_is_not_approved(issue, editor, lead):
    page = fresh(issue).get_latest_revision_as_object()
    page.subject = "Update\u20287"
    page.save_revision(user=editor.user)
    with pytest.raises(ApprovalError, match="isn't allowed in a header"):
        approve(fresh(issue).latest_revision, lead.user)


def test_a_page_that_moved_since_its_approval_is_not_linked_to(issue, editor, lead):
    snapshot = approved(issue, editor, lead)
    index = fresh(issue).get_parent().specific
    index.slug = "renamed"
    index.save_revision().publish()
    with pytest.raises(ApprovalError, match="where the issue isn't any more"):
        begin(snapshot, EditionAudience.EXTERNAL)
    assert not fresh(issue).live
