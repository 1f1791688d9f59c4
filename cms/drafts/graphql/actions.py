"""The mutations that act on drafts as they are: review, place, comment and publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from graphene.utils.str_converters import to_camel_case, to_snake_case
from wagtail.models import Page

from cms.drafts import comments, places, publications, reviews
from cms.drafts.requests import DraftAuthor, RequestTerms
from cms.drafts.services import WrittenDraft
from cms.graphql.context import Context, Info
from cms.graphql.items import list_of
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import UserErrorCode
from cms.tokens.scopes import PUBLISH

from .requests import answered, key_of, request_inputs, request_outputs, writer
from .types import DraftConflict, PageDraft, conflict_noted, described

OF_VERSIONS = (UserErrorCode.LOCKED, UserErrorCode.CONFLICT)


def _page_and_version() -> dict[str, Any]:
    return {
        "id": graphene.ID(required=True, description="The page's `id`."),
        "version": graphene.ID(
            required=True, description="Its latest version: `PageDraft.version.id`; empty if it has none."
        ),
    }


def _draft(description: str) -> Any:
    return graphene.Field(PageDraft, description=f"{description}; null if it was refused.")


def _conflict() -> Any:
    return graphene.Field(DraftConflict, description="Both versions, if another was saved meanwhile; otherwise null.")


class SubmitDraftInput(graphene.InputObjectType):
    """A draft to be reviewed."""

    vars().update(_page_and_version())
    comment = graphene.String(description="A note for the reviewers. It is kept in the page's history.")
    vars().update(request_inputs())


class SubmitDraftPayload(graphene.ObjectType):
    """The draft under review, or why it can't be reviewed."""

    draft = _draft("The draft that people now review")
    vars().update(request_outputs(*OF_VERSIONS))
    conflict = _conflict()


class MovePageInput(graphene.InputObjectType):
    """Another place for a page that was never public."""

    vars().update(_page_and_version())
    parent = graphene.ID(required=True, description="The `id` of the page that it is to be below.")
    position = graphene.Int(description="Its place among the pages there, from 0; the last if it is left out.")
    vars().update(request_inputs())


class MovePagePayload(graphene.ObjectType):
    """The page in its new place, or why it can't be moved."""

    draft = _draft("The page in its new place")
    vars().update(request_outputs(*OF_VERSIONS))
    conflict = _conflict()


class CopyPageInput(graphene.InputObjectType):
    """A copy of a page."""

    id = graphene.ID(required=True, description="The `id` of the page to copy.")
    parent = graphene.ID(required=True, description="The `id` of the page that the copy is to be below.")
    title = graphene.String(required=True, description="The title of the copy.")
    slug = graphene.String(description="The last part of its address. Without it one is made of the title.")
    vars().update(request_inputs())


class CopyPagePayload(graphene.ObjectType):
    """The copy, or all that is wrong with the input."""

    draft = _draft("The copy, which isn't published")
    vars().update(request_outputs())


class CommentOnDraftInput(graphene.InputObjectType):
    """A comment for the people who edit a page."""

    vars().update(_page_and_version())
    field = graphene.Field(
        list_of(graphene.String),
        required=True,
        description='Its place: the name of a field, such as `"summary"`, or of a text with blocks with the `uuid` of a '
        'block, and after it the name of a part if it has several: `["body", "UUID", "text"]`.',
    )
    text = graphene.String(required=True, description="The comment. The hub adds which token wrote it.")
    vars().update(request_inputs())


class DraftComment(graphene.ObjectType):
    """A comment on a draft. Only people who edit the page see it."""

    field = graphene.Field(list_of(graphene.String), required=True, description="Its place, as in the input.")
    text = graphene.String(required=True, description="Its words, with those that say which token wrote it.")


class CommentOnDraftPayload(graphene.ObjectType):
    """The comment, or all that is wrong with the input."""

    comment = graphene.Field(DraftComment, description="The comment as it is shown; null if it was refused.")
    vars().update(request_outputs(*OF_VERSIONS))
    conflict = _conflict()


class PublishDraftInput(graphene.InputObjectType):
    """A draft to be published."""

    vars().update(_page_and_version())
    vars().update(request_inputs())


class PublishDraftPayload(graphene.ObjectType):
    """The page that is public now, or why it can't be published."""

    draft = _draft("The page as it was published")
    vars().update(request_outputs(*OF_VERSIONS))
    conflict = _conflict()


