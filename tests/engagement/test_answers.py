"""An answer by e-mail: sent once, kept with who and when, and nothing of it outlives the address."""

import re
import smtplib

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.accounts.roles import EDITORS, MODERATORS
from engagement.choices import AnswerState, FeedbackState
from engagement.feedback import answers, retention
from engagement.models import FeedbackAnswer
from tests import factories
from tests.admin.conftest import sign_in

from .test_retention import days


@pytest.fixture
def moderator(hub, roles):
    hub.contact_email, hub.contact_name, hub.sender_email = "team@example.org", "The team", "hub@example.org"
    hub.save()
    return sign_in("moderator", group=MODERATORS)


@pytest.fixture
def ada(hub):
    return factories.FeedbackFactory(message="It is wrong.\n\nTwice.", name="Ada", email="ada@example.org")


def page(feedback) -> str:
    return reverse("feedback:answer", args=[feedback.pk])


def form(client, feedback, **changed) -> dict:
    """Return what a browser would send of the form as it is shown."""
    shown = client.get(page(feedback)).context["form"].initial
    return {name: str(value) for name, value in shown.items()} | {"note": "Answered her."} | changed


def refuse(monkeypatch):
    def send(self, *args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


def test_an_answer_is_sent_with_the_message_quoted_and_is_kept(moderator, ada):
    data = form(moderator, ada, subject="About\nyour feedback", text="Dear Ada,\n\nIt is right now.")
    assert moderator.post(page(ada), data).status_code == 302
    [message] = mail.outbox
    assert message.to == ["ada@example.org"]
    assert message.from_email == "The team <hub@example.org>"
    assert message.reply_to == ["team@example.org"]
    assert message.subject == "About your feedback"
    assert message.body.startswith("Dear Ada,\n\nIt is right now.\n\nOn ")
    assert "> It is wrong.\n>\n> Twice.\n" in message.body
    assert message.body.endswith(
        "\nChildren and young people: Childline 0800 1111\n"
        "Worried about a child: Police Scotland 101\nMore help: http://localhost/help/\n"
    )
    ada.refresh_from_db()
    assert (ada.state, ada.reply, ada.owner) == (FeedbackState.ANSWERED, "Answered her.", moderator.user)
    kept = ada.answers.get()
    assert (kept.state, kept.author, kept.text) == (AnswerState.SENT, moderator.user, data["text"])
    assert "It is right now" in moderator.get(reverse("feedback:edit", args=[ada.pk])).content.decode()


def test_answers_to_it_come_to_the_contact_point_of_the_page(moderator, ada, tree):
    desk = factories.ContactPointFactory(name="Desk", email="desk@example.org")
    ada.page = factories.NewsFactory(parent=tree.news, contact_point=desk)
    ada.save()
    assert "desk@example.org" in moderator.get(reverse("feedback:answer", args=[ada.pk])).content.decode()
    moderator.post(page(ada), form(moderator, ada, text="Yes."))
    assert mail.outbox[0].reply_to == ["desk@example.org"]


def test_it_begins_with_greeting_and_sign_off(moderator, ada):
    shown = moderator.get(page(ada)).context["form"].initial
    assert shown["text"].startswith("Dear Ada,")
    assert shown["text"].endswith("With kind regards\nThe team")


def test_a_double_click_sends_once(moderator, ada):
    data = form(moderator, ada, text="Yes.")
    moderator.post(page(ada), data)
    again = moderator.post(page(ada), data, follow=True)
    assert "wasn't sent again" in again.content.decode().replace("&#x27;", "'")
    assert len(mail.outbox) == 1
    assert ada.answers.count() == 1


def test_who_writes_while_somebody_else_answers_is_told_and_loses_nothing(moderator, ada):
    mine = form(moderator, ada, text="Mine.")
    other = sign_in("other", group=MODERATORS)
    other.post(page(ada), form(other, ada, text="Theirs."))
    refused = moderator.post(page(ada), mine)
    assert refused.status_code == 422
    assert "Somebody else answered while you were writing" in refused.content.decode()
    assert "Mine." in refused.content.decode()
    assert len(mail.outbox) == 1
    again = {name: str(refused.context["form"][name].value()) for name in mine}
    assert moderator.post(page(ada), again).status_code == 302
    assert len(mail.outbox) == 2


def test_what_could_not_be_sent_is_kept_and_said(moderator, ada, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        refuse(broken)
        response = moderator.post(page(ada), form(moderator, ada, text="My words."))
    assert response.status_code == 422
    assert "My words." in response.content.decode()
    ada.refresh_from_db()
    assert ada.state == FeedbackState.NEW
    kept = ada.answers.get()
    assert (kept.state, kept.text) == (AnswerState.FAILED, "My words.")
    # Neither log nor record says to whom.
    assert "ada@example.org" not in caplog.text + kept.error
    # Later the form begins with it, and then it goes out.
    assert form(moderator, ada)["text"] == "My words."
    moderator.post(page(ada), form(moderator, ada))
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", " "),
        ("text", " \r\n "),
        ("text", "Dear Ada,\r\n\r\n…"),
        ("note", ""),
        ("note", "We did: …"),
        ("seen", "x"),
    ],
)
def test_wrong_input_sends_nothing_and_loses_nothing(field, value, moderator, ada):
    data = form(moderator, ada, text="My words.") | {field: value}
    response = moderator.post(page(ada), data)
    assert response.context["form"].errors[field]
    assert not mail.outbox
    assert field == "text" or "My words." in response.content.decode()


def test_without_an_address_there_is_no_answer(moderator, ada):
    data = form(moderator, ada, text="Yes.")
    ada.email = ""
    ada.save()
    assert moderator.get(page(ada)).status_code == 302
    assert "no address" in moderator.post(page(ada), data, follow=True).content.decode()
    assert not mail.outbox
    assert "Answer by e-mail" not in moderator.get(reverse("feedback:edit", args=[ada.pk])).content.decode()


def test_an_editor_may_not_answer(moderator, ada):
    editor = sign_in("editor", group=EDITORS)
    assert editor.get(page(ada)).status_code == 302
    assert editor.post(page(ada), form(moderator, ada)).status_code == 302
    assert not mail.outbox


def test_the_text_goes_with_the_address_and_no_log_names_anybody(moderator, ada):
    moderator.post(page(ada), form(moderator, ada, text="Dear Ada Lovelace,"))
    ada.refresh_from_db()
    retention.run(ada.settled_at + days(27))
    assert FeedbackAnswer.objects.get().text
    retention.run(ada.settled_at + days(28))
    kept = FeedbackAnswer.objects.get()
    assert (kept.subject, kept.text, kept.state) == ("", "", AnswerState.SENT)
    logged = "".join(f"{entry.label} {entry.data}" for entry in ModelLogEntry.objects.all())
    assert ada.number in logged
    assert not re.search("ada", logged, re.I)
    assert (
        "deleted together with the address" in moderator.get(reverse("feedback:edit", args=[ada.pk])).content.decode()
    )


def test_long_lines_are_wrapped_where_they_are_quoted(ada):
    ada.message = "word " * 40
    assert max(map(len, answers.quoted(ada).splitlines())) <= answers.LINE + 2


def test_the_words_that_an_answer_begins_with_are_no_answer(moderator, ada):
    response = moderator.post(page(ada), form(moderator, ada))
    assert "added anything to the suggested text" in response.content.decode()
    assert mail.outbox == []
