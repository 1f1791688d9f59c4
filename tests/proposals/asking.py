"""The mutations with which a program proposes."""

from typing import Any

from cms.graphql.ids import id_of
from cms.proposals.models import ProgramProposal

ANSWER = "{ proposal { id title reviewUrl } isRepeated userErrors { field code message } }"
TERM = f"mutation ($input: ProposeTermInput!) {{ proposeTerm(input: $input) {ANSWER} }}"
PROGRESS = f"mutation ($input: RecordProgressInput!) {{ recordProgress(input: $input) {ANSWER} }}"


def asked(program, query: str, **given: Any) -> dict[str, Any]:
    """Return the payload of a mutation."""
    answer = program.ask(query, {"input": given})
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    return payload


def propose_term(program, kind: str, values: dict[str, Any], thing=None, **given: Any) -> dict[str, Any]:
    about = {"id": id_of(thing)} if thing else {}
    return asked(program, TERM, term={kind: values}, **about, **given)


def record_progress(program, page, **given: Any) -> dict[str, Any]:
    return asked(program, PROGRESS, commitment=id_of(page), **given)


def proposal_of(payload: dict[str, Any]) -> ProgramProposal:
    """Return the proposal that a mutation made."""
    assert payload["userErrors"] == [], payload
    return ProgramProposal.objects.get(pk=payload["proposal"]["id"])
