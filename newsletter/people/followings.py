"""Pages that people follow: what they asked for is confirmed, changed and ended as with lists.

Asking is in `follow_requests`; letters to followers are written in `followers`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from cms.sites.rows import active_rows, rows_of
from cms.visibility.rule import Visibility
from newsletter.choices import ConsentKind, EndedReason, FollowingFrequency, Source, SubscriptionState
from newsletter.models import Following, FollowingConsent, FollowingNews, Subscriber
from newsletter.models.people import OPEN_STATES

from .followed_pages import names_of

OF_THE_SITE = partial(active_rows, "site")
BATCH = 1_000


def open_followings(subscriber: Subscriber) -> QuerySet[Following]:
    """Return what a subscriber follows on the active site, or asked to. A page that was deleted isn't among it."""
    return Following.objects.filter(
        OF_THE_SITE(), subscriber=subscriber, state__in=OPEN_STATES, page__isnull=False
    ).order_by("pk")


def active_followings(subscriber: Subscriber) -> QuerySet[Following]:
    """Return what a subscriber follows on the active site."""
    return open_followings(subscriber).filter(state=SubscriptionState.ACTIVE)


def to_confirm(subscriber: Subscriber) -> list[Following]:
    """Return what waits for confirmation; for an undeliverable subscriber, what they follow as well."""
    states = OPEN_STATES if subscriber.undeliverable_since else (SubscriptionState.PENDING,)
    return list(open_followings(subscriber).filter(state__in=states))


def confirm(followings: list[Following]) -> None:
    """Activate followings, each with a consent event that has the words to which the person agreed."""
    asked = FollowingConsent.objects.filter(following__in=followings, kind=ConsentKind.ASKED)
    words = {event.following_id: event.wording_id for event in asked.order_by("at", "pk")}
    Following.objects.filter(pk__in=[one.pk for one in followings]).update(
        state=SubscriptionState.ACTIVE, confirmed_at=timezone.now()
    )
    FollowingConsent.objects.bulk_create(
        FollowingConsent(following=one, kind=ConsentKind.CONFIRMED, source=Source.LINK, wording_id=words.get(one.pk))
        for one in followings
    )


@transaction.atomic
def end(
    followings: Iterable[Following] | QuerySet[Following],
    source: Source,
    reason: EndedReason = EndedReason.LEFT,
    actor: User | None = None,
) -> int:
    """End those of the followings that are open, each with a consent event, and return their number.

    What waits for the next issue is forgotten.
    """
    keys = [one.pk for one in followings]
    number = 0
    for start in range(0, len(keys), BATCH):
        still_open = Following.objects.filter(pk__in=keys[start : start + BATCH], state__in=OPEN_STATES)
        batch = list(still_open.select_for_update().values_list("pk", flat=True))
        Following.objects.filter(pk__in=batch).update(
            state=SubscriptionState.ENDED, ended_at=timezone.now(), ended_reason=reason
        )
        FollowingConsent.objects.bulk_create(
            FollowingConsent(following_id=key, kind=ConsentKind.ENDED, source=source, reason=reason, actor=actor)
            for key in batch
        )
        FollowingNews.objects.filter(following__in=batch, written_at=None).delete()
        number += len(batch)
    return number


def end_all(
    subscriber: Subscriber, source: Source, reason: EndedReason = EndedReason.LEFT, actor: User | None = None
) -> int:
    """End all that a subscriber follows on the active site, or on all sites if none is active."""
    here = Following.objects.filter(OF_THE_SITE(), subscriber=subscriber, state__in=OPEN_STATES)
    return end(here, source, reason, actor)


def end_all_of_site(site: Site, actor: User | None = None) -> int:
    """End all followings of a programme that has ended, and return their number."""
    here = Following.objects.filter(rows_of(site), state__in=OPEN_STATES)
    return end(here.only("pk"), Source.EDITOR, EndedReason.PROGRAMME_ENDED, actor)


