"""The bundles that a program may put drafts into, and the mutation that does. Only for tokens with the scope `write`."""

from __future__ import annotations

from typing import Any

import graphene
from wagtail.models import Page

from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage
from bundles.publishing import programs
from cms.drafts.graphql.requests import answered, key_of, request_inputs, request_outputs, writer
from cms.drafts.graphql.types import DraftConflict, conflict_noted
from cms.drafts.requests import DraftAuthor, RequestTerms, refused
from cms.graphql.connections import Slice
from cms.graphql.context import Info
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.ids import decode, encode, id_of, number
from cms.graphql.items import list_of
from cms.graphql.origins import enum_of
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import UserErrorCode, mutation_field

KIND = "Bundle"


class BundleItem(graphene.ObjectType):
    """A page in a bundle, in the draft that is to be published."""

    id = graphene.ID(required=True, description="The page's `id`.")
    title = graphene.String(required=True, description="The title that the page will have.")
    version = graphene.ID(description="The version that is in the bundle: `PageDraft.version.id`; null if it is gone.")
    is_changed = graphene.Boolean(required=True, description="Whether somebody saved the page after it was put in.")


class OpenBundle(graphene.ObjectType):
    """Drafts that people review, approve and publish together."""

    class Meta:
        name = "Bundle"

    id = graphene.ID(required=True, description="For `addToBundle`.")
    name = graphene.String(required=True, description="Its name.")
    state = graphene.Field(
        enum_of(BundleState), required=True, description="How far it is. Programs add only to those in `WRITING`."
    )
    pages = graphene.Field(list_of(BundleItem), required=True, description="Its pages, in the order of publication.")


class AddToBundleInput(graphene.InputObjectType):
    """A page to put into a bundle."""

    id = graphene.ID(required=True, description="The page's `id`.")
    version = graphene.ID(
        required=True, description="The version that is to be in it, the latest: `PageDraft.version.id`."
    )
    bundle = graphene.ID(required=True, description="The `id` of the bundle.")
    vars().update(request_inputs())


class AddToBundlePayload(graphene.ObjectType):
    """The bundle with the page, or all that is wrong with the input."""

    bundle = graphene.Field(OpenBundle, description="The bundle with the page in it; null if it was refused.")
    vars().update(request_outputs(UserErrorCode.LOCKED, UserErrorCode.CONFLICT))
    conflict = graphene.Field(
        DraftConflict, description="Both versions, if another was saved meanwhile; otherwise null."
    )


@register_query
class BundlesQuery:
    """The bundles that a program finds."""

    bundles = graphene.Field(
        list_of(OpenBundle),
        required=True,
        first=graphene.Argument(graphene.Int, description="How many, 20 unless said otherwise, and 100 at most."),
        after=graphene.Argument(graphene.ID, description="The `id` of the bundle that the list goes on after."),
        description="The bundles that aren't published yet, the newest first. Only with a token that may write; empty if the "
        "person behind it may change no bundles.",
    )

    @staticmethod
    def resolve_bundles(
        root: None, info: Info, *, first: int | None = None, after: str | None = None
    ) -> list[dict[str, Any]]:
        context = info.context
        context.is_confidential = True
        found = programs.open_bundles(DraftAuthor(writer(context)), context.site)
        if after is not None:
            found = found.filter(pk__lt=_number(after))
        return [_described(one) for one in found[: Slice.of(first, None, None, None).size]]


@register_mutation
class BundlesMutation:
    """Adding to bundles."""

    add_to_bundle = mutation_field(
        AddToBundlePayload,
        AddToBundleInput,
        "The page and the bundle.",
        "Put a page's latest draft into a bundle that is being written. People review and publish it. Needs a "
        "token with the scope `write`.",
    )

    @staticmethod
    def resolve_add_to_bundle(root: None, info: Info, *, input: Any) -> AddToBundlePayload:
        conflict: dict[str, Any] = {}

        def write(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            page, bundle = key_of(input.id, Page, "id"), _key_of(input.bundle)
            with conflict_noted(input.version, conflict):
                added = programs.add_page(author, terms, page, input.version, bundle)
            return {"bundle": _described(added.bundle), "is_repeated": added.is_repeated}

        return AddToBundlePayload(**answered(info.context, input, write), conflict=conflict or None)


def _described(bundle: Bundle) -> dict[str, Any]:
    items = bundle.pages.all()
    return {
        "id": encode(KIND, bundle.pk),
        "name": bundle.name,
        "state": bundle.state,
        "pages": [_item(one) for one in items],
    }


def _item(item: BundlePage) -> dict[str, Any]:
    version = str(item.revision_id) if item.revision_id else None
    return {"id": id_of(item.page), "title": item.title, "version": version, "is_changed": item.is_changed}


def _number(id: str) -> int:
    """Return the key of the bundle with an id. Raises ApiError for an id of something else."""
    kind, key = decode(id)
    if kind != KIND:
        raise ApiError(ErrorCode.INVALID_VALUE, f"“{id}” is the id of a {kind}; this needs the id of a {KIND}.")
    return number(key)


def _key_of(id: str) -> int:
    try:
        return _number(id)
    except ApiError as error:
        raise refused("invalid", error.message, "bundle") from None
