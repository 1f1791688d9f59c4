"""A new secret signs what is new; links and hashes of the one before hold until it is taken out of the settings."""

import uuid

import pytest
from django.utils import timezone

from newsletter.choices import Source, SubscriptionState, SuppressionReason
from newsletter.models import Letter, Subscriber, Subscription, Suppression
from newsletter.people import (
    agreements,
    imports,
    letters,
    renewal,
    retention,
    secret_uses,
    subscriptions,
    suppression,
    tokens,
)
from newsletter.people.addresses import normalise
from newsletter.people.keys import accepted_fingerprints, fingerprint, keyed_digest
from newsletter.sending import candidates, messages
from tests import factories

KEY = uuid.uuid4()
ADA = "ada@example.org"
LINKS = (tokens.CONFIRM, tokens.LEAVE, tokens.UNDO, tokens.UNFOLLOW, tokens.PREFERENCES)


@pytest.fixture(autouse=True)
def before(settings):
    settings.NEWSLETTER_SECRET = "the-secret-before"


@pytest.fixture
def change(settings):
    """Return a function that sets another secret, with the one before still accepted unless it is said to be forgotten."""

    def change(*, is_forgotten: bool = False) -> None:
        settings.NEWSLETTER_SECRET_FALLBACKS = [] if is_forgotten else ["the-secret-before"]
        settings.NEWSLETTER_SECRET = "the-secret-now"

    return change


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.page)
def test_links_of_the_secret_before_work_until_it_is_taken_out(link, change):
    token = link.token(KEY)
    change()
    assert link.read(token).key == KEY
    new = link.token(KEY)
    change(is_forgotten=True)
    assert link.read(new).key == KEY
    with pytest.raises(tokens.BadSubscriberTokenError):
        link.read(token)


@pytest.mark.parametrize(
    ("changed", "works"),
    [
        ({"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": ["old"]}, True),
        ({"NEWSLETTER_SECRET": "first", "NEWSLETTER_SECRET_FALLBACKS": ["old"]}, True),
        ({"NEWSLETTER_SECRET": "first", "SECRET_KEY_FALLBACKS": ["old"]}, False),
        ({"NEWSLETTER_SECRET": "first"}, False),
    ],
    ids=["another key", "its own secret", "its own secret and another key", "its own secret alone"],
)
def test_links_signed_with_the_key_work_after_a_change(changed, works, settings):
    settings.NEWSLETTER_SECRET, settings.SECRET_KEY = "", "old"
    token = tokens.LEAVE.token(KEY)
    for name, value in changed.items():
        setattr(settings, name, value)
    if works:
        assert tokens.LEAVE.read(token).key == KEY
    else:
        with pytest.raises(tokens.BadSubscriberTokenError):
            tokens.LEAVE.read(token)


def test_what_comes_back_of_a_message_is_recognised(change, hub):
    letter = Letter.objects.create(subscriber=factories.SubscriberFactory(), kind="confirm", due_at=timezone.now())
    of_send, of_letter = messages.message_id(7, 9, "example.org"), letters.message_id(letter, hub)
    change()
    assert messages.read_message_id(of_send) == (7, 9)
    assert letters.named_by(of_letter) == letter
    assert messages.message_id(7, 9, "example.org") != of_send
    change(is_forgotten=True)
    assert messages.read_message_id(of_send) is None
    assert letters.named_by(of_letter) is None


def test_a_suppressed_address_stays_suppressed(change, update):
    suppression.suppress(ADA, SuppressionReason.COMPLAINED)
    change()
    assert suppression.is_suppressed(ADA)
    assert suppression.blocks_letters(ADA)
    assert suppression.suppressed_among([ADA, "bea@example.org"]) == {ADA}
    suppression.suppress(ADA, SuppressionReason.ERASED)
    row = Suppression.objects.get()
    assert (row.digest, row.digest_secret, row.reason) == (keyed_digest(ADA), fingerprint(), "complained")


