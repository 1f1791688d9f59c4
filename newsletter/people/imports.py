"""Imports of subscribers from a file. Each needs evidence of consent; people who unsubscribed or are suppressed aren't added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull
from django.utils import timezone

from cms.base import csv_files
from cms.editing.shown_rows import rows_shown_now
from cms.sites.models import ProgrammeSite, ProgrammeState
from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState
from newsletter.models import MailingList, Subscriber, Subscription

from .addresses import Address, InvalidAddressError, normalise
from .agreements import decide
from .keys import accepted_digests, digest_fields
from .suppression import suppressed_among

# Of a list: whether its programme has ended.
HAS_ENDED = Exists(
    ProgrammeSite.objects.exclude(state=ProgrammeState.OPEN).filter(
        Q(site=OuterRef("site")) | Q(IsNull(OuterRef("site"), True), site__is_default_site=True)
    )
)
COLUMNS = ("address", "list", "evidence", "date")
BATCH = 500
MOST = 10_000  # lines; all are written in one transaction, and on SQLite nobody else can save in the meantime
# These reasons mean that the subscriber decided it, or their mailbox.
NEVER_REVIVED = (EndedReason.LEFT, EndedReason.ERASED, EndedReason.COMPLAINED, EndedReason.BOUNCED)


class Fate(Enum):
    """The result for a line. The value is shown to the editor."""

    ADDED = "Added"
    ALREADY = "Already subscribed"
    TWICE = "Duplicate of an earlier line"
    SUPPRESSED = "Suppressed: not added"
    LEFT = "Unsubscribed earlier: not added"
    NO_EVIDENCE = "No evidence that they agreed"
    INVALID = "Not an e-mail address"
    NO_LIST = "No list has this name"
    NOT_ALLOWED = "Domain not allowed on this list"
    ENDED = "The list’s programme has ended"


@dataclass
class ImportLine:
    """One line of the file and its result."""

    number: int
    typed: str
    list_slug: str
    evidence: str
    fate: Fate = Fate.ADDED
    address: Address | None = None
    mailing_list: MailingList | None = None


@dataclass(frozen=True)
class ImportPlan:
    """The results of an import, line by line."""

    lines: list[ImportLine]

    @property
    def counts(self) -> dict[Fate, int]:
        """The number of lines with each result; results without lines are left out."""
        return {fate: count for fate in Fate if (count := sum(line.fate is fate for line in self.lines))}

    @property
    def added(self) -> list[ImportLine]:
        return [line for line in self.lines if line.fate is Fate.ADDED]


def plan(text: str, evidence: str = "", mailing_list: MailingList | None = None) -> ImportPlan:
    """Return the result for each line of a CSV file. Changes nothing; one set of statements for every 500 lines.

    The first line has the headings: `address`, optionally `list`, `evidence` and `date`. `evidence` and `mailing_list` are used
    for lines without their own. Raises UnreadableFileError.
    """
    return judged(list(_read(text, evidence.strip(), mailing_list.slug if mailing_list else "")))


def judged(lines: list[ImportLine]) -> ImportPlan:
    """Return the result for each line, from any source. Changes nothing."""
    found = MailingList.objects.filter(rows_shown_now()).annotate(has_ended=HAS_ENDED)
    lists: dict[str, Any] = {one.slug: one for one in found}
    seen: set[tuple[str, str]] = set()
    for line in lines:
        line.fate = _fate_by_itself(line, lists, seen)
    _look_up(lines)
    return ImportPlan(lines)


@transaction.atomic
def carry_out(text: str, actor: User, evidence: str = "", mailing_list: MailingList | None = None) -> ImportPlan:
    """Plan again, carry it out, and return the plan. New subscriptions are active at once. Raises UnreadableFileError."""
    found, now = plan(text, evidence, mailing_list), timezone.now()
    for lines in _batches(found.added):
        Subscriber.objects.bulk_create(
            [
                Subscriber(
                    address=line.address.typed,
                    normalised=line.address.normalised,
                    **digest_fields(line.address.normalised),
                )
                for line in lines
            ],
            ignore_conflicts=True,
        )
        subscribers = _subscribers(line.address.normalised for line in lines)
        keys = [(subscribers[line.address.normalised].pk, line.mailing_list.pk) for line in lines]
        people = {person for person, _ in keys}
        # Pending subscribers now have evidence.
        Subscription.objects.filter(pk__in=_pending(keys)).update(state=SubscriptionState.ACTIVE, confirmed_at=now)
        Subscription.objects.bulk_create(
            [
                Subscription(
                    subscriber_id=person,
                    mailing_list_id=mailing_list,
                    state=SubscriptionState.ACTIVE,
                    source=Source.IMPORT,
                    confirmed_at=now,
                )
                for person, mailing_list in keys
            ],
            ignore_conflicts=True,
        )
        active = {
            (one.subscriber_id, one.mailing_list_id): one
            for one in Subscription.objects.active().filter(subscriber__in=people)
        }
        said = {active[key].pk: {"evidence": line.evidence} for key, line in zip(keys, lines, strict=True)}
        decide(Subscription, said, ConsentKind.IMPORTED, Source.IMPORT, said, actor=actor)
    return found


def _read(text: str, evidence: str, list_slug: str) -> Iterator[ImportLine]:
    for number, fields in csv_files.lines(text, COLUMNS, required=("address",), most=MOST):
        proof = ", ".join(part for part in (fields["evidence"] or evidence, fields["date"]) if part)
        # A date alone proves nothing.
        yield ImportLine(
            number, fields["address"], fields["list"] or list_slug, proof if fields["evidence"] or evidence else ""
        )


def _fate_by_itself(line: ImportLine, lists: dict[str, Any], seen: set[tuple[str, str]]) -> Fate:
    try:
        line.address = normalise(line.typed)
    except InvalidAddressError:
        return Fate.INVALID
    found = lists.get(line.list_slug)
    if found is None:
        return Fate.NO_LIST
    line.mailing_list = found
    if found.has_ended:
        return Fate.ENDED
    if not found.allows(line.address.normalised):
        return Fate.NOT_ALLOWED
    if not line.evidence:
        return Fate.NO_EVIDENCE
    key = (line.address.normalised, line.list_slug)
    if key in seen:
        return Fate.TWICE
    seen.add(key)
    return Fate.ADDED


def _look_up(lines: list[ImportLine]) -> None:
    """Change the result of lines whose address the hub knows."""
    for batch in _batches([line for line in lines if line.fate is Fate.ADDED]):
        suppressed = suppressed_among([line.address.normalised for line in batch])
        digests = {
            digest: line.address.normalised for line in batch for digest in accepted_digests(line.address.normalised)
        }
        # By the hash: after some time the address of somebody who unsubscribed is deleted, but the fact that they did is kept.
        # A pending or never confirmed subscription isn't a decision: it doesn't override an earlier unsubscription.
        before = (
            Subscription.objects.filter(subscriber__digest__in=digests)
            .exclude(state=SubscriptionState.PENDING)
            .exclude(ended_reason=EndedReason.NOT_CONFIRMED)
            .order_by("pk")
        )
        last = {
            (digests[digest], key): (state, reason)
            for digest, key, state, reason in before.values_list(
                "subscriber__digest", "mailing_list", "state", "ended_reason"
            )
        }
        for line in batch:
            state, reason = last.get((line.address.normalised, line.mailing_list.pk), ("", ""))
            if line.address.normalised in suppressed:
                line.fate = Fate.SUPPRESSED
            elif state == SubscriptionState.ACTIVE:
                line.fate = Fate.ALREADY
            elif state == SubscriptionState.ENDED and reason in NEVER_REVIVED:
                line.fate = Fate.LEFT


def _pending(keys: list[tuple[int, int]]) -> list[int]:
    wanted = set(keys)
    rows = Subscription.objects.filter(
        subscriber__in={person for person, _ in keys}, state=SubscriptionState.PENDING
    ).values_list("pk", "subscriber", "mailing_list")
    return [key for key, person, mailing_list in rows if (person, mailing_list) in wanted]


def _subscribers(addresses: Iterable[str]) -> dict[str, Subscriber]:
    return {one.normalised: one for one in Subscriber.objects.filter(normalised__in=list(addresses))}


def _batches(lines: list[ImportLine]) -> Iterator[list[ImportLine]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]
