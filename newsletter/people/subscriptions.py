"""Joining a list: somebody asks, the owner of the mailbox confirms."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from cms.sites.rows import active_rows
from newsletter.choices import ConsentKind, LetterKind, Source, SubscriptionState
from newsletter.models import ConsentEvent, Letter, MailingList, Subscriber, Subscription
from newsletter.models.people import OPEN_STATES
from programme.models import Audience, WorkStreamPage

from . import followings, renewal, suppression, wording
from .addresses import Address
from .keys import digest_fields

LONGEST_PAGE = 255
Interest = WorkStreamPage | Audience
# Subscriptions to lists of the programme on whose site somebody acts: a link in its mail says nothing of others.
OF_THE_SITE = partial(active_rows, "mailing_list__site")


class NotAllowedError(ValueError):
    """An internal list doesn't take addresses of this domain. Reveals nothing about its subscribers."""

    def __init__(self, mailing_list: MailingList):
        super().__init__(f"“{mailing_list.name}” is only for addresses of {', '.join(mailing_list.domains)}.")
        self.mailing_list = mailing_list


class NothingToConfirmError(LookupError):
    """The subscriber with this key has nothing to confirm and no active subscription."""


@transaction.atomic
def ask_to_join(
    address: Address,
    lists: Collection[MailingList],
    interests: Collection[Interest] = (),
    *,
    page: str = "",
    source: Source,
    words: str,
) -> None:
    """Record a request for the address to join the lists; a letter goes to the mailbox.

    `words` is the text shown at the form. Raises NotAllowedError, before anything else, if an internal list doesn't
    take the domain.

    The requester must not learn whether the address is known, subscribed or suppressed. So the same statements run in every
    case, and the worker decides which letter goes out, if any, when it hands it over (`letters`). Nothing that is in
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
    # Mail to an undeliverable subscriber bounced; confirming again shows that it arrives.
    kind = LetterKind.CONFIRM if pending or subscriber.undeliverable_since else LetterKind.ALREADY
    site = next((one.site_id for one in lists), None)
    Letter.objects.create(subscriber=subscriber, kind=kind, due_at=timezone.now(), site_id=site)


@transaction.atomic
def confirm(subscriber_key: uuid.UUID) -> list[Subscription]:
    """Activate what a subscriber asked for on the active site, lists and pages to follow, and return all active
    subscriptions; none if they only follow pages. Idempotent.

    Called only for the owner of the mailbox: the key comes from a signed link in a letter. Raises NothingToConfirmError.
    """
    subscriber = Subscriber.objects.select_for_update().filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        raise NothingToConfirmError
    unconfirmed, followed = _to_confirm(subscriber), followings.to_confirm(subscriber)
    if unconfirmed or followed:
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
        followings.confirm(followed)
        Subscriber.objects.filter(pk=subscriber.pk).update(undeliverable_since=None)
    active = list(
        Subscription.objects.filter(OF_THE_SITE(), subscriber=subscriber, state=SubscriptionState.ACTIVE)
        .select_related("mailing_list", "subscriber")
        .order_by("mailing_list__sort_order", "mailing_list__name")
    )
    if not active and not followings.active_followings(subscriber).exists():
        raise NothingToConfirmError
    return active


def waiting(subscriber_key: uuid.UUID) -> tuple[list[Subscription], bool]:
    """Return the subscriptions that a link confirms, and whether they are still to be confirmed. Changes nothing."""
    subscriber = Subscriber.objects.filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        return [], False
    if unconfirmed := _to_confirm(subscriber):
        return unconfirmed, True
    return _open(subscriber), False


def _to_confirm(subscriber: Subscriber) -> list[Subscription]:
    """Return the pending subscriptions; for an undeliverable subscriber, the active ones as well."""
    return [
        one for one in _open(subscriber) if one.state == SubscriptionState.PENDING or subscriber.undeliverable_since
    ]


def _open(subscriber: Subscriber) -> list[Subscription]:
    return list(
        Subscription.objects.filter(OF_THE_SITE(), subscriber=subscriber, state__in=OPEN_STATES)
        .select_related("mailing_list")
        .order_by("mailing_list__sort_order", "mailing_list__name")
    )


def subscriber_with(address: Address) -> Subscriber:
    """Return the subscriber of the address, creating one if necessary. Two statements in either case."""
    Subscriber.objects.bulk_create(
        [Subscriber(address=address.typed, normalised=address.normalised, **digest_fields(address.normalised))],
        ignore_conflicts=True,
    )
    renewal.renew([address.normalised])
    return Subscriber.objects.get(normalised=address.normalised)


def choose(subscriptions: Iterable[Subscription], interests: Iterable[Interest]) -> None:
    """Set the interests of the subscriptions, work streams and audiences. Two statements, and one for each of both that is
    chosen; none of both means everything."""
    keys, chosen = [one.pk for one in subscriptions], list(interests)
    of_streams, of_audiences = Subscription.interests.through, Subscription.audiences.through
    for through, column, model in (
        (of_streams, "workstreampage_id", WorkStreamPage),
        (of_audiences, "audience_id", Audience),
    ):
        things = [one for one in chosen if isinstance(one, model)]
        through.objects.filter(subscription__in=keys).delete()
        through.objects.bulk_create(
            [through(subscription_id=key, **{column: thing.pk}) for key in keys for thing in things],
            ignore_conflicts=True,
        )


def interests_of(subscription: Subscription) -> set[Interest]:
    """Return the interests of a subscription: work streams and audiences."""
    return {*subscription.interests.all(), *subscription.audiences.all()}


def _last_asked(subscriptions: Iterable[Subscription]) -> dict[int, ConsentEvent]:
    events = ConsentEvent.objects.filter(subscription__in=subscriptions, kind=ConsentKind.ASKED)
    return {event.subscription_id: event for event in events.select_related("wording").order_by("at", "pk")}