def end_those_without_page() -> int:
    """End the followings whose page was deleted, and return their number."""
    gone = Following.objects.filter(page=None, state__in=OPEN_STATES)
    return end(gone, Source.SYSTEM, EndedReason.REMOVED)


@transaction.atomic
def end_by_link(key: uuid.UUID, source: Source) -> Following:
    """End the following that a link names, or the later one of the same page and person, and return the named one.

    Raises Following.DoesNotExist.
    """
    named = Following.objects.select_related("page", "subscriber").get(key=key)
    end(of_the_same_page(named).filter(state__in=OPEN_STATES), source)
    return named


def of_the_same_page(named: Following) -> QuerySet[Following]:
    """Return the followings of the same page by the same person; of a deleted page, only the named one."""
    same_page = Q(pk=named.pk) if named.page_id is None else Q(page=named.page_id)
    return Following.objects.filter(same_page, subscriber=named.subscriber_id)


@transaction.atomic
def change(subscriber: Subscriber, choices: Mapping[int, FollowingFrequency | None]) -> None:
    """Change when the subscriber gets letters about the pages that they follow, by the keys of followings; None ends one.

    The choices came from the subscriber's own page. Only differences become consent events; others' keys are ignored.
    """
    followings = list(active_followings(subscriber).filter(pk__in=choices))
    end([one for one in followings if choices[one.pk] is None], Source.PREFERENCES)
    differ = [one for one in followings if choices[one.pk] not in (None, one.frequency)]
    for one in differ:
        Following.objects.filter(pk=one.pk).update(frequency=choices[one.pk])
    FollowingConsent.objects.bulk_create(
        FollowingConsent(following=one, kind=ConsentKind.CHANGED, source=Source.PREFERENCES) for one in differ
    )


def named(subscriber: Subscriber, visibility: Visibility) -> list[tuple[Following, str]]:
    """Return what a subscriber follows on the active site, each with the name of its page; empty if that isn't public."""
    found = list(active_followings(subscriber))
    names = names_of([one.page_id for one in found], visibility) if found else {}
    return [(one, names.get(one.page_id or 0, "")) for one in found]


def export(subscriber: Subscriber) -> list[dict[str, Any]]:
    """Return everything about what a subscriber follows or followed, ready for JSON, and record the request.

    A page that isn't public, or was deleted, is given by its number alone.
    """
    followings = list(
        Following.objects.filter(subscriber=subscriber)
        .select_related("site")
        .prefetch_related("consent_events__wording", "news__change")
        .order_by("pk")
    )
    names = _names(followings)
    FollowingConsent.objects.bulk_create(
        FollowingConsent(following=one, kind=ConsentKind.EXPORTED, source=Source.PREFERENCES)
        for one in followings
        if one.state != SubscriptionState.ENDED
    )
    return [_exported(one, names.get(one.pk, "")) for one in followings]


def _names(followings: list[Following]) -> dict[int, str]:
    """Return the names of the followed pages that are public on their own sites, by the followings' keys."""
    found = {}
    for site in {one.own_site for one in followings}:
        here = [one for one in followings if one.own_site == site]
        names = names_of([one.page_id for one in here], Visibility(site))
        found.update({one.pk: names[one.page_id] for one in here if one.page_id in names})
    return found


def _exported(one: Following, name: str) -> dict[str, Any]:
    return {
        "page": one.page_id,
        "title": name,
        "frequency": one.frequency,
        "state": one.state,
        "source": one.source,
        "created_at": one.created_at,
        "confirmed_at": one.confirmed_at,
        "ended_at": one.ended_at,
        "ended_reason": one.ended_reason,
        "told_of": [
            {"change_at": news.change.at, "written_at": news.written_at}
            for news in sorted(one.news.all(), key=lambda news: news.pk)
        ],
        "decisions": [
            {
                "kind": event.kind,
                "at": event.at,
                "source": event.source,
                "words_shown": event.wording.text if event.wording else "",
                "reason": event.reason,
            }
            for event in sorted(one.consent_events.all(), key=lambda event: (event.at, event.pk))
        ],
    }
