"""Notifications: who is notified of what, what the list and the mails show, and when they are mailed."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, GroupPagePermission, PageSubscription

from bundles.choices import SignOffVerdict
from bundles.models import Bundle
from bundles.publishing import items
from bundles.publishing import services as bundle_services
from bundles.sign_off import links
from cms.base.restorations import Restoration
from cms.editing import comments, reviews
from cms.jobs import registry
from cms.jobs.runs import JobRun, prepare
from cms.models import Notification, NotificationPreference
from cms.notifications.lists import notify
from cms.notifications.mail import mail_due, send_due
from cms.operations import notices
from newsletter.notifications import notify_of_stopped
from newsletter.sending import services as send_services
from programme.models import NewsPage
from tests import factories
from tests.bundles.conftest import draft, launch  # noqa: F401  a fixture
from tests.newsletter.sending import factories as sending
from tests.newsletter.sending.conftest import issue, snapshot, update  # noqa: F401  fixtures

from .conftest import sign_in
from .forms import edit_url, field_errors, send

LIST = reverse("notifications")
HOME = reverse("wagtailadmin_home")


def of(client) -> list[str]:
    """Return a user's notifications, the newest first."""
    return list(Notification.objects.filter(user=client.user).values_list("text", flat=True))


@pytest.fixture
def news(tree, editor) -> NewsPage:
    """A draft of the editor's."""
    page = factories.NewsFactory(parent=tree.news, title="Old", live=False, owner=editor.user)
    return draft(page, editor.user, title="News of Neglect")


def submit(page, client):
    return page.get_workflow().start(page, client.user).current_task_state


def choose(client, kind: str, when: str) -> None:
    NotificationPreference.objects.create(user=client.user, kind=kind, mail=when)


# Who is notified of what


def test_those_who_may_approve_a_page_are_notified_and_the_writer_of_the_outcome(news, editor, lead, moderator, viewer):
    state = submit(news, editor)
    assert of(lead) == ["editor asks for a review of “News of Neglect”."]
    assert of(editor) == of(moderator) == of(viewer) == []
    assert mail.outbox == []  # Wagtail's own mails have been replaced
    state.task.specific.on_action(state, lead.user, "reject", comment="Not yet.")
    assert of(editor) == ["lead asks for changes to “News of Neglect”."]
    assert not Notification.objects.filter(user=lead.user, read_at=None).exists()  # nothing waits any more
    assert mail.outbox == []


def test_a_comment_mentions_people_who_may_see_the_page_and_is_never_quoted(news, editor, lead, viewer):
    outside = sign_in("outside")
    PageSubscription.objects.create(page=news, user=lead.user, comment_notifications=True)
    text = "A secret for @viewer, @OUTSIDE and a@lead.example"
    comment = Comment.objects.create(page=news, user=editor.user, text=text, contentpath="title")
    changes = dict.fromkeys(("new_replies", "edited_comments", "edited_replies", "resolved_comments"), [])
    comments.notify_of(news, changes | {"new_comments": [comment]}, editor.user)
    assert of(viewer) == ["editor mentions you in a comment on “News of Neglect”."]
    assert of(lead) == ["editor commented on “News of Neglect”."]
    assert of(outside) == of(editor) == []
    reply = CommentReply.objects.create(comment=comment, user=lead.user, text="Yes, @editor!")
    comments.notify_of(news, changes | {"new_comments": [], "new_replies": [(comment, [reply])]}, lead.user)
    assert of(editor) == ["lead mentions you in a comment on “News of Neglect”."]
    send_due(timezone.now())
    assert not any("secret" in message.body for message in mail.outbox)
    assert f"comment={comment.pk}" in lead.get(LIST + f"{Notification.objects.get(user=lead.user).pk}/").url


def test_full_names_are_mentions_too_and_parts_of_words_are_not():
    ann = get_user_model()(username="ann", first_name="Ann", last_name="Lee")
    assert comments.mentioned("Thanks, @Ann Lee.", [ann]) == [ann]
    assert comments.mentioned("@ann, look", [ann]) == [ann]
    assert comments.mentioned("@anna, or ann, or x@ann.example", [ann]) == []


