"""An issue in a bundle tells of what is published with it, is approved by a second person, and goes out once."""

import datetime

import pytest
from django.utils import timezone

from bundles.choices import BundleState
from bundles.models import Bundle
from bundles.publishing import items, services
from bundles.publishing.errors import BundleError
from newsletter.approval import ApprovalError, approve
from newsletter.models import IssuePage, Send
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.services import cancel, schedule
from tests import factories

from .conftest import approve as approve_bundle
from .conftest import draft
from .test_admin import at, do, text_of


@pytest.fixture
def issue(launch, tree, editor):
    """An issue that tells of the bundle's pages, in the bundle."""
    everybody = factories.MailingListFactory()
    page = factories.IssueFactory(
        parent=tree.updates, live=False, number=7, subject="Update 7", introduction="<p>Good morning.</p>"
    )
    page.sections = [("section", {"heading": "News", "items": [{"page": launch.stream, "text": ""}]})]
    page.mailing_lists = [everybody]
    draft(page, editor.user)
    items.put_in(launch.bundle, page, editor.user)
    return page


def fresh(issue) -> IssuePage:
    return IssuePage.objects.get(pk=issue.pk)


def approve_issue(issue, lead):
    return approve(fresh(issue).latest_revision, lead.user)


def test_an_issue_is_approved_with_what_the_bundle_will_publish(launch, issue, lead):
    snapshot = approve_issue(issue, lead)
    html = snapshot.editions.get(audience="external").html
    assert "Launch stream" in html
    assert "/work-streams/launch/" in html
    launch.stream.refresh_from_db()
    assert not launch.stream.live


def test_it_cannot_be_sent_before_the_bundle_is_published(launch, issue, lead, editor):
    snapshot = approve_issue(issue, lead)
    with pytest.raises(SendRefusedError, match="The issue is in the bundle “Launch”"):
        schedule(snapshot, issue.mailing_lists.all(), user=lead.user)
    assert not Send.objects.exists()


def test_a_bundle_with_an_issue_that_is_not_approved_is_not_published(launch, issue, editor, lead, moderator):
    approve_bundle(launch.bundle, editor.user, lead.user)
    with pytest.raises(BundleError, match="“Update 7” isn't approved for sending"):
        services.publish(launch.bundle, moderator.user)
    with pytest.raises(ApprovalError):
        approve(fresh(issue).latest_revision, editor.user)  # its writer


def test_an_issue_that_was_approved_first_is_approved_again(launch, issue, editor, lead, moderator):
    approve_issue(issue, lead)
    draft(launch.news, editor.user, title="Newest news")
    items.take_over(launch.again(), editor.user)
    approve_bundle(launch.bundle, editor.user, lead.user)
    with pytest.raises(BundleError, match="approved before everything that it may mention"):
        services.publish(launch.again(), moderator.user)


def test_an_issue_with_a_send_of_its_own_stays_out(tree, roles, editor, lead):
    everybody = factories.MailingListFactory()
    page = factories.IssueFactory(parent=tree.updates, live=False, title="Update 8", subject="Update 8", number=8)
    page.introduction = "<p>Good morning.</p>"
    draft(page, editor.user)
    send = schedule(approve_issue(page, lead), [everybody], user=lead.user)
    bundle = factories.BundleFactory()
    with pytest.raises(
        BundleError, match="“Update 8” is scheduled to go out on its own, on .* UK time. Recall that send"
    ):
        items.put_in(bundle, fresh(page), editor.user)
    cancel(send)
    items.put_in(bundle, fresh(page), editor.user)


def test_a_second_issue_stays_out(launch, issue, tree, editor):
    other = draft(factories.IssueFactory(parent=tree.updates, live=False, number=8), editor.user)
    with pytest.raises(BundleError, match="The issue “Update 7” is in the bundle already"):
        items.put_in(launch.bundle, other, editor.user)


