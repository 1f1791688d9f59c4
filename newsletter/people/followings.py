"""Pages that people follow: they ask, confirm and stop as with lists (`agreements`).

Letters to followers are written in `followers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from cms.visibility.rule import Visibility
from newsletter.choices import ConsentKind, EndedReason, FollowingFrequency, Source, SubscriptionState
from newsletter.models import Following, Subscriber

from . import agreements
from .addresses import Address
from .followed_pages import names_of
from .subscriptions import subscriber_with


@transaction.atomic
def ask_to_follow(
    address: Address, page: Page, frequency: FollowingFrequency, *, site: Site | None, source: Source, words: str
) -> None:
    """Record a request for the address to follow the page (`agreements.ask`). `words` is the text shown at the form."""
    subscriber = subscriber_with(address)
    made = Following(subscriber=subscriber, page_id=page.pk, frequency=frequency, source=source, site=site)
    wanted = agreements.ask([made], site_id=site.pk if site else None, source=source, words=words)
    keys = [one.pk for one in wanted]
    Following.objects.filter(pk__in=keys, state=SubscriptionState.PENDING).update(frequency=frequency)


def active_followings(subscriber: Subscriber) -> Any:
    """Return what a subscriber follows on the active site. A page that was deleted isn't among it."""
    return agreements.of(subscriber)[1].filter(state=SubscriptionState.ACTIVE)


def end_those_without_page() -> int:
    """End the followings whose page was deleted, and return their number."""
    return agreements.end(Following.objects.open().filter(page=None), Source.SYSTEM, EndedReason.REMOVED)


@transaction.atomic
def change(subscriber: Subscriber, choices: Mapping[int, FollowingFrequency | None]) -> None:
    """Change when the subscriber gets letters about the pages that they follow, by the keys of followings; None ends one.

    The choices came from the subscriber's own page. Only differences become consent events; others' keys are ignored.
    """
    followings = active_followings(subscriber)
    agreements.end(followings.filter(pk__in=[key for key in choices if choices[key] is None]), Source.PREFERENCES)
    differ = [one.pk for one in followings.filter(pk__in=choices) if choices[one.pk] != one.frequency]
    for key in differ:
        Following.objects.filter(pk=key).update(frequency=choices[key])
    agreements.decide(Following, differ, ConsentKind.CHANGED, Source.PREFERENCES)


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
    agreements.note_export(Following, subscriber)
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
        **agreements.course(one),
        "told_of": [
            {"change_at": news.change.at, "written_at": news.written_at}
            for news in sorted(one.news.all(), key=lambda news: news.pk)
        ],
        "decisions": agreements.decisions(one),
    }