def test_the_page_form_notifies_of_its_comments(news, editor, lead):
    values = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": "What does @lead say?",
        "comments-0-contentpath": "title",
        "comments-0-position": "0",
        "comments-0-id": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    response = send(editor, edit_url(news), **values)
    assert response.status_code == 302, field_errors(response)
    assert of(lead) == ["editor mentions you in a comment on “News of Neglect”."]
    assert mail.outbox == []


def test_bundles_notify_of_reviews_answers_and_failures(launch, editor, lead, moderator):  # noqa: F811
    bundle_services.ask(launch.again(), editor.user)
    assert of(lead) == ["editor asks for a review of the bundle “Launch”."]
    link, token = links.make(launch.again(), name="Jo", email="", days=7, user=moderator.user)
    links.answer(link, SignOffVerdict.COMMENTS, "A secret.", seen=launch.again().fingerprint())
    said = "Jo answered about the bundle “Launch”: I have comments."
    assert of(editor) == of(moderator) == [said]
    bundle_services._fail(Bundle.objects.get(), None, "It failed at “Secret”.")
    assert of(editor) == ["The bundle “Launch” couldn’t be published.", said]
    send_due(timezone.now())
    assert len(mail.outbox) == 3
    assert not any("ecret" in message.body or token in message.body for message in mail.outbox)


def test_a_bundle_that_is_being_written_again_has_to_be_reviewed_by_nobody(launch, editor, lead):  # noqa: F811
    for end in (bundle_services.give_back, lambda bundle, user: items.take_out(bundle.page_items[0], user)):
        bundle_services.ask(launch.again(), editor.user)
        assert '"Notifications (1)"' in menu_label(lead)
        end(launch.again(), editor.user)
        assert '"Notifications"' in menu_label(lead)


def test_a_send_that_is_held_is_notified_once_until_it_is_released(snapshot, update, editor, lead, sender):  # noqa: F811
    held = sending.send(snapshot, update, state="held", reason="A secret.")
    for _ in range(2):
        notify_of_stopped(lambda: False)
    assert of(lead) == of(sender) == [f"The send of “{held.issue.title}”: held until somebody decides."]
    assert of(editor) == []  # an editor sends nothing
    send_services.release(held)
    type(held).objects.update(state="paused")
    notify_of_stopped(lambda: False)
    assert of(lead)[0] == f"The send of “{held.issue.title}”: paused."


def test_administrators_are_notified_of_a_job_that_failed_for_five_minutes(administrator, lead, settings):
    settings.OPERATORS = []
    prepare()
    name = next(iter(registry.jobs))
    JobRun.objects.filter(name=name).update(failure="KeyError: a secret")
    begin = timezone.now()
    for minutes in (0, 6, 7):
        notices.look(begin + datetime.timedelta(minutes=minutes))
    said = f"The job “{name}” failed when it ran last."
    assert (of(administrator), of(lead)) == ([said], [])
    assert said.removesuffix(".") in administrator.get(HOME).content.decode()
    assert said.removesuffix(".") not in lead.get(HOME).content.decode()


# Mails


def add(client, news, number: int = 1, **values) -> None:
    for each in range(number):
        key = f"key {each} {values}"
        notify(reviews.REVIEW, [client.user], key=key, subject=news.pk, text="Look at “News”.", url=edit_url(news))
    if values:
        Notification.objects.filter(user=client.user).update(**values)


def test_they_are_mailed_once_with_a_link_to_the_hub(news, lead):
    add(lead, news)
    for _ in range(2):
        send_due(timezone.now())
    [message] = mail.outbox
    one = Notification.objects.get()
    assert message.to == [lead.user.email]
    assert message.subject.endswith("] Look at “News”.")
    assert f"/admin/notifications/{one.pk}/" in message.body
    assert lead.get(f"{LIST}{one.pk}/").url == edit_url(news)
    one.refresh_from_db()
    assert one.read_at


