"""The services behind a subscriber's own page: lists, interests, a copy of their data, and erasure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cms.base.active_site import active_site, site_active
from cms.history import erasure
from cms.pages.viewer import end_of_site
from cms.sites.rows import active_rows
from newsletter.choices import ConsentKind, EndedReason, LetterKind, Source, SubscriptionState, SuppressionReason
from newsletter.models import (
    DeliveryEvent,
    Letter,
    MailingList,
    SendRecipient,
    Subscriber,
    Subscription,
)

from . import agreements, followings, wording
from .addresses import Address
from .subscriptions import Interest, choose, interests_of
from .suppression import is_suppressed, suppress
from .tokens import PREFERENCES, BadSubscriberTokenError


@transaction.atomic
def ask_for_link(address: Address) -> None:
    """Have the link to the preference page sent to the address, if anybody with it is subscribed.

    The same two statements in either case: for an address that nobody has, a letter is noted that never goes out.
    """
    subscriber = Subscriber.objects.filter(normalised=address.normalised).first()
    now = timezone.now()
    Letter.objects.create(
        subscriber=subscriber, kind=LetterKind.PREFERENCES, due_at=now, given_up_at=None if subscriber else now
    )


def subscriber_of(token: str) -> Subscriber:
    """Return the subscriber of the token to their own page.

    Raises BadSubscriberTokenError, also once their address is deleted.
    """
    found = Subscriber.objects.filter(key=PREFERENCES.read(token).key, normalised__isnull=False).first()
    if found is None:
        raise BadSubscriberTokenError
    return found


def active_of(subscriber: Subscriber) -> list[Subscription]:
    """Return the active subscriptions to the site's lists, with these and their interests. Three statements."""
    active = agreements.of(subscriber)[0].filter(state=SubscriptionState.ACTIVE)
    return list(active.prefetch_related("interests", "audiences"))


def chosen_by(subscriber: Subscriber) -> tuple[set[int], set[Interest]]:
    """Return the keys of the lists that they are on, and the work streams and audiences that interest them in any."""
    active = active_of(subscriber)
    return {one.mailing_list_id for one in active}, {thing for one in active for thing in interests_of(one)}


def lists_for(subscriber: Subscriber) -> list[MailingList]:
    """Return the site's lists that the page offers: those they are on, and those offered to all that take their
    address. Once the programme has ended, nobody can join any more."""
    site = active_site()
    has_ended = site is not None and end_of_site(site.pk) is not None
    mine = {one.mailing_list_id for one in active_of(subscriber)}
    return [
        one
        for one in MailingList.objects.filter(active_rows())
        if one.pk in mine or (one.offered and not has_ended and one.allows(subscriber.normalised))
    ]


@transaction.atomic
def change(
    subscriber: Subscriber,
    lists: Collection[MailingList],
    interests: Iterable[Interest],
    words: str,
    offered: Iterable[Interest],
) -> None:
    """Subscribe to exactly these lists, with exactly these interests in all of them; none means everything.

    `offered` are the work streams and audiences that could be chosen. An interest in another, which isn't currently public,
    stays: without it, somebody who chose only that one would get everything.

    The link to the page came to the mailbox, so nothing has to be confirmed. `words` is the text that was shown. Only
    differences become consent events. Lists that aren't among `lists_for` are ignored.
    """
    allowed = {one.pk for one in lists_for(subscriber)}
    wanted = {one.pk for one in lists} & allowed
    lists_of_theirs = Subscription.objects.filter(subscriber=subscriber)
    agreements.end(lists_of_theirs.filter(mailing_list__in=allowed - wanted), Source.PREFERENCES)
    active = active_of(subscriber)
    text = wording.kept(words)
    joined = wanted - {one.mailing_list_id for one in active}
    Subscription.objects.bulk_create(
        [Subscription(subscriber=subscriber, mailing_list_id=key, source=Source.PREFERENCES) for key in joined],
        ignore_conflicts=True,  # one that waits for confirmation
    )
    pending = lists_of_theirs.filter(mailing_list__in=joined, state=SubscriptionState.PENDING)
    keys = list(pending.values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=keys).update(state=SubscriptionState.ACTIVE, confirmed_at=timezone.now())
    agreements.decide(Subscription, keys, ConsentKind.CONFIRMED, Source.PREFERENCES, wording=text)
    chosen, on_offer = set(interests), set(offered)
    differ = []
    for one in active_of(subscriber):
        had = interests_of(one)
        has = chosen | (had - on_offer)
        if has != had:
            choose([one], has)
            differ.append(one)
    before = {one.pk for one in active}
    changed = [one.pk for one in differ if one.pk in before]
    agreements.decide(Subscription, changed, ConsentKind.CHANGED, Source.PREFERENCES)


