"""What people agreed to get, lists and pages that they follow: it is asked for, confirmed and ended in one way.

Each step is a decision on record. What only lists have is in `subscriptions`, what only pages have in `followings`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, LetterKind, Source, SubscriptionState
from newsletter.models import Following, FollowingNews, Letter, Send, Subscriber, Subscription

from . import suppression, wording
from .tokens import UNFOLLOW, BadSubscriberTokenError, SubscriberLink

AGREEMENTS: tuple[Any, ...] = (Subscription, Following)
BATCH = 1_000


class NothingToConfirmError(BadSubscriberTokenError):
    """The subscriber with this key has nothing to confirm, and gets nothing."""


def decide(
    model: Any,
    keys: Iterable[int],
    kind: ConsentKind,
    source: Source,
    each: Mapping[int, dict[str, Any]] = {},
    **said: Any,
) -> None:
    """Put a decision on record for each of the agreements with these keys; `each` has what differs between them."""
    link = model._meta.get_field("consent_events")
    link.related_model._default_manager.bulk_create(
        link.related_model(**{link.field.attname: key}, kind=kind, source=source, **said, **each.get(key, {}))
        for key in keys
    )


def ask(made: Sequence[Any], *, site_id: int | None, source: Source, words: str, **said: Any) -> list[Any]:
    """Record somebody's request for some agreements of one kind, and return those that are open; a letter goes to the mailbox.

    The requester must not learn whether the address is known, subscribed or suppressed. So the same statements run in every
    case, and the worker decides which letter goes out, if any, when it hands it over (`letters`). Nothing that is in
    force changes here: anybody can type anybody's address.
    """
    model, subscriber = type(made[0]), made[0].subscriber
    text = wording.kept(words)
    model.objects.bulk_create(made, ignore_conflicts=True)  # one that is open already
    to = {f"{model.subject}__in": [getattr(one, f"{model.subject}_id") for one in made]}
    wanted = list(model.objects.open().filter(subscriber=subscriber, **to))
    decide(model, [one.pk for one in wanted], ConsentKind.ASKED, source, wording=text, **said)
    # Mail to an undeliverable subscriber bounced; confirming again shows that it arrives.
    is_new = subscriber.undeliverable_since or any(one.state == SubscriptionState.PENDING for one in wanted)
    kind = LetterKind.CONFIRM if is_new else LetterKind.ALREADY
    Letter.objects.create(subscriber=subscriber, kind=kind, due_at=timezone.now(), site_id=site_id)
    return wanted


def of(subscriber: Subscriber) -> tuple[Any, Any]:
    """Return what a subscriber gets or asked for on the active site: lists in their order, and pages that weren't deleted."""
    lists, pages = (model.objects.here().open().filter(subscriber=subscriber) for model in AGREEMENTS)
    lists = lists.select_related("mailing_list", "subscriber")
    return lists.order_by("mailing_list__sort_order", "mailing_list__name"), pages.exclude(page=None).order_by("pk")


def waiting(subscriber_key: uuid.UUID) -> tuple[list[Subscription], list[Following], bool]:
    """Return the lists and the pages that a link confirms, and whether they are still to be confirmed; otherwise what the
    subscriber gets. Changes nothing."""
    subscriber = Subscriber.objects.filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        return [], [], False
    lists, pages = to_confirm(subscriber)
    if lists or pages:
        return lists, pages, True
    lists, pages = [list(found) for found in of(subscriber)]
    return lists, pages, False


def to_confirm(subscriber: Subscriber) -> list[list[Any]]:
    """Return what waits for confirmation, lists and pages; for an undeliverable subscriber, what they get as well."""
    return [
        [one for one in found if one.state == SubscriptionState.PENDING or subscriber.undeliverable_since]
        for found in of(subscriber)
    ]


@transaction.atomic
def confirm(subscriber_key: uuid.UUID) -> list[Subscription]:
    """Activate what a subscriber asked for on the active site, and return all active subscriptions; none if they only follow
    pages. Idempotent.

    Called only for the owner of the mailbox: the key comes from a signed link in a letter. Raises NothingToConfirmError.
    """
    subscriber = Subscriber.objects.select_for_update().filter(key=subscriber_key, normalised__isnull=False).first()
    if subscriber is None:
        raise NothingToConfirmError
    unconfirmed = to_confirm(subscriber)
    if any(unconfirmed):
        suppression.lift_by_confirming(subscriber.normalised or "")
        if suppression.is_suppressed(subscriber.normalised or ""):
            raise NothingToConfirmError
        for model, chosen in zip(AGREEMENTS, unconfirmed, strict=True):
            _activate(model, [one.pk for one in chosen])
        Subscriber.objects.filter(pk=subscriber.pk).update(undeliverable_since=None)
    lists, pages = of(subscriber)
    active = [one for one in lists if one.state == SubscriptionState.ACTIVE]
    if not active and not any(one.state == SubscriptionState.ACTIVE for one in pages):
        raise NothingToConfirmError
    return active