def test_a_digest_comes_in_the_morning(news, lead, moderator):
    choose(lead, "review", "daily")
    choose(moderator, "review", "never")
    now = timezone.make_aware(datetime.datetime(2026, 3, 10, 17))
    add(lead, news, 2, created_at=now)
    add(moderator, news, created_at=now)
    morning = timezone.make_aware(datetime.datetime(2026, 3, 11, 8))
    for moment in (now, morning - datetime.timedelta(minutes=1)):
        send_due(moment)
    assert mail.outbox == []
    send_due(morning)
    [message] = mail.outbox
    assert message.to == [lead.user.email]
    assert message.subject.endswith("] 2 notifications")


def test_nothing_is_mailed_that_was_read_or_may_no_longer_be_seen(news, lead, moderator, editor):
    add(lead, news)
    lead.post(reverse("notifications_read"))
    add(moderator, news)
    add(editor, news)
    editor.user.groups.clear()
    GroupPagePermission.objects.filter(group__name="Moderators").delete()
    send_due(timezone.now())
    assert mail.outbox == []
    assert "Look at" not in moderator.get(LIST).content.decode()
    assert "(1)" not in menu_label(moderator)


def test_a_mail_server_that_fails_is_tried_again(news, lead, monkeypatch):
    add(lead, news)
    with monkeypatch.context() as failing:
        failing.setattr("cms.notifications.mail.send_mail", _refuse)
        with pytest.raises(ConnectionError):
            send_due(timezone.now())
    send_due(timezone.now())
    assert len(mail.outbox) == 1


def _refuse(*args):
    raise ConnectionError


def test_a_restored_hub_mails_nothing_before_it_is_confirmed(news, lead):
    add(lead, news)
    Restoration.objects.create(restored_at=timezone.now(), backed_up_at=timezone.now())
    mail_due(lambda: False)
    assert mail.outbox == []


# The list and the settings


def menu_label(client) -> str:
    html = client.get(HOME).content.decode()
    return html[html.index('"label": "Notifications') :][:40]


def test_the_menu_counts_what_is_unread_and_each_person_sees_their_own(news, lead, moderator):
    add(lead, news, 2)
    assert '"Notifications (2)"' in menu_label(lead)
    assert '"Notifications"' in menu_label(moderator)
    one = Notification.objects.first()
    assert lead.get(LIST).content.decode().count("Look at “News”.</a>") == 2
    assert "Look at" not in moderator.get(LIST).content.decode()
    for name in ("notification", "notification_mark"):
        assert moderator.post(reverse(name, args=[one.pk])).status_code == 404
    lead.post(reverse("notification_mark", args=[one.pk]))
    assert '"Notifications (1)"' in menu_label(lead)
    lead.post(reverse("notification_mark", args=[one.pk]))
    assert '"Notifications (2)"' in menu_label(lead)
    lead.post(reverse("notifications_read"))
    assert '"Notifications"' in menu_label(lead)


def test_the_list_costs_the_same_for_many(news, lead):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get(LIST)
        return len(queries)

    add(lead, news, 2)
    cost()
    few = cost()
    add(lead, news, 40)
    assert cost() == few


def test_each_person_chooses_in_their_account_when_mails_come(editor, lead):
    account = reverse("wagtailadmin_account")
    html = lead.get(account).content.decode()
    assert 'name="notification_mail-review"' in html
    assert "submitted_notifications" not in html  # Wagtail's choice would have no effect
    assert 'name="notification_mail-review"' not in editor.get(account).content.decode()
    form = {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "lead@example.org"}
    form |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    form |= {"locale-preferred_language": "", "locale-current_time_zone": ""}
    response = lead.post(account, form | {"notification_mail-review": "daily"})
    assert response.status_code == 302
    chosen = NotificationPreference.objects.filter(user=lead.user)
    assert list(chosen.values_list("kind", "mail")) == [("review", "daily")]
