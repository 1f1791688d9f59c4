"""What subscribers have of the newsletter's secret, for `manage.py secrets` and the doctor."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage, Warning
from django.db.models import Q

from cms.operations.doctor import check_of_state
from cms.operations.secret_uses import UNKNOWN, SecretUse, out_of
from newsletter.models import Send, Subscriber, Suppression

from .keys import accepted_fingerprints, fingerprint
from .tokens import PREFERENCES_DAYS

SETTING = "NEWSLETTER_SECRET"


def of_subscribers() -> Iterator[SecretUse]:
    """Uses of `NEWSLETTER_SECRET`."""
    sends = Send.objects.count()
    yield SecretUse(SETTING, "Links to unsubscribe, by send", out_of(sends), "always: they never expire")
    yield SecretUse(SETTING, "Links to confirm, to people's own pages", UNKNOWN, f"{PREFERENCES_DAYS} days at most")
    hashed = Subscriber.objects.exclude(Q(digest="") | Q(digest_secret=fingerprint()))
    known = hashed.filter(normalised__isnull=False).count()
    yield SecretUse(SETTING, "Hashes of subscribers' addresses", str(known), "a worker renews them within a day")
    forgotten = hashed.filter(normalised=None).count()
    yield SecretUse(SETTING, "Hashes of forgotten addresses", str(forgotten), "always, or until the person comes again")
    suppressed = Suppression.objects.exclude(digest_secret=fingerprint()).count()
    yield SecretUse(
        SETTING, "Hashes of suppressed addresses", str(suppressed), "always, or until the person comes again"
    )


@check_of_state
def lost_suppressions() -> Iterator[CheckMessage]:
    """Suppressed addresses that nobody can recognise, since their secret isn't accepted any more."""
    if number := Suppression.objects.exclude(digest_secret__in=accepted_fingerprints()).count():
        yield Warning(
            f"Suppressed addresses that aren't recognised, so they may get messages: {number}.",
            hint="Add the secret that NEWSLETTER_SECRET had before to NEWSLETTER_SECRET_FALLBACKS.",
            id="hub.suppressions",
        )
