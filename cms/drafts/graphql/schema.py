"""The mutations that write drafts, and the draft that they start from. Only for tokens with the scope `write`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import graphene
from wagtail.models import Page

from cms.drafts import services
from cms.drafts.form_data import FormProblem
from cms.drafts.kinds import form_read_off
from cms.drafts.public import drafted_by_program
from cms.drafts.requests import DraftAuthor, RefusedError, RequestTerms
from cms.graphql.context import Context, Info
from cms.graphql.ids import number_of
from cms.graphql.interfaces import add_page_field
from cms.graphql.plans import reads
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import UserErrorCode, mutation_field

from .inputs import PageValues, content_input, model_named
from .requests import answered, key_of, request_inputs, request_outputs, writer
from .types import DraftConflict, PageDraft, conflict_noted, described

CODES = (UserErrorCode.LOCKED, UserErrorCode.CONFLICT)
CONTENT = "content"


def _content(description: str) -> Any:
    return graphene.InputField(lambda: content_input(), required=True, description=description)


class CreateDraftInput(graphene.InputObjectType):
    """A new page."""

    parent = graphene.ID(required=True, description="The `id` of the page above it.")
    content = _content("Its content. What is left out is as in a new form of the admin.")
    vars().update(request_inputs())


class ChangeDraftInput(graphene.InputObjectType):
    """A change of a page."""

    id = graphene.ID(required=True, description="The page's `id`.")
    version = graphene.ID(
        required=True,
        description="The version that the change starts from: `PageDraft.version.id`; empty if it has none.",
    )
    content = _content(
        "The values that change; what is left out stays. A list or a text with blocks is given as a whole."
    )
    vars().update(request_inputs())


def _draft() -> Any:
    return graphene.Field(PageDraft, description="The draft as it was saved; null if it was refused.")


class CreateDraftPayload(graphene.ObjectType):
    """The new draft, or all that is wrong with the input."""

    draft = _draft()
    vars().update(request_outputs(*CODES))


class ChangeDraftPayload(graphene.ObjectType):
    """The changed draft, or all that is wrong with the input."""

    draft = _draft()
    vars().update(request_outputs(*CODES))
    conflict = graphene.Field(
        DraftConflict, description="Both versions, if another was saved meanwhile; otherwise null."
    )


@register_query
class DraftQuery:
    """What a change starts from."""

    draft = graphene.Field(
        PageDraft,
        id=graphene.Argument(graphene.ID, required=True, description="The page's `id`."),
        description="A page as it was last saved. Only with a token that may write; null if the person behind it can't edit "
        "the page.",
    )

    @staticmethod
    def resolve_draft(root: None, info: Info, id: str) -> dict[str, Any] | None:
        context = info.context
        context.is_confidential = True
        author = DraftAuthor(writer(context))
        draft = services.draft_for(author, context.site, number_of(id, Page))
        return described(draft, author) if draft else None


@register_mutation
class WritingMutation:
    """Writing drafts."""

    create_draft = mutation_field(
        CreateDraftPayload,
        CreateDraftInput,
        "The new page.",
        "Make a page as a draft, below another. People publish it. Needs a token with the scope `write`.",
    )
    change_draft = mutation_field(
        ChangeDraftPayload,
        ChangeDraftInput,
        "The change.",
        "Save a new draft of a page. What is published stays as it is. Needs a token with the scope `write`.",
    )

    @staticmethod
    def resolve_create_draft(root: None, info: Info, *, input: Any) -> CreateDraftPayload:
        def write(author: DraftAuthor, terms: RequestTerms, content: services.PageContent) -> services.WrittenDraft:
            return services.create_draft(author, terms, key_of(input.parent, Page, "parent"), content)

        return CreateDraftPayload(**_answered(info.context, input, write))

    @staticmethod
    def resolve_change_draft(root: None, info: Info, *, input: Any) -> ChangeDraftPayload:
        conflict: dict[str, Any] = {}

        def write(author: DraftAuthor, terms: RequestTerms, content: services.PageContent) -> services.WrittenDraft:
            with conflict_noted(input.version, conflict):
                return services.change_draft(author, terms, key_of(input.id, Page, "id"), input.version, content)

        return ChangeDraftPayload(**_answered(info.context, input, write), conflict=conflict or None)


def _answered(
    context: Context,
    input: Any,
    write: Callable[[DraftAuthor, RequestTerms, services.PageContent], services.WrittenDraft],
) -> dict[str, Any]:
    """Carry out a mutation that writes content and return the values of its payload."""
    ((name, content),) = dict.items(input.content)

    def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
        model = model_named(name)
        read = PageValues(content, form_read_off(model))
        try:
            draft = write(author, terms, services.PageContent(model, read.values, tuple(read.problems)))
        except RefusedError as refusal:
            raise RefusedError((_below(one, name) for one in refusal.problems), refusal.latest) from None
        shown = described(draft, author)
        if input.dry_run:
            shown["version"] = None
            shown["edit_url"] = shown["edit_url"] if "id" in input else None
        return {"draft": shown, "is_repeated": draft.is_repeated}

    return answered(context, input, written)


def _below(problem: FormProblem, name: str) -> FormProblem:
    """Return a problem with the type's name in its path, as in the input."""
    return replace(problem, path=(CONTENT, name, *problem.path[1:])) if problem.path[:1] == (CONTENT,) else problem


add_page_field(
    "drafted_by_program",
    graphene.Field(
        graphene.Boolean,
        description="Whether a program drafted parts of the published text that no person has changed. People have "
        "accepted them unless a program published the page. Null if the programme doesn't tell.",
        resolver=reads()(lambda root, info: drafted_by_program(root, info.context.visibility)),
    ),
)