def _mutation(payload: type, input: type, about: str, description: str) -> Any:
    argument = graphene.Argument(input, required=True, description=about)
    return graphene.Field(payload, required=True, input=argument, description=description)


@register_mutation
class ActingMutation:
    """Review, place, comments and publication."""

    submit_draft = _mutation(
        SubmitDraftPayload,
        SubmitDraftInput,
        "The draft.",
        "Submit the latest draft of a page for review by people. Needs a token with the scope `write`.",
    )
    move_page = _mutation(
        MovePagePayload,
        MovePageInput,
        "The page and its new place.",
        "Move a page that was never public, and has none below it. Needs a token with the scope `write`.",
    )
    copy_page = _mutation(
        CopyPagePayload,
        CopyPageInput,
        "The page and its copy.",
        "Copy a page as a draft, without the pages below it. Needs a token with the scope `write`.",
    )
    comment_on_draft = _mutation(
        CommentOnDraftPayload,
        CommentOnDraftInput,
        "The comment.",
        "Comment on a field or a block of a page's latest draft. Needs a token with the scope `write`.",
    )
    publish_draft = _mutation(
        PublishDraftPayload,
        PublishDraftInput,
        "The draft.",
        "Publish the latest draft of a page of a type that the token names. Where pages are reviewed, people must have approved "
        "exactly this version. Needs a token with the scopes `write` and `publish`.",
    )

    @staticmethod
    def resolve_submit_draft(root: None, info: Info, *, input: Any) -> SubmitDraftPayload:
        def write(author: DraftAuthor, terms: RequestTerms) -> WrittenDraft:
            comment = (input.get("comment") or "").strip()
            return reviews.submit_draft(author, terms, key_of(input.id, Page, "id"), input.version, comment)

        return SubmitDraftPayload(**_of_version(info.context, input, write))

    @staticmethod
    def resolve_move_page(root: None, info: Info, *, input: Any) -> MovePagePayload:
        def write(author: DraftAuthor, terms: RequestTerms) -> WrittenDraft:
            key, parent = key_of(input.id, Page, "id"), key_of(input.parent, Page, "parent")
            return places.move_page(author, terms, key, input.version, parent, input.get("position"))

        return MovePagePayload(**_of_version(info.context, input, write))

    @staticmethod
    def resolve_copy_page(root: None, info: Info, *, input: Any) -> CopyPagePayload:
        def write(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            key, parent = key_of(input.id, Page, "id"), key_of(input.parent, Page, "parent")
            copy = places.copy_page(author, terms, key, parent, input.title, input.get("slug") or "")
            shown = described(copy, author)
            return _shown(shown | ({"edit_url": None} if terms.is_trial else {}), copy, terms)

        return CopyPagePayload(**answered(info.context, input, write))

    @staticmethod
    def resolve_comment_on_draft(root: None, info: Info, *, input: Any) -> CommentOnDraftPayload:
        conflict: dict[str, Any] = {}

        def write(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            path = [to_snake_case(part) for part in input.field]
            with conflict_noted(input.version, conflict):
                written = comments.comment_on_draft(
                    author, terms, key_of(input.id, Page, "id"), input.version, path, input.text.strip()
                )
            comment = written.comment
            field = [to_camel_case(part) for part in comment.contentpath.split(".")]
            return {"comment": {"field": field, "text": comment.text}, "is_repeated": written.is_repeated}

        return CommentOnDraftPayload(**answered(info.context, input, write), conflict=conflict or None)

    @staticmethod
    def resolve_publish_draft(root: None, info: Info, *, input: Any) -> PublishDraftPayload:
        writer(info.context, PUBLISH)

        def write(author: DraftAuthor, terms: RequestTerms) -> WrittenDraft:
            return publications.publish_draft(author, terms, key_of(input.id, Page, "id"), input.version)

        return PublishDraftPayload(**_of_version(info.context, input, write))


def _of_version(
    context: Context, input: Any, write: Callable[[DraftAuthor, RequestTerms], WrittenDraft]
) -> dict[str, Any]:
    """Carry out a mutation that names a version and answers a draft, and return the values of its payload."""
    conflict: dict[str, Any] = {}

    def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
        with conflict_noted(input.version, conflict):
            draft = write(author, terms)
        return _shown(described(draft, author), draft, terms)

    return {**answered(context, input, written), "conflict": conflict or None}


def _shown(shown: dict[str, Any], draft: WrittenDraft, terms: RequestTerms) -> dict[str, Any]:
    version = {"version": None} if terms.is_trial else {}
    return {"draft": shown | version, "is_repeated": draft.is_repeated}