def _activate(model: Any, keys: list[int]) -> None:
    """Activate agreements, with the words to which the person agreed when they last asked, and the page of the form."""
    link = model._meta.get_field("consent_events")
    asked = link.related_model._default_manager.filter(**{f"{link.field.name}__in": keys}, kind=ConsentKind.ASKED)
    said = {
        getattr(one, link.field.attname): {
            name: getattr(one, name) for name in ("wording_id", "page") if hasattr(one, name)
        }
        for one in asked.order_by("at", "pk")
    }
    model.objects.filter(pk__in=keys).update(state=SubscriptionState.ACTIVE, confirmed_at=timezone.now())
    decide(model, keys, ConsentKind.CONFIRMED, Source.LINK, said)


@transaction.atomic
def end(
    agreements: QuerySet[Any],
    source: Source,
    reason: EndedReason = EndedReason.LEFT,
    actor: User | None = None,
    send: Send | None = None,
) -> int:
    """End those of the agreements, all of one kind, that are open, each with a decision on record, and return their number.

    `send` is the send whose message had the link, if any. What a follower is still to hear of is forgotten.
    """
    model: Any = agreements.model
    keys, number = list(agreements.values_list("pk", flat=True)), 0
    by_send = {"ended_by_send": send} if model is Subscription else {}
    for start in range(0, len(keys), BATCH):
        still_open = model.objects.open().filter(pk__in=keys[start : start + BATCH])
        batch = list(still_open.select_for_update().values_list("pk", flat=True))
        model.objects.filter(pk__in=batch).update(
            state=SubscriptionState.ENDED, ended_at=timezone.now(), ended_reason=reason, **by_send
        )
        decide(model, batch, ConsentKind.ENDED, source, reason=reason, actor=actor)
        if model is Following:
            FollowingNews.objects.filter(following__in=batch, written_at=None).delete()
        number += len(batch)
    return number


def end_all(
    subscriber: Subscriber,
    source: Source,
    reason: EndedReason = EndedReason.LEFT,
    actor: User | None = None,
    send: Send | None = None,
) -> int:
    """End all that a subscriber gets on the active site, or on all sites if none is active, and return its number."""
    here = (model.objects.here().filter(subscriber=subscriber) for model in AGREEMENTS)
    return sum(end(found, source, reason, actor, send) for found in here)


def named_by(link: SubscriberLink, token: str) -> Any:
    """Return the subscription or following that a link names. Raises BadSubscriberTokenError."""
    model: Any = Following if link is UNFOLLOW else Subscription
    found = model.objects.select_related(model.subject, "subscriber").filter(key=link.read(token).key).first()
    if found is None:
        raise BadSubscriberTokenError
    return found


@transaction.atomic
def end_by_link(link: SubscriberLink, token: str, source: Source) -> Any:
    """End what a link names, and return it. It needs no reason, no password and no second step, and is idempotent.

    Somebody who left and joined again has another agreement than the one in older messages. They mean the list or page, so
    the one that is open now ends. Raises BadSubscriberTokenError.
    """
    named, send_id = named_by(link, token), link.read(token).send_id
    end(like(named), source, send=Send.objects.filter(pk=send_id).first() if send_id else None)
    return named


def like(named: Any) -> Any:
    """Return the agreements of the same person to the same; of a deleted page, only the named one."""
    key = getattr(named, f"{named.subject}_id")
    same = Q(pk=named.pk) if key is None else Q(**{named.subject: key})
    return type(named).objects.filter(same, subscriber=named.subscriber_id)


def course(one: Any) -> dict[str, Any]:
    """Return when an agreement was made and how it ended, ready for JSON."""
    return {name: getattr(one, name) for name in ("created_at", "confirmed_at", "ended_at", "ended_reason")}


def decisions(one: Any) -> list[dict[str, Any]]:
    """Return the decisions about an agreement, ready for JSON."""
    told = ("kind", "at", "source", "page", "words_shown", "reason", "evidence")
    found = sorted(one.consent_events.all(), key=lambda event: (event.at, event.pk))
    return [{name: getattr(each, name) for name in told if hasattr(each, name)} for each in found]


def note_export(model: Any, subscriber: Subscriber) -> None:
    """Put on record that a subscriber has got a copy of what is held about those agreements that are open."""
    keys = model.objects.open().filter(subscriber=subscriber).order_by("pk").values_list("pk", flat=True)
    decide(model, keys, ConsentKind.EXPORTED, Source.PREFERENCES)
