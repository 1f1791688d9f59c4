"""What becomes of each kind of proposal: a part of the document's draft, or a draft of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Site

from cms.base.choices import DatePrecision
from cms.base.date_fields import PartialDayField
from cms.base.dates import today
from cms.base.own_words import worded
from cms.models import BasePage
from programme.choices import ATTENDANCE_KINDS, COMMITMENT_KINDS, AttendanceKind, MeetingState
from programme.dues import due_of
from programme.intake.columns import paragraphs
from programme.intake.plans import known_names
from programme.models import (
    Attendance,
    CommitmentPage,
    IntakeProposal,
    MeetingAction,
    MeetingPage,
    ProposalKind,
    PublicationPage,
    TeamIndexPage,
    TeamProfilePage,
)

from .drafts import NotPossibleNowError, add, draft_of, save


def put(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    """Make of a proposal what its kind and the document's draft say. Returns the page that has it now.

    Raises PermissionDenied, NotPossibleNowError, ValidationError.
    """
    return _ways[ProposalKind(proposal.kind), type(page)](proposal, page, user)


def owners_in(site: Site | None) -> set[str]:
    """Return the names of the organisations and people of a site's programme, who may be the owners of proposals."""
    known = known_names(site)
    organisations = {name for one in known.organisations.values() for name in (one.name, one.short_name) if name}
    return organisations | set(known.people.values())


def _section(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    draft = draft_of(page, user)
    name = "minutes" if isinstance(page, MeetingPage) else "body"
    blocks = getattr(draft, name)
    if proposal.title:
        blocks.append(("heading", {"text": proposal.title[:150], "level": "h2"}))
    if proposal.text:
        blocks.append(("rich_text", {"text": paragraphs(proposal.text)}))
    if isinstance(page, MeetingPage) and draft.state == MeetingState.HELD:
        draft.state = MeetingState.MINUTES_DRAFT
    save(proposal.document, draft, user)
    return page


def _commitment(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    stream = proposal.document.stream
    if stream is None:
        raise NotPossibleNowError(worded("Set the work stream of the document first, at the top of this page."))
    if not stream.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    kind = COMMITMENT_KINDS.key_of(str(proposal.kind)) or COMMITMENT_KINDS.first_of(proposal.kind)
    where = proposal.where if proposal.where.startswith("page") else ""
    number = proposal.number or _after(stream.commitments.filter(kind=kind).values_list("number", flat=True))
    due, due_date = due_of(proposal.due) if _is_readable(proposal.due) else (proposal.due, None)
    made = CommitmentPage(
        kind=kind,
        number=number,
        text=paragraphs(proposal.text),
        due=due,
        due_date=due_date,
        source=page if isinstance(page, PublicationPage) else None,
        source_page=", ".join(filter(None, (where, proposal.reference)))[:40],
    )
    made.title = ": ".join(filter(None, (f"{made.get_kind_display()} {number}", proposal.title)))[:255]
    if made.distinct_name in CommitmentPage.names_taken(stream):
        raise NotPossibleNowError(
            worded(
                "%(title)s already has %(name)s. Give it another number, or skip it.",
                title=stream.title,
                name=made.distinct_name,
            )
        )
    made.responsible_body = _organisation(proposal)
    add(proposal.document, made, stream, user)
    return made


def _after(numbers: Iterable[int]) -> int:
    """Return the number of an item whose number was left open: the one after the largest."""
    return max(numbers, default=0) + 1


def _organisation(proposal: IntakeProposal) -> Any:
    """Return the organisation that the owner is by its name, None for a person or an unknown one."""
    return known_names(proposal.document.intake.own_site).organisations.get(proposal.owner.lower())


def _is_readable(due: str) -> bool:
    try:
        due_of(due)
    except ValidationError:
        return False
    return True


def _meeting_action(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    draft = draft_of(page, user)
    there = list(draft.actions.all())
    numbers = {row.number for row in there}
    if proposal.number in numbers:
        raise NotPossibleNowError(
            worded("The meeting has an action %(number)s already. Give it another number.", number=proposal.number)
        )
    due_date = due_of(proposal.due)[1] if _is_readable(proposal.due) else None
    number = proposal.number or _after(numbers)
    # Readers of the minutes look for the reference; beside a number of its own it would be said twice.
    text = ": ".join(
        filter(None, (proposal.reference if proposal.number is None else "", proposal.title, proposal.text))
    )
    row = MeetingAction(number=number, text=text, owner=proposal.owner[:120], due_date=due_date)
    row.sort_order = len(there)
    draft.actions.set([*there, row])
    save(proposal.document, draft, user)
    return page


def _attendance(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    draft = draft_of(page, user)
    there = list(draft.attendance.all())
    if proposal.title.lower() in {row.name.lower() for row in there}:
        raise NotPossibleNowError("This person is on the list already.")
    is_absent = re.match(r"\W*apolog", proposal.passage, re.IGNORECASE)
    kind = AttendanceKind.APOLOGY if is_absent else AttendanceKind.MEMBER
    row = Attendance(name=proposal.title[:120], role=proposal.text[:150], kind=ATTENDANCE_KINDS.first_of(kind))
    row.sort_order = len(there)
    draft.attendance.set([*there, row])
    save(proposal.document, draft, user)
    return page


def _profile(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    site = proposal.document.intake.own_site
    above = TeamIndexPage.objects.descendant_of(site.root_page).first() if site else None
    if above is None:
        raise NotPossibleNowError("The programme has no list of its team yet.")
    if not above.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    given, _, family = proposal.title.rpartition(" ")
    if not given:
        raise NotPossibleNowError("Give the first name and the family name.")
    if TeamProfilePage.objects.child_of(above).filter(title__iexact=proposal.title).exists():
        raise NotPossibleNowError(f"{proposal.title} is in the team already.")
    made = TeamProfilePage(
        title=proposal.title,
        given_name=given[:60],
        family_name=family[:60],
        sort_name=f"{family}, {given}"[:120],
        post_title=proposal.text[:150],
        as_at=today(),
        as_at_precision=DatePrecision.DAY,
    )
    add(proposal.document, made, above, user)
    return made


def _date(proposal: IntakeProposal, page: BasePage, user: User) -> BasePage:
    draft = draft_of(page, user)
    draft._meta.get_field("date").save_form_data(draft, PartialDayField().clean(proposal.title))
    save(proposal.document, draft, user)
    return page


_ways = {
    (ProposalKind.SECTION, PublicationPage): _section,
    (ProposalKind.SECTION, MeetingPage): _section,
    (ProposalKind.RECOMMENDATION, PublicationPage): _commitment,
    (ProposalKind.ACTION, PublicationPage): _commitment,
    (ProposalKind.RECOMMENDATION, MeetingPage): _meeting_action,
    (ProposalKind.ACTION, MeetingPage): _meeting_action,
    (ProposalKind.PERSON, PublicationPage): _profile,
    (ProposalKind.PERSON, MeetingPage): _attendance,
    (ProposalKind.DATE, PublicationPage): _date,
    (ProposalKind.DATE, MeetingPage): _date,
}
