"""The parts that all mutations for programs share: who writes, how a request is carried out, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case

from cms.drafts.form_data import FormProblem
from cms.drafts.requests import DraftAuthor, RefusedError, RequestTerms, refused
from cms.graphql.context import Context
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.ids import number_of
from cms.graphql.user_errors import UserError, UserErrorCode, of_ended_programme, user_errors
from cms.tokens.authentication import MISSING, TokenRefusedError, check_scope
from cms.tokens.models import AccessToken
from cms.tokens.scopes import WRITE

# Every mutation for programs may answer with these.
CODES = (
    UserErrorCode.REQUIRED,
    UserErrorCode.INVALID,
    UserErrorCode.TOO_LONG,
    UserErrorCode.NOT_OFFERED,
    UserErrorCode.NOT_FOUND,
    UserErrorCode.NOT_PERMITTED,
    UserErrorCode.OTHER_INPUT,
    UserErrorCode.PROGRAMME_ARCHIVED,
)


def request_inputs() -> dict[str, Any]:
    """Return the fields that the input of every mutation for programs has."""
    return {
        "agent": graphene.String(description="The name of the assistant that writes, for the history."),
        "dry_run": graphene.Boolean(
            description="Check everything and answer as if it were saved, but save nothing. The `id` of something new in the "
            "answer names nothing: something else may get it.",
            default_value=False,
        ),
        "idempotency_key": graphene.String(
            description="A key of your own for this request, such as a UUID. If it is sent again within 24 hours, nothing is "
            "written a second time."
        ),
    }


def request_outputs(*codes: UserErrorCode) -> dict[str, Any]:
    """Return the fields that every payload has. `codes` are those that the mutation has beside `CODES`."""
    return {
        "is_repeated": graphene.Boolean(
            required=True, description="Whether an earlier request with the same idempotency key had saved it."
        ),
        "user_errors": user_errors(*CODES, *codes),
    }


def writer(context: Context, scope: str = WRITE) -> AccessToken:
    """Return the token that writes. Raises ApiError without one, and for one that lacks the scope."""
    try:
        if context.token is None:
            raise TokenRefusedError(MISSING, "This needs an access token.", scope=scope)
        check_scope(context.token, scope)
    except TokenRefusedError as refusal:
        raise ApiError(ErrorCode(refusal.code), refusal.message) from None
    return context.token


def answered(
    context: Context, input: Any, write: Callable[[DraftAuthor, RequestTerms], dict[str, Any]]
) -> dict[str, Any]:
    """Carry out a request and return the values of its payload. `write` returns them, or raises RefusedError."""
    author = DraftAuthor(writer(context), (input.get("agent") or "").strip())
    if errors := of_ended_programme(context.visibility):
        return {"is_repeated": False, "user_errors": errors}
    try:
        values = write(author, RequestTerms(context.site, input.dry_run, input.get("idempotency_key") or ""))
    except RefusedError as refusal:
        return {"is_repeated": False, "user_errors": [user_error(one) for one in refusal.problems]}
    return {"is_repeated": False, "user_errors": []} | values


def key_of(id: str, model: type[Model], name: str) -> int:
    """Return the key of the object with an id. Raises RefusedError for an id of another kind, under the input's `name`."""
    try:
        return number_of(id, model)
    except ApiError as error:
        raise refused("invalid", error.message, name) from None


def user_error(problem: FormProblem) -> UserError:
    """Return a problem as the API tells it."""
    code = UserErrorCode(problem.code) if problem.code in UserErrorCode.values else UserErrorCode.INVALID
    return UserError(field=[to_camel_case(part) for part in problem.path], code=code, message=problem.message)
