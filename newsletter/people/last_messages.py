"""The end of a programme's lists: all subscriptions end, and subscribers get one last message, if the lead wants that.

People who are on several lists get one. Each letter is a row, so none is lost if a worker is stopped.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from newsletter.choices import EndedReason, LetterKind, Source
from newsletter.models import LastMessage, Letter, Subscriber

from . import agreements

BATCH = 1_000


def to_be_told(site: Site) -> QuerySet[Subscriber]:
    """Return the people who are on a list of the site, or follow one of its pages, and take mail, each once."""
    lists, pages = (model.objects.of(site).active().values("subscriber") for model in agreements.AGREEMENTS)
    return Subscriber.objects.filter(
        Q(pk__in=lists) | Q(pk__in=pages),
        normalised__isnull=False,
        undeliverable_since=None,
    ).order_by("pk")


@transaction.atomic
def tell(site: Site, subject: str, text: str, user: User | None, now: datetime.datetime | None = None) -> LastMessage:
    """Write a letter to everybody on the site's lists, no more a minute than issues. Before `end_subscriptions`."""
    now = now or timezone.now()
    message = LastMessage.objects.create(site=site, subject=subject, text=text, created_by=user)
    a_minute = settings.NEWSLETTER_PER_MINUTE
    people = to_be_told(site).values_list("pk", flat=True)
    Letter.objects.bulk_create(
        (
            Letter(
                subscriber_id=key,
                kind=LetterKind.LAST,
                last_message=message,
                site=site,
                due_at=now + datetime.timedelta(minutes=place // a_minute if a_minute else 0),
            )
            for place, key in enumerate(people.iterator())
        ),
        batch_size=BATCH,
    )
    return message


@transaction.atomic
def end_subscriptions(site: Site, user: User | None = None) -> int:
    """End all subscriptions to the site's lists and all followings of its pages, confirmed or not, each with a consent event.
    Return their number."""
    ended = (model.objects.of(site).open() for model in agreements.AGREEMENTS)
    return sum(agreements.end(found, Source.EDITOR, EndedReason.PROGRAMME_ENDED, user) for found in ended)
