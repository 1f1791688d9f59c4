"""Joining a list, and leaving it by a link: somebody asks, the owner of the mailbox confirms (`agreements`)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState
from newsletter.models import MailingList, Subscriber, Subscription
from programme.models import Audience, WorkStreamPage

from . import agreements, renewal
from .addresses import Address
from .keys import digest_fields
from .tokens import UNDO_FOR

LONGEST_PAGE = 255
Interest = WorkStreamPage | Audience


class NotAllowedError(ValueError):
    """An internal list doesn't take addresses of this domain. Reveals nothing about its subscribers."""

    def __init__(self, mailing_list: MailingList):
        super().__init__(f"“{mailing_list.name}” is only for addresses of {', '.join(mailing_list.domains)}.")
        self.mailing_list = mailing_list


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
    """Record a request for the address to join the lists (`agreements.ask`). `words` is the text shown at the form.

    Raises NotAllowedError, before anything else, if an internal list doesn't take the domain.
    """
    for mailing_list in lists:
        if not mailing_list.allows(address.normalised):
            raise NotAllowedError(mailing_list)
    page = page.replace("\0", "")[:LONGEST_PAGE]  # which PostgreSQL keeps in no text
    subscriber = subscriber_with(address)
    made = [Subscription(subscriber=subscriber, mailing_list=one, source=source, page=page) for one in lists]
    site_id = made[0].mailing_list.site_id
    wanted = agreements.ask(made, site_id=site_id, source=source, words=words, page=page)
    pending = [one for one in wanted if one.state == SubscriptionState.PENDING]
    with transaction.atomic():
        choose(pending or wanted, interests)
        if not pending:
            transaction.set_rollback(True)  # it only took its time


@transaction.atomic
def undo(named: Subscription, now: datetime.datetime | None = None) -> Subscription | None:
    """Undo the unsubscription within an hour, and return the subscription that is active afterwards.

    The ended subscription stays as it is; a new one follows, with the same interests. Returns None if the person
    didn't unsubscribe themselves within the hour.
    """
    now = now or timezone.now()
    last = agreements.like(named).order_by("-pk").select_related("mailing_list", "subscriber")[0]
    if last.state == SubscriptionState.ACTIVE:
        return last
    left = last.state == SubscriptionState.ENDED and last.ended_reason == EndedReason.LEFT
    in_time = last.ended_at is not None and last.ended_at >= now - UNDO_FOR
    if not left or not in_time or last.confirmed_at is None or not last.subscriber.normalised:
        return None
    again = Subscription.objects.create(
        subscriber=last.subscriber,
        mailing_list=last.mailing_list,
        state=SubscriptionState.ACTIVE,
        source=Source.LINK,
        confirmed_at=now,
    )
    choose([again], interests_of(last))
    agreements.decide(Subscription, [again.pk], ConsentKind.CONFIRMED, Source.LINK)
    return again


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
