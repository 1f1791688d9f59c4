"""Joining a list: somebody asks, the owner of the mailbox confirms."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from newsletter.choices import ConsentKind, LetterKind, Source, SubscriptionState
from newsletter.models import ConsentEvent, Letter, MailingList, Subscriber, Subscription
from newsletter.models.people import OPEN_STATES
from programme.models import WorkStreamPage

from . import suppression, wording
from .addresses import Address
from .keys import keyed_digest

LONGEST_PAGE = 255


class NotAllowedError(ValueError):
    """An internal list doesn't take addresses of this domain. Tells nothing about who is on it."""

    def __init__(self, mailing_list: MailingList):
        super().__init__(f"“{mailing_list.name}” is only for addresses of {', '.join(mailing_list.domains)}.")
        self.mailing_list = mailing_list


class NothingToConfirmError(LookupError):
    """Nobody with this key waits for confirmation, or is subscribed already."""


@transaction.atomic
def ask_to_join(
    address: Address,
    lists: Collection[MailingList],
    interests: Collection[WorkStreamPage] = (),
    *,
    page: str = "",
    source: Source,
    words: str,
) -> None:
    """Note that somebody asked for the address to join the lists; a letter goes to the mailbox.

    `words` is the text that stood at the form. Raises NotAllowedError, before anything else, if an internal list doesn't
    take the domain.

    Whoever asks must not learn whether the address is known, subscribed or suppressed. So the same statements run in every
    case, and which letter goes out, if any, is decided by the worker that hands it over (`letters`). Nothing that is in
    force changes here: anybody can type anybody's address.
    """
    for mailing_list in lists:
        if not mailing_list.allows(address.normalised):
            raise NotAllowedError(mailing_list)
    text = wording.kept(words)
    page = page.replace("\0", "")[:LONGEST_PAGE]  # which PostgreSQL keeps in no text
    subscriber = subscriber_with(address)
    Subscription.objects.bulk_create(
        [Subscription(subscriber=subscriber, mailing_list=one, source=source, page=page) for one in lists],
        ignore_conflicts=True,  # one that is open already
    )
    wanted = list(Subscription.objects.filter(subscriber=subscriber, mailing_list__in=lists, state__in=OPEN_STATES))
    ConsentEvent.objects.bulk_create(
        ConsentEvent(subscription=one, kind=ConsentKind.ASKED, source=source, page=page, wording=text) for one in wanted
    )
    pending = [one for one in wanted if one.state == SubscriptionState.PENDING]
    with transaction.atomic():
        choose(pending or wanted, interests)
        if not pending:
            transaction.set_rollback(True)  # it only took its time
    # Mail to somebody undeliverable came back; that they confirm again shows that it arrives.
    kind = LetterKind.CONFIRM if pending or subscriber.undeliverable_since else LetterKind.ALREADY
    Letter.objects.create(subscriber=subscriber, kind=kind, due_at=timezone.now())


@transaction.atomic
def confirm(subscriber_key: uuid.UUID) -> list[Subscription]:
    """Make what a subscriber asked for active, and return all their active subscriptions. Twice is as good as once.

    Called only for the owner of the mailbox: the key comes from a signed link in a letter. Raises NothingToConfirmError.
    """
    subscriber = Subscriber.objects.select_for_update().filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        raise NothingToConfirmError
    unconfirmed = _to_confirm(subscriber)
    if unconfirmed:
        suppression.lift_by_confirming(subscriber.normalised)
        if suppression.is_suppressed(subscriber.normalised):
            raise NothingToConfirmError
        asked = _last_asked(unconfirmed)
        Subscription.objects.filter(pk__in=[one.pk for one in unconfirmed]).update(
            state=SubscriptionState.ACTIVE, confirmed_at=timezone.now()
        )
        ConsentEvent.objects.bulk_create(
            ConsentEvent(
                subscription=one,
                kind=ConsentKind.CONFIRMED,
                source=Source.LINK,
                page=asked[one.pk].page if one.pk in asked else "",
                wording=asked[one.pk].wording if one.pk in asked else None,
            )
            for one in unconfirmed
        )
        Subscriber.objects.filter(pk=subscriber.pk).update(undeliverable_since=None)
    active = list(
        Subscription.objects.filter(subscriber=subscriber, state=SubscriptionState.ACTIVE)
        .select_related("mailing_list", "subscriber")
        .order_by("mailing_list__sort_order", "mailing_list__name")
    )
    if not active:
        raise NothingToConfirmError
    return active


def waiting(subscriber_key: uuid.UUID) -> tuple[list[Subscription], bool]:
    """Return what a link to confirm is about, and whether that is still to be done. Changes nothing."""
    subscriber = Subscriber.objects.filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        return [], False
    if unconfirmed := _to_confirm(subscriber):
        return unconfirmed, True
    return _open(subscriber), False


def _to_confirm(subscriber: Subscriber) -> list[Subscription]:
    """Return what waits for confirmation; of somebody undeliverable, what is active too."""
    return [
        one for one in _open(subscriber) if one.state == SubscriptionState.PENDING or subscriber.undeliverable_since
    ]


def _open(subscriber: Subscriber) -> list[Subscription]:
    return list(
        Subscription.objects.filter(subscriber=subscriber, state__in=OPEN_STATES)
        .select_related("mailing_list")
        .order_by("mailing_list__sort_order", "mailing_list__name")
    )


def subscriber_with(address: Address) -> Subscriber:
    """Return the subscriber of the address, made if there is none. Two statements, whether there was one or not."""
    Subscriber.objects.bulk_create(
        [Subscriber(address=address.typed, normalised=address.normalised, digest=keyed_digest(address.normalised))],
        ignore_conflicts=True,
    )
    return Subscriber.objects.get(normalised=address.normalised)


def choose(subscriptions: Iterable[Subscription], interests: Iterable[WorkStreamPage]) -> None:
    """Give the subscriptions just these interests. Two statements; one for none, which means everything."""
    through = Subscription.interests.through
    keys, streams = [one.pk for one in subscriptions], list(interests)
    through.objects.filter(subscription__in=keys).delete()
    through.objects.bulk_create(
        [through(subscription_id=key, workstreampage_id=stream.pk) for key in keys for stream in streams],
        ignore_conflicts=True,
    )


def _last_asked(subscriptions: Iterable[Subscription]) -> dict[int, ConsentEvent]:
    events = ConsentEvent.objects.filter(subscription__in=subscriptions, kind=ConsentKind.ASKED)
    return {event.subscription_id: event for event in events.select_related("wording").order_by("at", "pk")}
