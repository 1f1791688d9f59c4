"""The agreed wording of a page in the API."""

from __future__ import annotations

import graphene

from cms.base.choices import DatePrecision
from cms.graphql.fields import GraphQLItem, enum_of, resolved
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
    """Wording that was agreed and may be quoted verbatim; the rest of a page is in our own words."""

    # For click to edit: the page's field that each shows.
    edit_sources = {
        "text": "agreed_text",
        "statements": "agreed_text",
        "source": "agreed_source",
        "sourceAddress": "agreed_source_address",
        "approvedBy": "agreed_by",
        "since": "agreed_since",
        "sincePrecision": "agreed_since",
    }
    text = graphene.String(required=True, description="The wording in full; statements are separated by an empty line.")
    statements = graphene.List(
        graphene.NonNull(AgreedStatement), required=True, description="Its statements, each with an anchor."
    )
    source = graphene.String(required=True, description="The document from which it is quoted.")
    source_address = graphene.String(required=True, description="Where to read that document; may be empty.")
    approved_by = graphene.String(required=True, description="Who approved it; may be empty.")
    since = graphene.Date(
        description="The date from which it applies; the first day of the month or year if no more is known, null if unknown."
    )
    since_precision = graphene.Field(
        enum_of(DatePrecision), description="The precision of `since`; null if that is null."
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


def agreed_wording_field() -> GraphQLItem:
    """Return `agreedWording` for the `graphql_fields` of a page that can have one."""
    description = "The agreed wording, verbatim; null while the page has only our own words."

    @reads(*COLUMNS)
    def resolve(root, info):
        return root if root.agreed_text else None

    return resolved("agreed_wording", AgreedWordingType, description, resolve, source="agreed_text")
