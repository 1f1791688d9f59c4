"""Mails to those who registered are sent once, reminders by day, and nothing about people is kept longer than was said."""

import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from cms.jobs.registry import jobs
from engagement.choices import RegistrantState, RegistrationLetterKind
from engagement.models import EventRegistration, Registrant, RegistrationLetter
from engagement.registrations import letters, registrants, reminders, retention
from engagement.registrations.letters import DUE
from home.programmes import endings
from tests import factories
from tests.sites.test_archived_programmes import archive

from .conftest import days

KIND = RegistrationLetterKind


@pytest.fixture
def guest(registration):
    """Somebody who registered a week ago."""
    return factories.RegistrantFactory(
        registration=registration, name="Ada Bell", email="ada@example.org", confirmed_at=timezone.now() - days(7)
    )


def refuse(monkeypatch, error: Exception) -> None:
    def send(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send)


def at_noon(event, before: int) -> datetime.datetime:
    """Return noon on the day that is this number of days before the event."""
    return event.start - days(before)


# Handing over


def test_a_mail_is_sent_by_the_first_worker_that_comes(guest):
    registrants.write(guest, KIND.CONFIRMED)
    registrants.write(guest, KIND.CONFIRMED)
    [(key, due_at)] = RegistrationLetter.objects.values_list("pk", "due_at")
    letters.run(timezone.now())
    letters._hand_over(key, due_at, timezone.now())  # another worker that looked at the same moment
    letters.run(timezone.now() + days(1))
    assert len(mail.outbox) == 1 and DUE.next_after() is None


def test_a_mail_that_is_not_taken_is_tried_again(guest, monkeypatch):
    registrants.write(guest, KIND.CONFIRMED)
    with monkeypatch.context() as patched:
        refuse(patched, SMTPServerDisconnected("ada@example.org: gone"))
        letters.run(timezone.now())
    letter = RegistrationLetter.objects.get()
    assert letter.error == "The mail server didn't accept it (SMTPServerDisconnected)."
    assert letter.given_up_at is None and letter.due_at > timezone.now()
    letters.run(timezone.now() + datetime.timedelta(minutes=2))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("code", "is_given_up"), [(550, True), (450, False)])
def test_an_address_that_the_server_refuses_is_given_up(guest, monkeypatch, code, is_given_up):
    registrants.write(guest, KIND.CONFIRMED)
    refuse(monkeypatch, SMTPRecipientsRefused({"ada@example.org": (code, b"ada@example.org: no")}))
    letters.run(timezone.now())
    letter = RegistrationLetter.objects.get()
    assert bool(letter.given_up_at) is is_given_up and "ada" not in letter.error


def test_what_no_longer_holds_is_not_sent(guest):
    registrants.write(guest, KIND.CONFIRMED)
    registrants.cancel(guest)
    letters.run(timezone.now())
    assert [message.subject for message in mail.outbox] == ["Your registration is cancelled: Spring meeting"]


def test_a_title_breaks_no_header(guest, event):
    type(event).objects.filter(pk=event.pk).update(title="Spring\nBcc: all@example.org")
    registrants.write(guest, KIND.CONFIRMED)
    letters.run(timezone.now())
    assert mail.outbox[0].subject == "You are registered: Spring Bcc: all@example.org"


def test_mails_wait_after_a_restoration():
    assert jobs["Event registration: hand mails over"].outward


# Reminders


@pytest.mark.parametrize(("before", "is_sent"), [(3, False), (2, True), (1, True)])
def test_people_are_reminded_some_days_before(guest, event, before, is_sent):
    reminders.run(at_noon(event, before))
    assert RegistrationLetter.objects.filter(kind=KIND.REMINDER).exists() is is_sent
    reminders.run(at_noon(event, before))
    letters.run(timezone.now() + days(9))
    assert len(mail.outbox) == int(is_sent)
    if is_sent:
        assert mail.outbox[0].subject == "Reminder: Spring meeting"
        assert "cancel by this link" in mail.outbox[0].body


