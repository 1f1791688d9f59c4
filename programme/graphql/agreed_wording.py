"""The agreed wording of a page in the API."""

from __future__ import annotations

from collections.abc import Callable

import graphene

from cms.choices import DatePrecision
from cms.graphql.fields import declared, enum_of
from cms.graphql.plans import reads

COLUMNS = (
    "agreed_text",
    "agreed_source",
    "agreed_source_address",
    "agreed_by",
    "agreed_since",
    "agreed_since_precision",
)


class AgreedStatement(graphene.ObjectType):
    """One statement of an agreed wording."""

    text = graphene.String(required=True, description="The statement, word for word.")
    anchor = graphene.String(
        required=True, description="Fragment of the page's address that leads to it, without the #."
    )
    quotation = graphene.String(
        required=True,
        description="The text to copy for a quotation: the words in quotation marks, their source and date.",
    )


class AgreedWordingType(graphene.ObjectType):
    """A wording that was agreed word for word and may be quoted; the rest of a page is in our own words."""

    text = graphene.String(required=True, description="The wording in full; statements are separated by an empty line.")
    statements = graphene.List(
        graphene.NonNull(AgreedStatement), required=True, description="Its statements, each with an anchor."
    )
    source = graphene.String(required=True, description="The document that it is quoted from.")
    source_address = graphene.String(required=True, description="Where that can be read; may be empty.")
    approved_by = graphene.String(required=True, description="Who approved it; may be empty.")
    since = graphene.Date(
        description="Since when it holds; the first day of the month or year if no more is known, null if nothing is."
    )
    since_precision = graphene.Field(
        enum_of(DatePrecision), description="How exactly `since` is known; null without it."
    )

    class Meta:
        name = "AgreedWording"

    def resolve_text(root, info):
        return root.agreed_text

    def resolve_source(root, info):
        return root.agreed_source

    def resolve_source_address(root, info):
        return root.agreed_source_address

    def resolve_approved_by(root, info):
        return root.agreed_by

    def resolve_since(root, info):
        return root.agreed_since

    def resolve_since_precision(root, info):
        return root.agreed_since_precision if root.agreed_since else None


def agreed_wording_field() -> Callable:
    """Return `agreedWording` for the `graphql_fields` of a page that can have one."""
    description = "The wording that was agreed word for word; null while the page has only our own words."

    @reads(*COLUMNS)
    def resolve(root, info):
        return root if root.agreed_text else None

    return declared(
        "agreed_wording",
        lambda: graphene.Field(AgreedWordingType, description=description, resolver=resolve),
        description,
    )
