"""Makes proposals for programs: checked at once by the form with which a person makes or changes the thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import QueryDict
from wagtail.log_actions import log

from cms.base.log_messages import name_actions
from cms.drafts.form_data import FilledForm, FormProblem, problems_of
from cms.drafts.requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused

from .kinds import ProgramProposalKind, kind_of
from .models import ProgramProposal, ProgramProposalState

PROPOSED, ACCEPTED, DECLINED = "cms.proposal.made", "cms.proposal.accepted", "cms.proposal.declined"
LONGEST_TITLE = 255

# What histories and the audit log say of proposals.
name_actions(
    {
        PROPOSED: ("Propose by a token", "Proposed by {by}"),
        ACCEPTED: ("Accept a proposal", "Proposal of {by} accepted"),
        DECLINED: ("Decline a proposal", "Proposal of {by} declined"),
    }
)


@dataclass(frozen=True)
class Proposed:
    """A proposal, unsaved in a trial. `is_repeated` says that an earlier request with the same key had made it."""

    proposal: ProgramProposal
    is_repeated: bool = False


@dataclass(frozen=True)
class Place:
    """Where the values are in the input, and where the id of the thing is, for errors."""

    values: tuple[str, ...] = ()
    key: tuple[str, ...] = ("id",)


def propose(
    author: DraftAuthor,
    terms: RequestTerms,
    kind: ProgramProposalKind,
    key: int | None,
    values: Mapping[str, Any],
    problems: Iterable[FormProblem] = (),
    place: Place | None = None,
) -> Proposed:
    """Propose a new thing (`key` is None), or a change of one. Raises RefusedError.

    `problems` are those with values that couldn't be read.
    """
    place = place or Place()
    unreadable = tuple(problems)

    def write() -> Proposed:
        thing = _thing(author, terms, kind, key, place)
        _check(author, kind, thing, {**values, **kind.always(terms.site, thing)}, unreadable, place)
        proposal = ProgramProposal(
            site=terms.site,
            content_type=ContentType.objects.get_for_model(kind.model),
            object_id=key,
            title=kind.title(thing, values)[:LONGEST_TITLE],
            values=dict(values),
            version=kind.version(thing) if thing else "",
            made_by=author.user,
            token=author.token,
            token_name=author.token.name,
            agent=author.agent,
        )
        if not terms.is_trial:
            proposal.save()
            log(thing or proposal, PROPOSED, user=author.user, data=author.log_data, title=proposal.title)
        return Proposed(proposal)

    def again(proposal: ProgramProposal | None) -> Proposed:
        if proposal is None:
            raise refused(NOT_FOUND, "The proposal that the earlier request made is gone.", *place.key)
        _thing(author, terms, kind, proposal.object_id, place)
        return Proposed(proposal, is_repeated=True)

    request = ("propose", kind.model._meta.label, key, dict(values))
    return carry_out(author, terms, request, write, lambda made: made.proposal, again)


def _thing(
    author: DraftAuthor, terms: RequestTerms, kind: ProgramProposalKind, key: int | None, place: Place
) -> Model | None:
    """Return the thing of the proposal; None for a new one. Raises RefusedError if the person may not decide on it."""
    if key is None:
        if not kind.may_decide(author.user, terms.site, None):
            raise refused("not_permitted", f"The person behind this token may add no {kind.label} here.", *place.values)
        return None
    thing = kind.find(terms.site, key)
    if thing is None or not kind.may_decide(author.user, terms.site, thing):
        raise refused(
            NOT_FOUND, f"The person behind this token may change no {kind.label} with this id here.", *place.key
        )
    return thing


def _check(
    author: DraftAuthor,
    kind: ProgramProposalKind,
    thing: Model | None,
    values: Mapping[str, Any],
    unreadable: tuple[FormProblem, ...],
    place: Place,
) -> None:
    filled = FilledForm(kind.form(thing, author.user), values)
    problems = [*unreadable, *filled.problems]
    form = kind.form(thing, author.user, filled.data)
    if not form.is_valid():
        known = {one.path for one in problems}
        problems += [one for one in problems_of(form, filled.places) if one.path not in known]
    if problems:
        raise RefusedError(replace(one, path=(*place.values, *one.path)) for one in problems)


def proposed_data(kind: ProgramProposalKind, proposal: ProgramProposal, thing: Model | None, user: Any) -> QueryDict:
    """Return what a browser would send of the form with the proposed values in it."""
    form = kind.form(thing, user)
    values = proposal.values | kind.always(proposal.own_site, thing)
    known = {name: value for name, value in values.items() if name in form.fields}
    return FilledForm(form, known).data


def thing_of(proposal: ProgramProposal) -> Model | None:
    """Return the thing of a proposal, if it is there."""
    kind = kind_of(proposal)
    if kind is None or proposal.object_id is None:
        return None
    return kind.find(proposal.own_site, proposal.object_id)


def accepted(proposal: ProgramProposal, user: Any, thing: Model | None = None) -> None:
    """Note that a person accepted a proposal."""
    proposal.decide(ProgramProposalState.ACCEPTED, user)
    log(thing or proposal, ACCEPTED, user=user, data={"by": proposal.by}, title=proposal.title)


def decline(proposal: ProgramProposal, user: Any, reason: str) -> None:
    """Note that a person declined a proposal, and why."""
    proposal.decide(ProgramProposalState.DECLINED, user, reason)
    log(thing_of(proposal) or proposal, DECLINED, user=user, data={"by": proposal.by}, title=proposal.title)
