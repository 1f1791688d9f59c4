"""Kinds and statuses: values that a programme may define, so they are objects with a key and not values of enums.

A frontend compares the key, or the category of a status, and shows the label. States that the code itself acts on stay
enums.
"""

from __future__ import annotations

from collections.abc import Iterable

import graphene
from django.db.models import TextChoices

from cms.base.choices import StatusCategory
from cms.vocabularies.vocabulary import ChoiceVocabulary

from .errors import ApiError, ErrorCode
from .origins import enum_of


class KindType(graphene.ObjectType):
    """A kind of page, row or other thing, as the programme names it."""

    key = graphene.String(required=True, description="The key, for programs, arguments and `where`.")
    label = graphene.String(required=True, description="The name to show.")

    class Meta:
        name = "Kind"


class StatusType(graphene.ObjectType):
    """A status, as the programme names it."""

    key = graphene.String(required=True, description="The key, for programs, arguments and `where`.")
    label = graphene.String(required=True, description="The name to show.")
    category = graphene.Field(
        enum_of(StatusCategory), required=True, description="Its meaning, which is the same in every programme."
    )

    class Meta:
        name = "Status"


def kind_of(vocabulary: ChoiceVocabulary | type[TextChoices], key: str) -> KindType:
    """Return the kind for a stored key, as the active programme or, for choices, the hub names it."""
    return KindType(key=key, label=str(vocabulary(key).label))


def status_of(vocabulary: ChoiceVocabulary, key: str) -> StatusType:
    """Return the status for a stored key, as the active programme names it."""
    status = vocabulary(key)
    return StatusType(key=key, label=str(status.label), category=status.category)


def known_key(name: str, key: str, known: Iterable[str]) -> str:
    """Return the key. Raises ApiError (INVALID_VALUE), which lists the known ones, if it isn't one of them.

    `name` is that of the argument or field.
    """
    keys = list(known)
    if key not in keys:
        raise ApiError(ErrorCode.INVALID_VALUE, f"A key in `{name}` is unknown. The known ones are: {', '.join(keys)}.")
    return key