@transaction.atomic
def export(subscriber: Subscriber) -> dict[str, Any]:
    """Return everything that the hub holds about a person, ready for JSON, and record the request (UK GDPR, article 15)."""
    subscriptions = list(
        Subscription.objects.filter(subscriber=subscriber)
        .select_related("mailing_list")
        .prefetch_related("interests", "audiences", "consent_events__wording")
        .order_by("pk")
    )
    messages = SendRecipient.objects.filter(subscriber=subscriber).select_related("send__issue").order_by("pk")
    events = DeliveryEvent.objects.filter(recipient__subscriber=subscriber).order_by("at", "pk")
    found = {
        "address": subscriber.address,
        "known_since": subscriber.created_at,
        "undeliverable_since": subscriber.undeliverable_since,
        "suppressed": bool(subscriber.normalised) and is_suppressed(subscriber.normalised),
        "subscriptions": [_subscription(one) for one in subscriptions],
        "followings": followings.export(subscriber),
        "letters": list(
            subscriber.letters.order_by("pk").values("kind", "created_at", "accepted_at", "given_up_at", "error")
        ),
        "issues": [
            {
                "issue": one.send.issue.title,
                "address": one.address,
                "state": one.state,
                "state_since": one.changed_at,
            }
            for one in messages
        ],
        "told_by_the_mail_provider": list(events.values("kind", "at", "detail")),
    }
    agreements.note_export(Subscription, subscriber)
    return found


def _subscription(one: Subscription) -> dict[str, Any]:
    return {
        "list": one.mailing_list.name,
        "state": one.state,
        "source": one.source,
        "page": one.page,
        "interests": [stream.title for stream in one.interests.all()],
        "audiences": [audience.name for audience in one.audiences.all()],
        **agreements.course(one),
        "decisions": agreements.decisions(one),
    }


@transaction.atomic
def erase(subscriber: Subscriber, source: Source = Source.PREFERENCES, actor: User | None = None) -> None:
    """Erase a person (UK GDPR, article 17): end their subscriptions, and remove their address from every row that has it.

    A keyed hash stays, so that no import adds them again. It can't be turned back into the address. They can still join
    again: the letter to confirm reaches them, and confirming lifts the suppression. Links in earlier messages stop working.
    """
    with site_active(None):  # in all programmes: nothing is to be left of them
        agreements.end_all(subscriber, source, EndedReason.ERASED, actor)
    if subscriber.normalised:
        suppress(subscriber.normalised, SuppressionReason.ERASED)
    SendRecipient.objects.filter(subscriber=subscriber).update(address=None, normalised=None)
    Letter.objects.filter(subscriber=subscriber).delete()
    Subscriber.objects.filter(pk=subscriber.pk).update(address=None, normalised=None, digest="", key=uuid.uuid4())
    erasure.forget(subscriber)


def erase_address(address: str) -> set[str]:
    """Erase the subscriber with an address, if there is one. Returns no names: there are none."""
    for subscriber in Subscriber.objects.filter(normalised=address.strip().lower()):
        erase(subscriber, Source.EDITOR)
    return set()
