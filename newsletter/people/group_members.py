"""A list that is fed by a group: members who may be added, and subscribers added as members who no longer are.

Members are found among the contacts by name, and by organisation if the seat names one: nothing else ties a seat to a
person. People who unsubscribed aren't added again. Nobody is added or removed until an editor decides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from cms.base.dates import today
from cms.sites.rows import rows_of
from engagement.models import Contact
from newsletter.choices import EndedReason, Source, SubscriptionState
from newsletter.models import MailingList, Subscription
from programme.models import Membership

from . import agreements
from .addresses import Address
from .imports import Fate, ImportLine, judged
from .subscriptions import ask_to_join


@dataclass(frozen=True)
class MemberCandidate:
    """A member who isn't on the list."""

    contact: Contact
    address: Address


@dataclass
class MembershipProposal:
    """The changes that would bring the list into line with its group."""

    candidates: list[MemberCandidate] = field(default_factory=list)
    # Members who need no action or can't be added, with the reason.
    others: list[tuple[str, str]] = field(default_factory=list)
    to_remove: list[Subscription] = field(default_factory=list)


def propose(mailing_list: MailingList) -> MembershipProposal:
    """Return today's proposed changes to the list. Changes nothing; the number of statements doesn't grow with the group."""
    found = MembershipProposal()
    if mailing_list.group_id is None:
        return found
    day = today()
    seats = Membership.objects.filter(page=mailing_list.group_id).select_related("organisation")
    present = [seat for seat in seats if not (seat.end and seat.end < day) and not (seat.start and seat.start > day)]
    contacts: dict[str, list[Contact]] = {}
    for contact in Contact.objects.filter(rows_of(mailing_list.site), erased_on=None):
        contacts.setdefault(_plain(contact.name), []).append(contact)
    members: dict[int, Contact] = {}
    for seat in present:
        known = [
            one
            for one in contacts.get(_plain(seat.name), ())
            if not seat.organisation_id or one.organisation_id == seat.organisation_id
        ]
        if reason := _objection(seat, known):
            found.others.append((str(seat), reason))
        else:
            members[known[0].pk] = known[0]
    open_ones = list(Subscription.objects.open().filter(mailing_list=mailing_list).select_related("subscriber"))
    waiting = {one.subscriber.normalised for one in open_ones if one.state == SubscriptionState.PENDING}
    lines = [_line(contact, mailing_list) for contact in members.values()]
    for contact, line in zip(members.values(), judged(lines).lines, strict=True):
        if line.fate is not Fate.ADDED:
            found.others.append((contact.name, line.fate.value))
        elif line.address.normalised in waiting:
            found.others.append((contact.name, "Asked, but hasn't confirmed yet"))
        else:
            found.candidates.append(MemberCandidate(contact, line.address))
    addresses = {line.address.normalised for line in lines if line.address}
    found.to_remove = [
        one for one in open_ones if one.source == Source.GROUP and one.subscriber.normalised not in addresses
    ]
    return found


@transaction.atomic
def follow(
    mailing_list: MailingList, asked: Collection[int], removed: Collection[int], actor: User, words: str
) -> tuple[int, int]:
    """Ask contacts by the usual letter, with the wording `words`, and end subscriptions, both given by their keys, if they
    are still proposed. Return the numbers of both."""
    found = propose(mailing_list)
    to_ask = [one for one in found.candidates if one.contact.pk in asked]
    for one in to_ask:
        ask_to_join(one.address, [mailing_list], source=Source.GROUP, words=words)
    ended = Subscription.objects.filter(pk__in=[one.pk for one in found.to_remove if one.pk in removed])
    return len(to_ask), agreements.end(ended, Source.GROUP, EndedReason.REMOVED, actor)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _objection(seat: Membership, known: list[Contact]) -> str:
    """Return the reason why nobody can be added for a seat; empty if somebody can."""
    if not seat.name:
        return "No person is named: the seat belongs to an organisation or an office"
    if not known:
        return "No contact has this name"
    if len(known) > 1:
        return "More than one contact has this name"
    return "" if known[0].email else "The contact has no address"


def _line(contact: Contact, mailing_list: MailingList) -> ImportLine:
    """Return the contact as a line of an import, to see whether anything stands against it."""
    return ImportLine(contact.pk, contact.email, mailing_list.slug, "To be asked by letter")
