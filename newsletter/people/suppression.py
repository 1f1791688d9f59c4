"""Addresses that get nothing. Only their keyed hashes are kept."""

from __future__ import annotations

from newsletter.choices import SuppressionReason
from newsletter.models import Suppression

from . import renewal
from .keys import accepted_digests, digest_fields

# Suppressions that end when a person joins again by the link in a letter. Mail that bounced or was reported as spam is
# different: writing there again harms how all our messages are received, so an editor must decide.
LIFTED_BY_CONFIRMING = SuppressionReason.ERASED


def is_suppressed(normalised: str) -> bool:
    """Say whether the address gets nothing. One statement."""
    return Suppression.objects.filter(digest__in=accepted_digests(normalised)).exists()


def blocks_letters(normalised: str) -> bool:
    """Say whether not even a letter may go to the address. One statement.

    Somebody who was erased and asks again gets the letter that asks to confirm, and nothing else before they do.
    """
    found = Suppression.objects.filter(digest__in=accepted_digests(normalised))
    return found.exclude(reason=LIFTED_BY_CONFIRMING).exists()


def suppress(normalised: str, reason: SuppressionReason) -> None:
    """Suppress the address. A stronger reason replaces “erased”, never the other way round."""
    renewal.renew([normalised])
    fields = digest_fields(normalised)
    row, created = Suppression.objects.get_or_create(digest=fields["digest"], defaults=fields | {"reason": reason})
    if not created and row.reason == LIFTED_BY_CONFIRMING and reason != row.reason:
        Suppression.objects.filter(pk=row.pk).update(reason=reason)


def lift_by_confirming(normalised: str) -> None:
    """Lift the suppression of an erased person who has joined again."""
    Suppression.objects.filter(digest__in=accepted_digests(normalised), reason=LIFTED_BY_CONFIRMING).delete()


def suppressed_among(normalised: list[str]) -> set[str]:
    """Return those of the addresses that get nothing. One statement for each 500."""
    by_digest = {digest: address for address in normalised for digest in accepted_digests(address)}
    digests = list(by_digest)
    found: set[str] = set()
    for start in range(0, len(digests), 500):
        rows = Suppression.objects.filter(digest__in=digests[start : start + 500]).values_list("digest", flat=True)
        found.update(by_digest[digest] for digest in rows)
    return found
