"""The mutation that proposes progress. Only for tokens with the scope `write`."""

from __future__ import annotations

from typing import Any

import graphene

from cms.base.choices import Significance
from cms.drafts.graphql.inputs import PageValues
from cms.drafts.graphql.requests import answered, key_of, request_inputs, request_outputs
from cms.drafts.requests import DraftAuthor, RequestTerms
from cms.graphql.context import Info
from cms.graphql.fields import enum_of
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import mutation_field
from cms.proposals.graphql.types import proposal_output, proposal_values
from cms.proposals.services import Place, propose
from programme.admin.entries import EntryForm
from programme.models import CommitmentPage
from programme.proposals import PROGRESS

COMMITMENT = "commitment"
NOT_VALUES = frozenset({COMMITMENT, *request_inputs()})


class RecordProgressInput(graphene.InputObjectType):
    """An entry of the ledger of a recommendation or action."""

    commitment = graphene.ID(required=True, description="The `id` of the recommendation or action.")
    status = graphene.String(description="Its status: a key of the programme's vocabulary, such as `in_progress`.")
    date = graphene.String(
        description="The day from which it applies, as in the form or as 2026-11-29; today without it."
    )
    note = graphene.String(description="What was done, in a sentence or two.")
    evidence_page = graphene.ID(description="The `id` of a page on which it can be verified.")
    evidence_document = graphene.ID(description="The `id` of a document in which it can be verified.")
    evidence_link = graphene.String(description="The address at which it can be verified, if outside this site.")
    significance = graphene.InputField(
        enum_of(Significance), description="How big the change is: major, as in the form, or minor."
    )
    change_note = graphene.String(description="A note for readers in one line.")
    vars().update(request_inputs())


class RecordProgressPayload(graphene.ObjectType):
    """The proposal, or all that is wrong with the input."""

    proposal = proposal_output()
    vars().update(request_outputs())


@register_mutation
class ProgressMutation:
    """Proposing progress."""

    record_progress = mutation_field(
        RecordProgressPayload,
        RecordProgressInput,
        "The entry.",
        "Propose an entry of a ledger. It counts once a person has accepted it. Needs a token with the scope `write`.",
    )

    @staticmethod
    def resolve_record_progress(root: None, info: Info, *, input: Any) -> RecordProgressPayload:
        given = {name: value for name, value in dict.items(input) if name not in NOT_VALUES}

        def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            key = key_of(input.commitment, CommitmentPage, COMMITMENT)
            read = PageValues(given, EntryForm)
            place = Place(key=(COMMITMENT,))
            return proposal_values(propose(author, terms, PROGRESS, key, read.values, read.problems, place))

        return RecordProgressPayload(**answered(info.context, input, written))
