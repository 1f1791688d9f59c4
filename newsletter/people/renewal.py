"""Hashes of addresses after a change of the secret: they are made anew while somebody's address is known.

Sends compare the hash of a subscriber with those of suppressions. So the two of an address are always under one secret:
both are renewed together, or neither is.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from newsletter.models import Subscriber, Suppression

from .keys import accepted_digests, digest_fields, earlier_secrets, fingerprint

BATCH = 200  # addresses, each with a digest for every earlier secret


def renew(normalised: Iterable[str]) -> None:
    """Put the hashes of the addresses under the present secret. No statement if there is no earlier one."""
    by_digest = {digest: address for address in normalised for digest in accepted_digests(address)[1:]}
    if by_digest:
        with transaction.atomic():
            _renew(by_digest)


def _renew(by_digest: dict[str, str]) -> None:
    for suppression in Suppression.objects.filter(digest__in=by_digest):
        fields = digest_fields(by_digest[suppression.digest])
        if Suppression.objects.filter(digest=fields["digest"]).exists():
            suppression.delete()
        else:
            Suppression.objects.filter(pk=suppression.pk).update(**fields)
    # Those whose address was forgotten, too, if they have come again.
    for subscriber in Subscriber.objects.filter(digest__in=by_digest):
        Subscriber.objects.filter(pk=subscriber.pk).update(**digest_fields(by_digest[subscriber.digest]))


def renew_all() -> int:
    """Do the same for everybody whose address is known. Returns how many subscribers were renewed."""
    _name_the_only_secret()
    number = 0
    while batch := [each for each in _outdated().values_list("normalised", flat=True)[:BATCH] if each]:
        with transaction.atomic():
            renew(batch)
            for address in batch:  # those under a secret that is no longer accepted, too
                Subscriber.objects.filter(normalised=address).update(**digest_fields(address))
        number += len(batch)
    return number


def _name_the_only_secret() -> None:
    """Name the secret of suppressions without one, which the program of 0.3.0 adds while it goes on beside this one.

    With earlier secrets nobody could tell which it was.
    """
    if not earlier_secrets():
        Suppression.objects.filter(digest_secret="").update(digest_secret=fingerprint())


def _outdated() -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(normalised__isnull=False).exclude(digest_secret=fingerprint())
