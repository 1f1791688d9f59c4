"""Asking to follow a page: as with a list, anybody may ask for any address, and the owner of the mailbox confirms."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from newsletter.choices import ConsentKind, FollowingFrequency, LetterKind, Source, SubscriptionState
from newsletter.models import Following, FollowingConsent, Letter
from newsletter.models.people import OPEN_STATES

from . import wording
from .addresses import Address
from .subscriptions import subscriber_with


@transaction.atomic
def ask_to_follow(
    address: Address, page: Page, frequency: FollowingFrequency, *, site: Site | None, source: Source, words: str
) -> None:
    """Record a request for the address to follow the page; a letter goes to the mailbox. `words` is the text at the form.

    The same statements run whether the address is known, follows the page or is suppressed, and nothing that is in force
    changes (`subscriptions.ask_to_join`).
    """
    text = wording.kept(words)
    subscriber = subscriber_with(address)
    Following.objects.bulk_create(
        [Following(subscriber=subscriber, page_id=page.pk, frequency=frequency, source=source, site=site)],
        ignore_conflicts=True,  # one that is open already
    )
    wanted = Following.objects.filter(subscriber=subscriber, page=page.pk, state__in=OPEN_STATES).first()
    if wanted is None:  # it was ended at this very moment
        return
    FollowingConsent.objects.create(following=wanted, kind=ConsentKind.ASKED, source=source, wording=text)
    Following.objects.filter(pk=wanted.pk, state=SubscriptionState.PENDING).update(frequency=frequency)
    # Mail to an undeliverable subscriber bounced; confirming again shows that it arrives.
    is_new = wanted.state == SubscriptionState.PENDING or subscriber.undeliverable_since
    kind = LetterKind.CONFIRM if is_new else LetterKind.ALREADY
    Letter.objects.create(subscriber=subscriber, kind=kind, due_at=timezone.now(), site=site)
