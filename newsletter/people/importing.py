"""Subscribers from a file. Each needs evidence that they agreed, and nobody who left or is suppressed is brought back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cms import csv_files
from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState
from newsletter.models import ConsentEvent, ConsentWording, MailingList, Subscriber, Subscription

from .addresses import Address, InvalidAddressError, normalise
from .keys import keyed_digest
from .suppression import suppressed_among

COLUMNS = ("address", "list", "evidence", "date")
BATCH = 500
MOST = 10_000  # lines; all are written in one transaction, and on SQLite nobody else can save meanwhile
# Who ended by such a reason decided it, or their mailbox did.
NEVER_REVIVED = (EndedReason.LEFT, EndedReason.ERASED, EndedReason.COMPLAINED, EndedReason.BOUNCED)


class Fate(Enum):
    """What becomes of a line. The value is what the editor reads."""

    ADDED = "Added"
    ALREADY = "Is on the list already"
    TWICE = "Stands in the file before"
    SUPPRESSED = "Suppressed: gets nothing"
    LEFT = "Left this list: isn't brought back"
    NO_EVIDENCE = "No evidence that they agreed"
    INVALID = "Not an e-mail address"
    NO_LIST = "No list of this name"
    NOT_ALLOWED = "The list doesn't take this domain"


@dataclass
class Line:
    """One line of the file and what becomes of it."""

    number: int
    typed: str
    list_slug: str
    evidence: str
    fate: Fate = Fate.ADDED
    address: Address | None = None
    mailing_list: MailingList | None = None
    # The words that they agreed to, where they are known.
    wording: ConsentWording | None = None


@dataclass(frozen=True)
class Plan:
    """What an import does, line by line."""

    lines: list[Line]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many lines have each fate; those that none has are left out."""
        return {fate: count for fate in Fate if (count := sum(line.fate is fate for line in self.lines))}

    @property
    def added(self) -> list[Line]:
        return [line for line in self.lines if line.fate is Fate.ADDED]


def plan(text: str, evidence: str = "", list_slug: str = "") -> Plan:
    """Say what becomes of each line of a CSV file. Changes nothing; the number of statements grows by 500 lines only.

    The file has a line of headings: `address`, and if wanted `list`, `evidence` and `date`. `evidence` and `list_slug` hold for
    lines that say nothing themselves. Raises UnreadableFileError.
    """
    lines = list(_read(text, evidence.strip(), list_slug))
    if not lines:
        raise csv_files.UnreadableFileError("The file has no line below the headings.")
    if len(lines) > MOST:
        raise csv_files.UnreadableFileError(f"The file has {len(lines):,} lines. Divide it: {MOST:,} at most.")
    return judged(lines)


def judged(lines: list[Line]) -> Plan:
    """Say what becomes of each line, wherever it comes from. Changes nothing."""
    lists = {one.slug: one for one in MailingList.objects.all()}
    seen: set[tuple[str, str]] = set()
    for line in lines:
        line.fate = _fate_by_itself(line, lists, seen)
    _look_up(lines)
    return Plan(lines)


@transaction.atomic
def carry_out(text: str, actor: User, evidence: str = "", list_slug: str = "") -> Plan:
    """Do what `plan` says now, and return it. Those added are active at once. Raises UnreadableFileError."""
    found = plan(text, evidence, list_slug)
    add(found, actor, Source.IMPORT)
    return found


@transaction.atomic(savepoint=False)
def add(found: Plan, actor: User, source: Source) -> None:
    """Put those whom the plan adds on their lists, active at once, each with the evidence and the words of its line."""
    now = timezone.now()
    for lines in _batches(found.added):
        Subscriber.objects.bulk_create(
            [
                Subscriber(
                    address=line.address.typed,
                    normalised=line.address.normalised,
                    digest=keyed_digest(line.address.normalised),
                )
                for line in lines
            ],
            ignore_conflicts=True,
        )
        subscribers = _subscribers(line.address.normalised for line in lines)
        keys = [(subscribers[line.address.normalised].pk, line.mailing_list.pk) for line in lines]
        people = {person for person, _ in keys}
        # Somebody who waits for confirmation has evidence now.
        Subscription.objects.filter(pk__in=_pending(keys)).update(state=SubscriptionState.ACTIVE, confirmed_at=now)
        Subscription.objects.bulk_create(
            [
                Subscription(
                    subscriber_id=person,
                    mailing_list_id=mailing_list,
                    state=SubscriptionState.ACTIVE,
                    source=source,
                    confirmed_at=now,
                )
                for person, mailing_list in keys
            ],
            ignore_conflicts=True,
        )
        active = {
            (one.subscriber_id, one.mailing_list_id): one
            for one in Subscription.objects.filter(subscriber__in=people, state=SubscriptionState.ACTIVE)
        }
        ConsentEvent.objects.bulk_create(
            ConsentEvent(
                subscription=active[key],
                kind=ConsentKind.IMPORTED,
                source=source,
                wording=line.wording,
                evidence=line.evidence,
                actor=actor,
            )
            for key, line in zip(keys, lines, strict=True)
        )


def _read(text: str, evidence: str, list_slug: str) -> Iterator[Line]:
    for number, fields in csv_files.read(text, COLUMNS, required=("address",)):
        proof = ", ".join(part for part in (fields["evidence"] or evidence, fields["date"]) if part)
        # A date alone proves nothing.
        yield Line(
            number, fields["address"], fields["list"] or list_slug, proof if fields["evidence"] or evidence else ""
        )


def _fate_by_itself(line: Line, lists: dict[str, MailingList], seen: set[tuple[str, str]]) -> Fate:
    try:
        line.address = normalise(line.typed)
    except InvalidAddressError:
        return Fate.INVALID
    line.mailing_list = lists.get(line.list_slug)
    if line.mailing_list is None:
        return Fate.NO_LIST
    if not line.mailing_list.allows(line.address.normalised):
        return Fate.NOT_ALLOWED
    if not line.evidence:
        return Fate.NO_EVIDENCE
    key = (line.address.normalised, line.list_slug)
    if key in seen:
        return Fate.TWICE
    seen.add(key)
    return Fate.ADDED


def _look_up(lines: list[Line]) -> None:
    """Change the fate of lines about which the hub knows something."""
    for batch in _batches([line for line in lines if line.fate is Fate.ADDED]):
        suppressed = suppressed_among([line.address.normalised for line in batch])
        digests = {keyed_digest(line.address.normalised): line.address.normalised for line in batch}
        # By the hash: the address of somebody who left long ago is forgotten, that they left is not.
        # What waits, or was never confirmed, is nobody's decision: it doesn't hide that they left before.
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


def _batches(lines: list[Line]) -> Iterator[list[Line]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]
