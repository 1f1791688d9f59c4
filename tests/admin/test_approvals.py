"""What an approver sees first, and what the hub says came of an approval."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cms.editing.approvals import publishers_of, standing_approval
from newsletter.workflow import set_up_approval
from programme.models import NewsPage
from tests import factories

from .forms import edit_url, filled_in, said, send

MOMENT = datetime.datetime(2090, 6, 1, 9, tzinfo=datetime.UTC)  # 10:00 in the United Kingdom


@pytest.fixture
def news(tree, editor):
    page = factories.NewsFactory(parent=tree.news, title="Summit", live=False)
    page.save_revision(user=editor.user)
    return page


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def submitted(page, client):
    page = fresh(page)
    page.get_workflow().start(page, client.user)
    return page


def approve(client, page, **values):
    values |= {"workflow-action-name": "approve"}
    return send(client, edit_url(page), "workflow-action", follow=True, **values)


def approve_without_the_form(client, page):
    state = fresh(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, follow=True)


def buttons(response) -> list[str]:
    footer = BeautifulSoup(response.content, "html.parser").find("footer")
    return [button.get_text(" ", strip=True) for button in footer.find_all("button")]


def status(client, page) -> str:
    panel = BeautifulSoup(client.get(edit_url(page)).content, "html.parser").find("div", {"data-side-panel": "status"})
    return panel.get_text(" ", strip=True)


def test_the_approver_sees_approve_first_and_what_it_does(news, editor, lead):
    submitted(news, editor)
    first, shown, *others = buttons(lead.get(edit_url(news)))
    assert first == "Save draft"  # unseen: what Enter in a field presses
    assert shown == "Approve and publish"
    assert others.index("Request changes") < others.index("Publish")
    assert not any(button.startswith("Approve") for button in buttons(editor.get(edit_url(news))))


def test_an_approval_says_that_the_page_is_published(news, editor, lead):
    submitted(news, editor)
    assert "“Summit” is approved and published." in said(approve(lead, news))
    assert fresh(news).live
    assert standing_approval(fresh(news)) is None


def test_so_does_an_approval_without_the_form(news, editor, lead):
    submitted(news, editor)
    assert "“Summit” is approved and published." in said(approve_without_the_form(lead, news))


def test_a_draft_that_the_approver_saved_is_approved_at_once(news, editor, lead):
    submitted(news, editor)
    send(lead, edit_url(news), author="Ann Other")
    approve(lead, news)
    assert fresh(news).live
    assert fresh(news).author == "Ann Other"


def test_what_was_typed_with_the_approval_stays_in_front_of_the_approver(news, editor, lead):
    submitted(news, editor)
    response = approve(lead, news, author="Ann Other")
    assert "its newest draft" in said(response)
    assert response.redirect_chain[-1][0] == edit_url(news)
    assert not fresh(news).live


def test_a_save_in_the_background_leaves_no_draft_on_top_of_an_approval(news, editor, lead):
    submitted(news, editor)
    data = filled_in(lead, edit_url(news)) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    lead.post(edit_url(news), data)
    response = lead.post(edit_url(news), data, headers={"accept": "application/json"})
    assert response.json()["error_code"] == "invalid_revision"
    assert not fresh(news).has_unpublished_changes


def test_a_scheduled_page_says_when_it_is_published(news, editor, lead):
    news = fresh(news)
    news.go_live_at = MOMENT
    news.save_revision(user=editor.user)
    submitted(news, editor)
    assert buttons(lead.get(edit_url(news)))[1] == "Approve and schedule"
    when = "It will be published on Thursday 1 June 2090, 10:00, UK time."
    assert f"“Summit” is approved. {when}" in said(approve(lead, news))
    assert f"{when}" in status(editor, news)
    assert "Approved by lead on" in status(editor, news)


def test_an_issue_says_that_somebody_sends_it(tree, editor, lead):
    set_up_approval()
    issue = factories.IssueFactory(parent=tree.updates, live=False, title="Update 7", subject="Update 7")
    issue.introduction = "<p>Good morning.</p>"
    issue.save_revision(user=editor.user)
    submitted(issue, editor)
    assert buttons(lead.get(edit_url(issue)))[1] == "Approve"
    approve_without_the_form(lead, issue)
    assert "It goes out once somebody sends it from its desk." in status(editor, issue)


def test_who_may_publish_is_named(news):
    assert publishers_of(news) == "Leads of the organisation or Moderators or Programme leads"


# The schedule


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_schedule_in_the_dialog_takes_effect_at_once(news, moderator):
    html = moderator.get(edit_url(news)).content.decode()
    assert 'name="action-schedule"' in html
    assert "All times are UK time" in html
    response = send(moderator, edit_url(news), "schedule", go_live_at=local(MOMENT), follow=True)
    assert (
        "It goes live on Thursday 1 June 2090, 10:00, UK time. Readers will see the date Thursday 1 June 2090."
        in said(response)
    )
    assert fresh(news).scheduled_revision.approved_go_live_at == MOMENT
    assert not fresh(news).live


def test_an_editor_saves_a_schedule_and_its_approval_schedules(news, editor, lead):
    assert 'name="action-schedule"' not in editor.get(edit_url(news)).content.decode()
    send(editor, edit_url(news), "schedule", go_live_at=local(MOMENT))
    assert fresh(news).scheduled_revision is None
    assert fresh(news).go_live_at == MOMENT


@pytest.mark.parametrize("times", [{}, {"expire_at": local(MOMENT)}, {"go_live_at": "2020-01-01 10:00"}])
def test_schedule_never_publishes_a_draft_now(news, moderator, times):
    send(moderator, edit_url(news), "schedule", **times)
    assert not fresh(news).live
    assert fresh(news).scheduled_revision is None


def test_an_expiry_alone_takes_effect_on_a_page_without_other_changes(news, moderator):
    news.latest_revision.publish()
    send(moderator, edit_url(news), "schedule", expire_at=local(MOMENT))
    assert NewsPage.objects.get(live=True, has_unpublished_changes=False).expire_at == MOMENT


@pytest.mark.parametrize(
    ("typed", "date"), [({}, datetime.date(2090, 6, 1)), ({"date": "2026-01-02"}, datetime.date(2026, 1, 2))]
)
def test_the_date_follows_the_schedule_unless_it_was_typed(news, moderator, typed, date):
    send(moderator, edit_url(news), **typed)
    send(moderator, edit_url(news), "schedule", go_live_at=local(MOMENT))
    assert fresh(news).get_latest_revision_as_object().date == date


def test_a_later_schedule_leaves_the_date_of_published_news(news, moderator):
    news.latest_revision.publish()
    date = fresh(news).date
    send(moderator, edit_url(news), "schedule", go_live_at=local(MOMENT), title="Second words")
    assert fresh(news).get_latest_revision_as_object().date == date
