"""Recording progress: only the entry is published, and published entries can't be changed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import Significance
from cms.base.dates import today
from cms.models import Change
from programme.entries import AlreadyThereError, record
from programme.models import CommitmentPage, ProgressEntry
from tests import factories

from .forms import edit_url, filled_in, said, send

BEGUN = {"date": datetime.date(2018, 1, 25), "status": "in_progress", "note": "Work began."}
DONE = {"date": datetime.date(2018, 3, 1), "status": "complete", "note": "The guidance is out."}


@pytest.fixture
def commitment(stream, roles):
    page = factories.CommitmentFactory(parent=stream, title="Action 1", number=1)
    page.progress_entries.add(ProgressEntry(sort_order=0, **BEGUN))
    page.save_revision().publish()
    return CommitmentPage.objects.get(pk=page.pk)


def address(page, **asked) -> str:
    return reverse("programme_record", args=[page.pk], query=asked or None)


def form(**values) -> dict:
    return {"significance": "minor", "change_note": "", "evidence_link": ""} | DONE | values


def public(page) -> list[str]:
    return [str(entry) for entry in ProgressEntry.objects.filter(page=page.pk).order_by("sort_order")]


def drafted(page) -> list[str]:
    return [str(entry) for entry in Page.objects.get(pk=page.pk).get_latest_revision_as_object().progress_entries.all()]


# Only the entry is published


def test_progress_is_proposed_as_a_major_change_and_a_correction_as_a_minor_one(moderator, commitment):
    assert moderator.get(address(commitment)).context["form"]["significance"].value() == Significance.MAJOR
    entry = ProgressEntry.objects.get(page=commitment.pk)
    correcting = moderator.get(address(commitment, corrects=entry.pk)).context["form"]
    assert correcting["significance"].value() == Significance.MINOR


def test_an_entry_is_published_at_once_with_its_line_for_readers(moderator, commitment):
    response = moderator.post(
        address(commitment), form(significance="major", change_note="The guidance is out"), follow=True
    )
    assert "The entry is published" in said(response)
    assert public(commitment) == ["2018-01-25: In progress", "2018-03-01: Complete"]
    change = Change.objects.filter(page=commitment.pk).latest("pk")
    assert (change.significance, change.note) == (Significance.MAJOR, "The guidance is out")
    page = CommitmentPage.objects.get(pk=commitment.pk)
    assert not page.has_unpublished_changes
    assert (page.change_note, page.change_significance) == ("", "")


def test_who_recorded_it_and_when_is_kept_and_shown_to_editors_only(moderator, commitment, client):
    moderator.post(address(commitment), form())
    entry = ProgressEntry.objects.get(status="complete")
    assert entry.recorded_by == moderator.user
    assert timezone.now() - entry.recorded_at < datetime.timedelta(minutes=1)
    assert "by moderator" in moderator.get(address(commitment)).content.decode()
    assert "moderator" not in client.get(commitment.url).content.decode()


def test_other_changes_of_a_draft_stay_in_the_draft(moderator, commitment):
    send(moderator, edit_url(commitment), title="Another title", change_note="A new title")
    moderator.post(address(commitment), form())
    page = CommitmentPage.objects.get(pk=commitment.pk)
    assert page.title == "Action 1"
    assert public(page) == drafted(page) == ["2018-01-25: In progress", "2018-03-01: Complete"]
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.change_note) == ("Another title", "A new title")
    draft.save_revision().publish()
    assert CommitmentPage.objects.get(pk=page.pk).title == "Another title"
    assert public(page) == ["2018-01-25: In progress", "2018-03-01: Complete"]


def test_a_draft_that_waits_for_approval_goes_on_waiting(moderator, editor, lead, commitment):
    send(editor, edit_url(commitment), "submit", title="Another title")
    moderator.post(address(commitment), form())
    page = CommitmentPage.objects.get(pk=commitment.pk)
    state = page.current_workflow_state
    assert state.status == "in_progress"
    assert state.current_task_state.revision == page.latest_revision
    state.current_task_state.approve(user=lead.user)
    page.refresh_from_db()
    assert (page.title, page.has_unpublished_changes) == ("Another title", False)
    assert public(page) == ["2018-01-25: In progress", "2018-03-01: Complete"]


def test_a_draft_that_is_scheduled_goes_live_on_its_day_with_the_entry(moderator, commitment):
    later = timezone.now() + datetime.timedelta(days=3)
    commitment.title, commitment.go_live_at = "Another title", later
    commitment.save_revision().publish()
    moderator.post(address(commitment), form())
    page = CommitmentPage.objects.get(pk=commitment.pk)
    assert (page.live, page.title) == (True, "Action 1")
    scheduled = page.scheduled_revision
    assert scheduled.approved_go_live_at == later
    assert len(scheduled.as_object().progress_entries.all()) == 2


def test_an_editor_may_not_publish_and_is_told_that_it_waits_for_approval(editor, lead, commitment):
    response = editor.post(address(commitment), form(), follow=True)
    assert "awaiting approval" in said(response)
    assert "locked" not in said(response)
    assert public(commitment) == ["2018-01-25: In progress"]
    state = commitment.current_workflow_state
    state.current_task_state.approve(user=lead.user)
    assert public(commitment) == ["2018-01-25: In progress", "2018-03-01: Complete"]
    assert ProgressEntry.objects.get(status="complete").recorded_by == editor.user


def test_approving_in_the_form_publishes_what_an_editor_recorded(editor, lead, moderator, commitment):
    send(moderator, edit_url(commitment), "publish")  # its text now has the form's format
    moderator.post(address(commitment), form())
    wrong = ProgressEntry.objects.get(status="complete")
    editor.post(address(commitment, corrects=wrong.pk), form(status="changed", note="It was put off."))
    send(lead, edit_url(commitment), "workflow-action", **{"workflow-action-name": "approve"})
    page = CommitmentPage.objects.get(pk=commitment.pk)
    assert page.current_workflow_state is None
    assert page.progress_entries.get(status="changed").corrects == wrong


def test_on_an_unpublished_page_the_entry_goes_into_the_draft(moderator, commitment):
    commitment.unpublish()
    response = moderator.post(address(commitment), form(), follow=True)
    assert "in the draft" in said(response)
    assert len(drafted(commitment)) == 2
    assert not CommitmentPage.objects.get(pk=commitment.pk).live


# Wrong input


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("date", "", "required"),
        ("date", "2999-01-01", "in the future"),
        ("status", "", "required"),
        ("note", " ", "required"),
        ("evidence_link", "no address", "valid URL"),
    ],
)
def test_wrong_input_is_said_at_the_field_and_nothing_typed_is_lost(moderator, commitment, field, value, says):
    response = moderator.post(address(commitment), form(change_note="My line") | {field: value})
    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors[field])
    assert "My line" in response.content.decode()
    assert len(public(commitment)) == 1


def test_the_same_entry_is_not_recorded_twice(moderator, commitment):
    for _ in range(2):
        response = moderator.post(address(commitment), form())
    assert "already exists" in response.content.decode()
    assert len(public(commitment)) == 2


def test_who_may_not_edit_is_refused(client, commitment, django_user_model):
    stranger = django_user_model.objects.create_user("stranger", "s@example.org", "x")
    with pytest.raises(PermissionDenied):
        record(commitment.pk, ProgressEntry(**DONE), stranger)
    assert client.get(address(commitment)).status_code == 302


# Published entries can't be changed


def test_a_published_entry_can_not_be_changed_in_the_form(moderator, commitment):
    data = filled_in(moderator, edit_url(commitment))
    html = moderator.get(edit_url(commitment)).content.decode()
    assert "Published entries can't be changed" in html
    assert f"corrects={ProgressEntry.objects.get().pk}" in html
    data |= {"progress_entries-0-note": "Rewritten.", "progress_entries-0-status": "stopped", "action-publish": "1"}
    moderator.post(edit_url(commitment), data)
    entry = ProgressEntry.objects.get()
    assert (entry.status, entry.note) == ("in_progress", "Work began.")


def test_nor_removed_and_the_editor_is_told_so(moderator, commitment):
    data = filled_in(moderator, edit_url(commitment)) | {"progress_entries-0-DELETE": "1", "action-publish": "1"}
    response = moderator.post(edit_url(commitment), data)
    assert "can't be changed" in response.content.decode()
    assert len(public(commitment)) == 1


def test_two_editors_at_once_lose_no_entry(moderator, lead, commitment):
    opened = filled_in(lead, edit_url(commitment)) | {"action-publish": "1", "title": "By the lead"}
    moderator.post(address(commitment), form())
    latest = CommitmentPage.objects.get().latest_revision  # a form sent again after the warning
    opened |= {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}
    lead.post(edit_url(commitment), opened)
    assert CommitmentPage.objects.get().title == "By the lead"
    assert public(commitment) == ["2018-01-25: In progress", "2018-03-01: Complete"]


def test_going_back_to_an_old_revision_brings_no_old_ledger(moderator, commitment):
    old = commitment.latest_revision
    moderator.post(address(commitment), form())
    back = old.as_object()
    back.save_revision(previous_revision=old).publish(previous_revision=old)
    assert public(commitment) == ["2018-01-25: In progress", "2018-03-01: Complete"]


# Corrections


def test_a_correction_marks_the_entry_and_counts_in_its_place(moderator, commitment):
    wrong = ProgressEntry.objects.get()
    shown = moderator.get(address(commitment, corrects=wrong.pk)).content.decode()
    assert "This corrects the entry of 25 January 2018" in shown
    moderator.post(address(commitment, corrects=wrong.pk), form(status="not_started", note="It had not begun."))
    wrong.refresh_from_db()
    right = ProgressEntry.objects.get(corrects=wrong)
    assert (wrong.note, wrong.corrected_on) == ("Work began.", today())
    assert right.status == "not_started"


def test_readers_see_both_and_the_corrected_one_is_marked(moderator, commitment, client):
    wrong = ProgressEntry.objects.get()
    moderator.post(address(commitment, corrects=wrong.pk), form(status="stopped", note="It was stopped."))
    html = client.get(commitment.url).content.decode()
    assert "Corrected on" in html
    assert "Corrects the entry for 25 January 2018" in " ".join(html.split())
    assert "Work began." in html


def test_an_entry_is_corrected_once(moderator, commitment):
    wrong = ProgressEntry.objects.get()
    draft = ProgressEntry(**DONE, corrects=wrong)
    record(commitment.pk, draft, moderator.user)
    with pytest.raises(AlreadyThereError, match="already been corrected"):
        record(commitment.pk, ProgressEntry(**DONE | {"note": "Again."}, corrects=wrong), moderator.user)
    assert moderator.get(address(commitment, corrects=wrong.pk)).status_code == 302


def test_a_copy_names_its_own_entries(moderator, commitment, other_stream):
    record(commitment.pk, ProgressEntry(**DONE, corrects=ProgressEntry.objects.get()), moderator.user)
    copy = CommitmentPage.objects.get(pk=commitment.pk).copy(to=other_stream, keep_live=False)
    correction = ProgressEntry.objects.get(page=copy.pk, corrects__isnull=False)
    assert correction.corrects.page_id == copy.pk
    draft = CommitmentPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert len(draft.progress_entries.all()) == 2


def test_a_commitment_is_deleted_with_its_ledger(moderator, commitment):
    record(commitment.pk, ProgressEntry(**DONE, corrects=ProgressEntry.objects.get()), moderator.user)
    CommitmentPage.objects.get(pk=commitment.pk).delete()
    assert not ProgressEntry.objects.exists()


# Links to the form


def test_the_choice_shows_the_commitments_of_a_stream_at_constant_cost(
    moderator, commitment, other_stream, django_assert_num_queries
):
    def ask(**asked):
        return moderator.get(reverse("programme_choose", query=asked or None))

    ask()
    with django_assert_num_queries(QUERIES_TO_CHOOSE):
        assert len(ask().context["rows"]) == 1
    for number in range(2, 31):
        page = factories.CommitmentFactory(parent=other_stream, number=number, slug=f"action-{number}")
        page.progress_entries.add(ProgressEntry(sort_order=0, **BEGUN))
        page.save()
    ask()  # facts of the period are read once after a change
    with django_assert_num_queries(QUERIES_TO_CHOOSE):
        assert len(ask().context["rows"]) == 30
    assert [row["page"] for row in ask(stream=commitment.work_stream_id).context["rows"]] == [commitment]


@pytest.mark.parametrize(
    ("words", "found"),
    [("train soc", True), ("action 1", True), ("action 11", False), ("work train", True), ("x", False)],
)
def test_a_commitment_is_found_by_words_and_number(moderator, commitment, words, found):
    commitment.title, commitment.text = "Action 1", "<p>Train all social&nbsp;workers.</p>"
    commitment.save()
    html = moderator.get(reverse("programme_choose", query={"words": words})).content.decode()
    assert ("Action 1: Train all social workers." in html) is found


def test_who_may_not_publish_is_not_sent_to_the_import(editor, moderator, commitment):
    for client, offered in ((editor, False), (moderator, True)):
        html = client.get(reverse("programme_choose")).content.decode()
        assert (reverse("programme_import") in html) is offered


def test_each_place_leads_there(moderator, commitment, stream):
    form_url = reverse("programme_record", args=[commitment.pk])
    assert form_url in moderator.get(edit_url(commitment)).content.decode()
    assert form_url in moderator.get(reverse("commitments:index")).content.decode()
    assert form_url in moderator.get(reverse("wagtailadmin_explore", args=[stream.pk])).content.decode()
    assert f"{reverse('programme_choose')}?stream={stream.pk}" in moderator.get(edit_url(stream)).content.decode()


# Every page of the admin reads the content's token (for sites, words and the hub's name), view permission, session, user and
# unread notifications; then streams, commitments, ledgers.
QUERIES_TO_CHOOSE = 15