def test_an_approved_bundle_never_says_both_that_it_can_be_published_and_that_it_cannot(
    launch, issue, editor, lead, moderator
):
    assert "“Update 7” isn't approved for sending" in text_of(editor.get(at(launch.bundle)))
    approve_bundle(launch.bundle, editor.user, lead.user)
    said = text_of(moderator.get(at(launch.bundle)))
    assert "but it can’t be published as it is" in said
    assert "Everything is published at the same moment" not in said
    assert "Publish everything now" not in said
    approve_issue(issue, lead)
    said = text_of(moderator.get(at(launch.bundle)))
    assert "can’t be published" not in said
    assert "Everything is published at the same moment" in said
    publishers = "Leads of the organisation or Moderators or Programme leads"
    assert f"It will be published by {publishers}" in text_of(editor.get(at(launch.bundle)))


def test_left_alone_the_issue_waits_for_the_send_button(launch, issue, editor, lead, moderator):
    approve_issue(issue, lead)
    approve_bundle(launch.bundle, editor.user, lead.user)
    services.publish(launch.again(), moderator.user)
    assert not Send.objects.exists()
    assert not fresh(issue).live
    schedule(fresh(issue).standing_approval, issue.mailing_lists.all(), user=moderator.user)


def test_if_asked_for_it_goes_out_with_the_bundle_once(launch, issue, editor, lead, moderator):
    Bundle.objects.update(sends_issue=True)
    approve_issue(issue, lead)
    approve_bundle(launch.again(), editor.user, lead.user)
    services.publish(launch.again(), moderator.user)
    send = Send.objects.get()
    assert send.created_by == moderator.user
    assert send.started_at is None  # it can still be recalled
    with pytest.raises(BundleError, match="is published already"):
        services.publish(launch.again(), moderator.user)
    assert Send.objects.count() == 1


@pytest.fixture
def goes_to_three(launch, issue, lead, editor, monkeypatch):
    """The bundle sends the issue to more people than are mailed without asking."""
    monkeypatch.setattr("newsletter.admin.forms.CONFIRM_ABOVE", 2)
    for _ in range(3):
        factories.SubscriptionFactory(mailing_list=issue.mailing_lists.get())
    Bundle.objects.update(sends_issue=True)
    approve_issue(issue, lead)
    approve_bundle(launch.again(), editor.user, lead.user)
    return launch


@pytest.mark.parametrize("deed", ["publish", "schedule"])
def test_many_recipients_are_confirmed_by_typing_their_number(goes_to_three, moderator, deed):
    bundle = goes_to_three.again()
    assert "The issue goes to 3 people." in text_of(moderator.get(at(bundle)))
    when = {"publish_at": f"{timezone.localtime() + datetime.timedelta(days=1):%Y-%m-%d %H:%M}"}
    for number in ({}, {"number": "2"}):
        answer = do(moderator, bundle, deed, **when, **number)
        assert answer.status_code == 422
        assert "It goes to 3 people. Type that number to send it." in text_of(answer)
    assert goes_to_three.again().state == BundleState.APPROVED
    assert not Send.objects.exists()
    do(moderator, bundle, deed, **when, number="3")
    assert goes_to_three.again().state == (BundleState.PUBLISHED if deed == "publish" else BundleState.SCHEDULED)
    assert Send.objects.count() == (deed == "publish")


def test_whoever_may_not_publish_is_told_so_and_not_asked_for_a_number(goes_to_three, editor):
    answer = do(editor, goes_to_three.bundle, "publish")
    assert "isn't a page that you may publish" in text_of(answer)
    assert goes_to_three.again().state == BundleState.APPROVED


def test_if_the_issue_cannot_be_sent_nothing_is_published(launch, issue, editor, lead, moderator, settings):
    Bundle.objects.update(sends_issue=True)
    approve_issue(issue, lead)
    approve_bundle(launch.again(), editor.user, lead.user)
    settings.NEWSLETTER_BACKEND = "nothing"
    with pytest.raises(BundleError, match="It failed at “Update 7”"):
        services.publish(launch.again(), moderator.user)
    launch.stream.refresh_from_db()
    assert not launch.stream.live
    assert not Send.objects.exists()
    assert launch.again().pages.filter(is_open=True).count() == 4
