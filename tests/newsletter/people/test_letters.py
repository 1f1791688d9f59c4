"""Letters: what they say, and that none is lost or goes out twice at once."""

import datetime
import re

import pytest
from django.utils import timezone

from newsletter.backends.base import HandoverResult
from newsletter.choices import HandoverOutcome, LetterKind, SubscriptionState
from newsletter.models import Letter, NewsletterSettings
from newsletter.people import letters, wording
from newsletter.sending import messages
from programme.models import ContactPoint
from tests import factories

from .conftest import LINK, Keeping

NOW = timezone.now()


@pytest.fixture
def letter(update):
    one = factories.SubscriptionFactory(
        subscriber__address="Ada@bücher.example", mailing_list=update, state=SubscriptionState.PENDING
    )
    return Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=NOW)


# What the last message says is in `test_last_messages`, and a letter to a follower in `test_followers`: nobody asked for it
# just now.
@pytest.mark.parametrize("kind", [one for one in LetterKind if one not in (LetterKind.LAST, LetterKind.FOLLOWING)])
def test_a_letter_says_who_writes_why_and_how_to_leave(kind, letter, update, deliver, post_box):
    if kind != LetterKind.CONFIRM:
        letter.subscriber.subscriptions.update(state=SubscriptionState.ACTIVE)
    Letter.objects.update(kind=kind)
    [message] = deliver()
    assert message["From"] == "The Government <update@example.org>"
    assert message["To"] == "Ada@xn--bcher-kva.example"
    assert message["Cc"] is message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert post_box.envelopes == [("update@example.org", "Ada@xn--bcher-kva.example")]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in message.iter_parts())
    assert set(LINK.findall(text)) == {found.split('"')[0] for found in LINK.findall(html)}
    for part in (text, html):
        assert "Someone, probably you," in part
        assert "Regular update" in part
        assert "The Government" in part
    assert '<html lang="en-GB">' in html


@pytest.mark.parametrize("kind", [LetterKind.CONFIRM, LetterKind.PREFERENCES])
def test_answers_go_to_the_contact_point_of_the_settings(kind, hub, letter, deliver):
    if kind != LetterKind.CONFIRM:
        letter.subscriber.subscriptions.update(state=SubscriptionState.ACTIVE)
    Letter.objects.update(kind=kind)
    office = factories.ContactPointFactory(name="Office", email="office@bücher.example")
    NewsletterSettings.objects.update(reply_to=office)
    [message] = deliver()
    assert str(message["Reply-To"]) == "office@xn--bcher-kva.example"
    assert message["From"] == "The Government <update@example.org>"


@pytest.mark.parametrize("changed", [{"live": False}, {"email": ""}])
def test_a_contact_point_that_cannot_answer_is_not_named_and_the_letter_goes_out(changed, hub, letter, deliver):
    office = factories.ContactPointFactory(name="Office", email="office@example.org", phone="0131 496 0000")
    NewsletterSettings.objects.update(reply_to=office)
    ContactPoint.objects.update(**changed)
    [message] = deliver()
    assert message["Reply-To"] is None


def test_a_letter_says_whom_to_ring(letter, deliver):
    factories.add_signposts()
    [message] = deliver()
    text, html = (part.get_content() for part in message.iter_parts())
    lines = text.splitlines()
    assert {"In danger now: 999", "Children and young people: Childline 0800 1111"} <= set(lines)
    assert "More help: http://localhost/help/" in text
    assert '<a href="tel:08001111">Childline 0800 1111</a>' in html
    assert '<a href="http://localhost/help/">More help</a>' in html


def test_names_with_quotation_marks_and_line_breaks_make_no_header(hub, letter, deliver):
    NewsletterSettings.objects.update(name="A & B\r\nBcc: x@example.org", sender='The "Hub", Ltd')
    [message] = deliver()
    assert message["Bcc"] is None
    assert message["Subject"] == "Confirm that you want A & B Bcc: x@example.org"
    assert message["From"].addresses[0].display_name == 'The "Hub", Ltd'
    assert "A & B" in message["Subject"]


def test_without_an_address_of_its_own_the_newsletter_comes_from_that_of_the_hub(hub, letter, deliver, settings, tree):
    settings.DEFAULT_FROM_EMAIL = "Somebody <hub@example.org>"
    hub.sender_email = ""
    hub.save()
    [message] = deliver()
    assert message["From"] == "The Government <hub@example.org>"
    issue = factories.IssueFactory(parent=tree.updates, number=1)
    origin = messages.origin_of(issue, NOW)
    assert (origin.sender_name, origin.sender_address) == ("The Government", "hub@example.org")
    assert origin.subscribe_url == origin.help_url == "http://localhost/newsletter/subscribe/"


