"""What is wrong with the input of a mutation, as a part of its answer: all at once, each with a field, a code, a sentence.

`cms.graphql.errors` has the other errors, for which nothing in a form can be corrected: a document that doesn't fit the
schema, a limit of the endpoint, a fault of ours.
"""

from __future__ import annotations

from typing import Any

import graphene
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import TextChoices
from django.forms import Form
from graphene.utils.str_converters import to_camel_case

from cms.visibility.rule import Visibility

from .items import list_of
from .origins import enum_of


class UserErrorCode(TextChoices):
    """What is wrong with a mutation's input. Each mutation names the codes that it gives.

    Values of what forms find are the codes of their `ValidationError`s.
    """

    REQUIRED = "required", "A value is missing"
    INVALID = "invalid", "A value is malformed, such as an address without an @"
    TOO_LONG = "max_length", "A text is too long"
    NOT_OFFERED = "invalid_choice", "Something was named that can't be chosen, such as an unknown list"
    NOT_ALLOWED = "not_allowed", "A list doesn't take addresses of this domain"
    BAD_TOKEN = "bad_token", "The token is forged, incomplete, too old or used; which of them isn't revealed"
    TOO_MANY_REQUESTS = (
        "too_many",
        "The network sent too often within an hour; at `email`, an address lets it go on; else try again in an hour",
    )
    PROGRAMME_ARCHIVED = "programme_archived", "The programme has ended, so its forms and lists are closed"
    NOT_FOUND = "not_found", "There is nothing with this id, or the person behind the token may not do this with it"
    NOT_PERMITTED = "not_permitted", "The person behind the token may not do this, or only people do it in the admin"
    LOCKED = (
        "locked",
        "The page is locked in the admin, or its draft is approved, scheduled or being sent",
    )
    CONFLICT = "conflict", "Somebody saved another version since the one that the change starts from"
    OTHER_INPUT = "other_input", "The idempotency key was sent with another input within 24 hours"


class UserError(graphene.ObjectType):
    """Why a mutation did nothing, for the person who filled in the form."""

    field = graphene.Field(
        list_of(graphene.String),
        required=True,
        description="Path to the field of `input`, by the names of its fields. Empty if it concerns the whole.",
    )
    code = graphene.Field(enum_of(UserErrorCode), required=True, description="What is wrong, for programs.")
    message = graphene.String(required=True, description="A sentence to show, at the field if there is one.")


def mutation_field(payload: Any, takes: Any, what: str, description: str) -> graphene.Field:
    """Return the field of a mutation, which answers with a payload. Its `input` is of the type `takes`, described by `what`."""
    given = graphene.Argument(takes, required=True, description=what)
    return graphene.Field(payload, required=True, input=given, description=description)


def user_errors(*codes: UserErrorCode) -> graphene.Field:
    """Return the field `user_errors` of a mutation's payload; `codes` are those that it may have."""
    names = ", ".join(f"`{code.name}`" for code in codes)
    return graphene.Field(
        list_of(UserError),
        required=True,
        resolver=lambda root, info: root.user_errors or [],
        description=f"All that is wrong with the input; empty if it was accepted. Codes: {names}.",
    )


def errors_of(form: Form, *above: str) -> list[UserError]:
    """Return all that a validated form finds wrong. `above` are the fields of the input that the form's fields are in."""
    return [
        UserError(field=_path(name, above), code=_code(error.code), message=message)
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]


def of_ended_programme(visibility: Visibility) -> list[UserError]:
    """Return the error of a form of a programme that has ended; nothing while it goes on."""
    if visibility.end is None:
        return []
    message = f"{visibility.end.sentence} Nothing was sent or changed."
    return [UserError(field=[], code=UserErrorCode.PROGRAMME_ARCHIVED, message=message)]


def _path(name: str, above: tuple[str, ...]) -> list[str]:
    return [*above, *([] if name == NON_FIELD_ERRORS else [to_camel_case(name)])]


def _code(of_form: str | None) -> UserErrorCode:
    return UserErrorCode(of_form) if of_form in UserErrorCode.values else UserErrorCode.INVALID