def test_nobody_is_written_to_at_night(guest, event):
    reminders.run(at_noon(event, 2) - datetime.timedelta(hours=10))
    assert not RegistrationLetter.objects.exists()


def test_who_has_just_registered_is_not_reminded(guest, event):
    Registrant.objects.update(confirmed_at=at_noon(event, 2))
    reminders.run(at_noon(event, 1))
    assert not RegistrationLetter.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"remind_days": None}, {"event__live": False}, {"event__start_precision": "month"}, {"state": "asked"}]
)
def test_nobody_is_reminded_of_what_is_not_to_be(guest, event, changes):
    for name, value in changes.items():
        if name.startswith("event__"):
            type(event).objects.filter(pk=event.pk).update(**{name.removeprefix("event__"): value})
        elif name == "state":
            Registrant.objects.update(state=value)
        else:
            EventRegistration.objects.update(**{name: value})
    reminders.run(at_noon(event, 2))
    assert not RegistrationLetter.objects.exists()


def test_a_reminder_is_not_sent_once_the_event_is_hidden_or_the_programme_has_ended(guest, event, tree):
    reminders.run(at_noon(event, 2))
    archive(tree.site)
    letters.run(timezone.now() + days(9))
    assert mail.outbox == []
    assert RegistrationLetter.objects.get().error == "The event isn't public."


def test_the_end_of_a_programme_ends_registration(registration, tree):
    step = endings.steps["event_registrations"]
    assert step.stops(tree.site) == ["Nobody can register for 1 event any more. Those registered aren't reminded."]
    step.carry_out(tree.site, None, None)
    assert not EventRegistration.objects.get().is_on and step.stops(tree.site) == []


# Forgetting


def test_what_nobody_confirmed_is_deleted_after_a_week(registration, send):
    send()
    retention.run(timezone.now() + days(6))
    assert Registrant.objects.exists()
    retention.run(timezone.now() + days(8))
    assert not Registrant.objects.exists()


def test_who_confirms_while_others_are_forgotten_stays(registration, send, monkeypatch):
    send()
    locked = registrants.locked

    def locked_a_moment_later(key):
        Registrant.objects.update(state=RegistrantState.CONFIRMED)
        return locked(key)

    monkeypatch.setattr(registrants, "locked", locked_a_moment_later)
    retention.run(timezone.now() + days(8))
    assert Registrant.objects.exists()


def test_who_cancelled_is_deleted_after_a_week(guest):
    registrants.cancel(guest)
    retention.run(timezone.now() + days(6))
    assert Registrant.objects.exists()
    retention.run(timezone.now() + days(8))
    assert not Registrant.objects.exists()


def test_names_are_deleted_when_it_was_said_and_their_number_stays(guest, registration, event):
    Registrant.objects.update(needs="A ramp", came=True)
    retention.run(event.end + days(6))
    assert Registrant.objects.get().needs == "A ramp"
    retention.run(event.end + days(8))
    assert Registrant.objects.get().needs == ""
    retention.run(event.end + days(89))
    assert Registrant.objects.exists()
    retention.run(event.end + days(91))
    assert not Registrant.objects.exists()
    registration.refresh_from_db()
    assert (registration.registered, registration.attended) == (1, 1)
    retention.run(event.end + days(200))
    registration.refresh_from_db()
    assert registration.registered == 1


def test_mails_are_forgotten_after_a_month(guest):
    registrants.write(guest, KIND.CONFIRMED)
    letters.run(timezone.now())
    retention.run(timezone.now() + days(31))
    assert not RegistrationLetter.objects.exists() and Registrant.objects.exists()


def test_a_deleted_event_takes_everything_with_it(guest, event):
    event.delete()
    assert not Registrant.objects.exists() and not EventRegistration.objects.exists()