@pytest.mark.parametrize("outcome", [HandoverOutcome.TEMPORARY, HandoverOutcome.UNKNOWN])
def test_what_was_not_taken_is_tried_later_and_later(outcome, letter, post_box):
    now, waits = NOW, []
    post_box.answers = [HandoverResult(outcome, detail="no room")] * letters.ATTEMPTS
    for _ in range(letters.ATTEMPTS):
        assert letters.hand_over_due(post_box, now) == 0
        letter.refresh_from_db()
        waits.append(letter.due_at - now)
        assert letters.hand_over_due(post_box, now) == 0
        now = letter.due_at
    assert waits[:4] == [datetime.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert (letter.attempts, letter.error) == (letters.ATTEMPTS, "no room")
    assert letter.given_up_at
    assert letters.hand_over_due(post_box, now + datetime.timedelta(days=1)) == 0


def test_what_is_refused_is_not_tried_again(letter, post_box):
    post_box.answers = [HandoverResult(HandoverOutcome.REFUSED, detail="no such user")]
    letters.hand_over_due(post_box, NOW)
    letter.refresh_from_db()
    assert letter.given_up_at == NOW
    assert letter.error == "no such user"


def test_two_workers_do_not_both_hand_it_over(letter):
    class Meanwhile(Keeping):
        def hand_over(self, *message, **envelope):
            other = Keeping()
            assert letters.hand_over_due(other, NOW) == 0
            assert other.messages == []
            return super().hand_over(*message, **envelope)

    backend = Meanwhile()
    assert letters.hand_over_due(backend, NOW) == 1
    assert len(backend.messages) == 1


def test_a_worker_that_died_holds_nothing_back(letter, post_box):
    class PowerCutError(Exception):
        pass

    class Dying(Keeping):
        def hand_over(self, *message, **envelope):
            raise PowerCutError

    with pytest.raises(PowerCutError):
        letters.hand_over_due(Dying(), NOW)
    assert letters.hand_over_due(post_box, NOW) == 0
    assert letters.hand_over_due(post_box, NOW + letters.LEASE) == 1
    letter.refresh_from_db()
    assert letter.attempts == 2


def test_the_oldest_goes_first(letter, update, deliver):
    for number in range(3):
        one = factories.SubscriptionFactory(
            subscriber__address=f"p{number}@example.org", mailing_list=update, state=SubscriptionState.PENDING
        )
        Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=NOW)
    assert [message["To"] for message in deliver()][1:] == [f"p{number}@example.org" for number in range(3)]


def test_a_letter_whose_reason_has_gone_is_not_sent(letter, deliver):
    letter.subscriber.subscriptions.update(state=SubscriptionState.ACTIVE)
    assert deliver() == []
    letter.refresh_from_db()
    assert letter.error == "Nothing waits for confirmation any more."


def test_a_letter_that_cannot_be_written_holds_up_no_other(hub, letter, deliver):
    hub.sender_email = "update@bücher.example"
    hub.save()
    assert deliver() == []
    letter.refresh_from_db()
    assert "can't be written" in letter.error
    assert letter.due_at > NOW and letter.given_up_at is None


def test_an_address_in_other_letters_stands_in_the_header_as_it_is(letter, post_box):
    letter.subscriber.address = letter.subscriber.normalised = "jörg@example.org"
    letter.subscriber.save()
    letter = Letter.objects.get()
    assert "To: jörg@example.org\r\n".encode() in letters.compose(letter, letters.hub_settings(), NOW)


def test_the_sender_is_a_bare_address_whatever_the_settings_say(hub, settings):
    hub.sender_email = ""
    settings.DEFAULT_FROM_EMAIL = "The hub <hub@example.org>"
    assert wording.sender_address(hub) == "hub@example.org"


def test_with_a_frontend_a_letter_names_it_and_the_personal_link_is_the_hubs(letter, deliver, settings):
    factories.add_signposts()
    settings.FRONTEND_URL = "https://www.frontend.example"
    [message] = deliver()
    for part in (part.get_content() for part in message.iter_parts()):
        assert "https://www.frontend.example/" in part
        assert "http://localhost/newsletter/confirm/" in part
        assert set(re.findall(r"http://localhost/(?:newsletter/\w+/|help/)?", part)) == {
            "http://localhost/newsletter/confirm/",
            "http://localhost/help/",
        }
