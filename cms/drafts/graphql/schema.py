"""The mutations that write drafts, and the draft that they start from. Only for tokens with the scope `write`."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse
from graphene.utils.str_converters import to_camel_case
from wagtail.models import Page, Revision

from cms.drafts import services
from cms.drafts.form_data import FormProblem
from cms.drafts.kinds import form_read_off
from cms.drafts.models import WrittenVersion
from cms.graphql.context import Context, Info
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.ids import id_of, number_of
from cms.graphql.interfaces import PageInterface
from cms.graphql.preview import open_page
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import UserError, UserErrorCode, of_ended_programme, user_errors
from cms.pages.previews import draft_of
from cms.quality.graphql.schema import COLUMNS, WritingQuality
from cms.tokens.authentication import MISSING, TokenRefusedError, check_scope
from cms.tokens.models import AccessToken
from cms.tokens.scopes import WRITE

from .inputs import PageValues, content_input, model_named

CODES = (
    UserErrorCode.REQUIRED,
    UserErrorCode.INVALID,
    UserErrorCode.TOO_LONG,
    UserErrorCode.NOT_OFFERED,
    UserErrorCode.NOT_FOUND,
    UserErrorCode.NOT_PERMITTED,
    UserErrorCode.LOCKED,
    UserErrorCode.CONFLICT,
    UserErrorCode.OTHER_INPUT,
    UserErrorCode.PROGRAMME_ARCHIVED,
)
CONTENT = "content"


class PageVersion(graphene.ObjectType):
    """A saved version of a page."""

    id = graphene.ID(required=True, description="The name of the version, for `version` of a change.")
    saved_at = graphene.DateTime(required=True, description="When it was saved.")
    saved_by = graphene.String(description="The person who saved it, or whose token did; null if they have left.")
    token = graphene.String(description="The token with which a program wrote it; null if it was saved in the admin.")
    agent = graphene.String(description="The assistant that wrote it, by its own name; null if none said so.")


class PageDraft(graphene.ObjectType):
    """A page as it was last saved, published or not: what a change starts from."""

    version = graphene.Field(
        PageVersion, description="The version; null if the page was never saved with one, and in a dry run."
    )
    page = graphene.Field(
        PageInterface,
        required=True,
        description="The page as in this version, with what the person behind the token may see.",
    )
    edit_url = graphene.String(
        description="The address of its form in the admin, where people publish it; null for a new page of a dry run."
    )
    quality = graphene.Field(
        WritingQuality, description="What writing help found in it; null if it couldn't be assessed."
    )

    def resolve_page(root: dict[str, Any], info: Info) -> Page:
        return open_page(info.context, draft_of(root["page"], root["user"]))


class DraftConflict(graphene.ObjectType):
    """Both versions, if somebody saved another one meanwhile."""

    yours = graphene.ID(required=True, description="The version that the change starts from.")
    latest = graphene.Field(PageVersion, description="The latest version; null if there is none.")


def _shared(what: str) -> dict[str, Any]:
    return {
        "content": graphene.InputField(lambda: content_input(), required=True, description=what),
        "agent": graphene.String(description="The name of the assistant that writes, for the page's history."),
        "dry_run": graphene.Boolean(
            description="Check everything and answer as if it were saved, but save nothing. The `id` of a new page in the "
            "answer is no page's: another may get it.",
            default_value=False,
        ),
        "idempotency_key": graphene.String(
            description="A key of your own for this request, such as a UUID. If it is sent again within 24 hours, nothing is "
            "written a second time."
        ),
    }


class CreateDraftInput(graphene.InputObjectType):
    """A new page."""

    parent = graphene.ID(required=True, description="The `id` of the page above it.")
    vars().update(_shared("Its content. What is left out is as in a new form of the admin."))


class ChangeDraftInput(graphene.InputObjectType):
    """A change of a page."""

    id = graphene.ID(required=True, description="The page's `id`.")
    version = graphene.ID(
        required=True,
        description="The version that the change starts from: `PageDraft.version.id`; empty if it has none.",
    )
    vars().update(
        _shared("The values that change; what is left out stays. A list or a text with blocks is given as a whole.")
    )


def _payload() -> dict[str, Any]:
    return {
        "draft": graphene.Field(PageDraft, description="The draft as it was saved; null if it was refused."),
        "is_repeated": graphene.Boolean(
            required=True, description="Whether an earlier request with the same idempotency key had saved it."
        ),
        "user_errors": user_errors(*CODES),
    }


class CreateDraftPayload(graphene.ObjectType):
    """The new draft, or all that is wrong with the input."""

    vars().update(_payload())


class ChangeDraftPayload(graphene.ObjectType):
    """The changed draft, or all that is wrong with the input."""

    vars().update(_payload())
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
        author = services.DraftAuthor(writer(context))
        draft = services.draft_for(author, context.site, number_of(id, Page))
        return described(draft, author) if draft else None


@register_mutation
class WritingMutation:
    """Writing drafts."""

    create_draft = graphene.Field(
        CreateDraftPayload,
        required=True,
        input=graphene.Argument(CreateDraftInput, required=True, description="The new page."),
        description="Make a page as a draft, below another. People publish it. Needs a token with the scope `write`.",
    )
    change_draft = graphene.Field(
        ChangeDraftPayload,
        required=True,
        input=graphene.Argument(ChangeDraftInput, required=True, description="The change."),
        description="Save a new draft of a page. What is published stays as it is. Needs a token with the scope `write`.",
    )

    @staticmethod
    def resolve_create_draft(root: None, info: Info, *, input: Any) -> CreateDraftPayload:
        return CreateDraftPayload(**answered(info.context, input, _create))

    @staticmethod
    def resolve_change_draft(root: None, info: Info, *, input: Any) -> ChangeDraftPayload:
        return ChangeDraftPayload(**answered(info.context, input, _change))


def writer(context: Context) -> AccessToken:
    """Return the token that writes. Raises ApiError without one, and for one that lacks the scope."""
    try:
        if context.token is None:
            raise TokenRefusedError(MISSING, "This needs an access token.", scope=WRITE)
        check_scope(context.token, WRITE)
    except TokenRefusedError as refusal:
        raise ApiError(ErrorCode(refusal.code), refusal.message) from None
    return context.token


def _create(
    author: services.DraftAuthor, terms: services.RequestTerms, input: Any, content: Any
) -> services.WrittenDraft:
    return services.create_draft(author, terms, _number(input.parent, "parent"), content)


def _change(
    author: services.DraftAuthor, terms: services.RequestTerms, input: Any, content: Any
) -> services.WrittenDraft:
    return services.change_draft(author, terms, _number(input.id, "id"), input.version, content)


def _number(id: str, name: str) -> int:
    try:
        return number_of(id, Page)
    except ApiError as error:
        raise services.refused("invalid", error.message, name) from None


def answered(context: Context, input: Any, write: Any) -> dict[str, Any]:
    """Carry out a mutation and return the values of its payload."""
    author = services.DraftAuthor(writer(context), (input.get("agent") or "").strip())
    if errors := of_ended_programme(context.visibility):
        return {"is_repeated": False, "user_errors": errors}
    ((name, content),) = dict.items(input.content)
    model = model_named(name)
    read = PageValues(content, form_read_off(model))
    terms = services.RequestTerms(context.site, input.dry_run, input.get("idempotency_key") or "")
    try:
        draft = write(author, terms, input, services.PageContent(model, read.values, tuple(read.problems)))
    except services.RefusedError as refusal:
        return refused(refusal, input, name)
    shown = described(draft, author)
    if input.dry_run:
        shown["version"] = None
        shown["edit_url"] = shown["edit_url"] if "id" in input else None
    return {"draft": shown, "is_repeated": draft.is_repeated, "user_errors": []}


def described(draft: services.WrittenDraft, author: services.DraftAuthor) -> dict[str, Any]:
    """Return the values of a `PageDraft`."""
    page, quality = draft.page, draft.quality
    return {
        "page": page,
        "user": author.user,
        "version": draft.revision and version_described(draft.revision, draft.written),
        "edit_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "quality": quality and {name: getattr(quality, name) for name in COLUMNS} | {"page": id_of(page)},
    }


def version_described(version: Revision, written: WrittenVersion | None) -> dict[str, Any]:
    """Return the values of a `PageVersion`."""
    user = version.user
    return {
        "id": str(version.pk),
        "saved_at": version.created_at,
        "saved_by": (user.get_full_name() or user.get_username()) if user else None,
        "token": written.token_name if written else None,
        "agent": (written.agent or None) if written else None,
    }


def refused(refusal: services.RefusedError, input: Any, name: str) -> dict[str, Any]:
    """Return the values of a payload for a refusal."""
    found: dict[str, Any] = {"is_repeated": False, "user_errors": [_error(one, name) for one in refusal.problems]}
    if latest := refusal.latest:
        described_latest = version_described(latest, services.written_by(latest))
        found["conflict"] = {"yours": input.version, "latest": described_latest}
    return found


def _error(problem: FormProblem, name: str) -> UserError:
    code = UserErrorCode(problem.code) if problem.code in UserErrorCode.values else UserErrorCode.INVALID
    path = (CONTENT, name, *problem.path[1:]) if problem.path[:1] == (CONTENT,) else problem.path
    return UserError(field=[to_camel_case(part) for part in path], code=code, message=problem.message)
