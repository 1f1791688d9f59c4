"""The kinds and statuses of a programme in the API."""

from __future__ import annotations

import graphene

from cms.base.choices import StatusCategory
from cms.graphql.fields import enum_of
from cms.graphql.keys import known_key
from cms.vocabularies.vocabulary import ChoiceVocabulary, vocabularies


class VocabularyEntryType(graphene.ObjectType):
    """One kind or status, as the programme names it."""

    key = graphene.String(required=True, description="The key, for programs, arguments and `where`.")
    label = graphene.String(required=True, description="The name to show.")
    plural = graphene.String(required=True, description="The name of several; empty if none was given.")
    category = graphene.Field(
        enum_of(StatusCategory),
        description="The meaning of a status, which is the same in every programme; null for a kind.",
    )
    colour = graphene.String(required=True, description="The name of a status's colour; empty for a kind.")
    pattern = graphene.String(required=True, description="The name of a status's pattern in charts; empty for a kind.")
    offered = graphene.Boolean(
        required=True, description="Whether editors may choose it; false for one that is only still in use."
    )

    class Meta:
        name = "VocabularyEntry"


class VocabularyType(graphene.ObjectType):
    """The kinds or statuses of one sort of thing."""

    name = graphene.String(required=True, description="Its name, such as `statuses` or `commitment-kinds`.")
    label = graphene.String(required=True, description="What the entries are, in words.")
    entries = graphene.List(
        graphene.NonNull(VocabularyEntryType), required=True, description="The programme's entries, in order."
    )

    class Meta:
        name = "Vocabulary"

    def resolve_entries(root, info):
        return [
            VocabularyEntryType(
                key=entry.key,
                label=entry.label,
                plural=entry.plural,
                category=entry.category,
                colour=entry.colour,
                pattern=entry.pattern,
                offered=entry.offered,
            )
            for entry in root
        ]


def vocabularies_field() -> graphene.Field:
    """Return the field that lists the vocabularies, or the one with a name."""
    return graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(VocabularyType))),
        description="Its kinds and statuses, as the programme names them.",
        name_=graphene.Argument(graphene.String, name="name", description="Only the vocabulary with this name."),
        resolver=resolve_vocabularies,
    )


def resolve_vocabularies(root, info, name_: str | None = None) -> list[ChoiceVocabulary]:
    """Return all vocabularies or the one named. Raises ApiError (INVALID_VALUE) for an unknown name."""
    if name_ is None:
        return list(vocabularies.values())
    return [vocabularies[known_key("name", name_, vocabularies)]]