@pytest.mark.parametrize("first", ["subscriber", "suppression"])
def test_no_send_includes_an_address_suppressed_under_another_secret(first, change, update):
    """A send compares hashes in the database, where they must be under one secret."""
    if first == "subscriber":
        person = factories.SubscriptionFactory(subscriber__address=ADA, mailing_list=update).subscriber
        change()
        suppression.suppress(ADA, SuppressionReason.COMPLAINED)
    else:
        suppression.suppress(ADA, SuppressionReason.COMPLAINED)
        change()
        person = subscriptions.subscriber_with(normalise(ADA))
        factories.SubscriptionFactory(subscriber=person, mailing_list=update)
    person.refresh_from_db()
    assert person.digest == Suppression.objects.get().digest == keyed_digest(ADA)
    suppressed = Suppression.objects.filter(digest__in=candidates.candidates([update]).values("subscriber__digest"))
    assert suppressed.exists()


def test_whoever_left_before_is_added_by_no_import(change, update, django_user_model):
    """Of one the address is forgotten, the other one's is renewed before it is."""
    for address in (ADA, "bea@example.org"):
        factories.end(factories.SubscriptionFactory(subscriber__address=address, mailing_list=update), Source.LINK)
    Subscriber.objects.filter(normalised=ADA).update(address=None, normalised=None)
    change()
    retention.run(timezone.now() + retention.FORGET_ADDRESS_AFTER * 2)
    assert not Subscriber.objects.filter(normalised__isnull=False).exists()
    text = f"address\n{ADA}\nbea@example.org\ncy@example.org\n"
    plan = imports.carry_out(text, django_user_model.objects.create_user("lead"), "On paper", update)
    assert [line.fate for line in plan.lines] == [imports.Fate.LEFT, imports.Fate.LEFT, imports.Fate.ADDED]
    change(is_forgotten=True)
    again = imports.plan(f"address\n{ADA}\nbea@example.org\n", "On paper", update)
    assert [line.fate for line in again.lines] == [imports.Fate.ADDED, imports.Fate.LEFT]


def test_the_worker_renews_every_known_address(change, update, monkeypatch):
    monkeypatch.setattr(renewal, "BATCH", 2)
    people = [factories.SubscriberFactory() for _ in range(5)]
    for one in people[:3]:
        suppression.suppress(one.normalised, SuppressionReason.BOUNCED)
    change()
    assert renewal.renew_all() == 5
    assert renewal.renew_all() == 0
    assert set(Subscriber.objects.values_list("digest_secret", flat=True)) == {fingerprint()}
    change(is_forgotten=True)
    assert [suppression.is_suppressed(one.normalised) for one in people] == [True, True, True, False, False]


def test_rows_of_the_program_before_secrets_had_names_are_named_while_there_is_only_one(db, change):
    suppression.suppress(ADA, SuppressionReason.BOUNCED)
    Suppression.objects.update(digest_secret="")
    change()
    renewal.renew_all()
    assert Suppression.objects.get().digest_secret == ""
    change(is_forgotten=True)
    renewal.renew_all()
    assert Suppression.objects.get().digest_secret == fingerprint()


def test_an_erased_person_can_still_join(change, update):
    suppression.suppress(ADA, SuppressionReason.ERASED)
    change()
    person = factories.SubscriptionFactory(
        subscriber__address=ADA, mailing_list=update, state=SubscriptionState.PENDING, confirmed_at=None
    ).subscriber
    (one,) = agreements.confirm(person.key)
    assert one.state == SubscriptionState.ACTIVE
    assert not Suppression.objects.exists()


def test_the_list_counts_what_needs_the_secret_before(change, update):
    factories.SubscriptionFactory(subscriber__address=ADA, mailing_list=update)
    Subscription.objects.update(ended_at=timezone.now())
    suppression.suppress("bea@example.org", SuppressionReason.COMPLAINED)
    counted = "Hashes of subscribers' addresses", "Hashes of suppressed addresses"

    def numbers() -> list[str]:
        found = {use.name: use.earlier for use in secret_uses.of_subscribers()}
        return [found[name] for name in counted]

    assert numbers() == ["0", "0"]
    change()
    assert numbers() == ["1", "1"]
    assert list(secret_uses.lost_suppressions()) == []
    renewal.renew_all()
    assert numbers() == ["0", "1"]
    change(is_forgotten=True)
    (finding,) = secret_uses.lost_suppressions()
    assert finding.id == "hub.suppressions"
    assert len(accepted_fingerprints()) == 1
