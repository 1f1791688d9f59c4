"""The mutation that proposes terms. Only for tokens with the scope `write`."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene

from cms.drafts.graphql.inputs import PageValues, field_name, form_inputs, input_type, name_in_api, name_of
from cms.drafts.graphql.requests import answered, key_of, request_inputs, request_outputs
from cms.drafts.requests import DraftAuthor, RequestTerms
from cms.graphql.context import Info
from cms.graphql.schema import register_mutation
from cms.graphql.types import summary_of
from cms.graphql.user_errors import mutation_field
from cms.proposals.kinds import kinds
from cms.proposals.services import Place, propose
from cms.proposals.terms import WITHHELD, form_of, term_models, with_slug

from .types import proposal_output, proposal_values

# The programme of a new term is that of the request; its other languages are for people.
NOT_GIVEN = (*WITHHELD, "site")
SLUG = "Slug. Short form for addresses and filters. Without it, that of a new term is made of its name."


@cache
def terms_input() -> type[graphene.InputObjectType]:
    """Return the input type with the values of a term of any kind."""
    fields = {
        field_name(model.__name__): graphene.InputField(
            term_input(model), description=f"Values of the kind `{name_of(model)}`.", name=name_in_api(model.__name__)
        )
        for model in term_models()
    }
    return input_type("TermInput", "The values of a term, under the name of exactly one kind.", fields, one_of=True)


@cache
def term_input(model: Any) -> type[graphene.InputObjectType]:
    """Return the input type of a kind of terms."""
    fields = {name: one for name, one in form_inputs(form_of(model)).items() if name not in NOT_GIVEN}
    fields["slug"] = graphene.InputField(graphene.String, description=SLUG)
    return input_type(f"Proposed{name_of(model)}Input", summary_of(model), fields)


class ProposeTermInput(graphene.InputObjectType):
    """A new term, or a change of one."""

    id = graphene.ID(description="The `id` of the term to change; without it, a new one is proposed.")
    term = graphene.InputField(
        lambda: terms_input(), required=True, description="Its values. What is left out stays, or is as in a new form."
    )
    vars().update(request_inputs())


class ProposeTermPayload(graphene.ObjectType):
    """The proposal, or all that is wrong with the input."""

    proposal = proposal_output()
    vars().update(request_outputs())


@register_mutation
class ProposalMutation:
    """Proposing terms."""

    propose_term = mutation_field(
        ProposeTermPayload,
        ProposeTermInput,
        "The term.",
        "Propose a new term or a change of one. Nothing changes until a person accepts it. Needs a token with the "
        "scope `write`.",
    )

    @staticmethod
    def resolve_propose_term(root: None, info: Info, *, input: Any) -> ProposeTermPayload:
        ((name, content),) = dict.items(input.term)
        model = next(one for one in term_models() if field_name(one.__name__) == name)

        def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            key = key_of(input.id, model, "id") if input.get("id") else None
            read = PageValues(content, form_of(model))
            values = with_slug(model, read.values, is_new=key is None)
            place = Place(values=("term", name))
            return proposal_values(propose(author, terms, kinds[model], key, values, read.problems, place))

        return ProposeTermPayload(**answered(info.context, input, written))
