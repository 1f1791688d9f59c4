"""What writing help finds in a text, and what waits for the person behind a token. Only for tokens."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings
from graphene.types.enum import EnumMeta

from cms.drafts.graphql.rich_text import MalformedTextError, of_markdown
from cms.editing import attention
from cms.editing.permissions import DeskContext, Editing
from cms.graphql.context import Context, Info
from cms.graphql.errors import ApiError, ErrorCode, RequestError
from cms.graphql.schema import register_query
from cms.graphql.views import charge
from cms.quality.assessment import Quality, judge
from cms.quality.findings import Code
from cms.quality.graphql.schema import FindingSeverity
from cms.quality.known import known_abbreviations, known_contacts
from cms.quality.pieces import of_html
from cms.tokens.authentication import MISSING, WRONG_SCOPE
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ, READ_DRAFTS, WRITE


def _codes() -> EnumMeta:
    labels = dict(Code.choices)

    def described(value: Any) -> str:
        return "The findings in a text." if value is None else f"{labels[value.value]}."

    return graphene.Enum("TextFindingCode", [(code.name, code.value) for code in Code], description=described)


TextFindingCode = _codes()


class TextFinding(graphene.ObjectType):
    """A part of a text that is hard to read, or that shouldn't be published."""

    code = graphene.Field(TextFindingCode, required=True, description="The kind of finding.")
    severity = graphene.Field(FindingSeverity, required=True, description="Its severity.")
    message = graphene.String(required=True, description="The finding in a sentence for editors.")
    quote = graphene.String(required=True, description="The words concerned, shortened; may be empty.")


class TextQuality(graphene.ObjectType):
    """The writing quality of a text. It measures words and sentences, not their meaning."""

    reading_age = graphene.Int(
        description="The age at which it is easy to read (Flesch–Kincaid grade plus five); null if there are too few words."
    )
    word_count = graphene.Int(required=True, description="Number of words in sentences.")
    long_sentences = graphene.Int(required=True, description="Number of sentences longer than 25 words.")
    findings = graphene.List(
        graphene.NonNull(TextFinding), required=True, description="The findings, most severe first."
    )

    def resolve_reading_age(root: Quality, info: Info) -> int | None:
        return root.figures.reading_age

    def resolve_word_count(root: Quality, info: Info) -> int:
        return root.figures.words

    def resolve_long_sentences(root: Quality, info: Info) -> int:
        return root.figures.long_sentences

    def resolve_findings(root: Quality, info: Info) -> list[dict[str, Any]]:
        return root.as_data()


class WaitingLine(graphene.ObjectType):
    """One thing that waits."""

    text = graphene.String(required=True, description="The thing, such as a page's title.")
    reason = graphene.String(required=True, description="Why it waits, in a sentence.")
    url = graphene.String(
        required=True, description="The full address at which a person sees to it, in the admin; may be empty."
    )

    def resolve_url(root: attention.AttentionLine, info: Info) -> str:
        return settings.WAGTAILADMIN_BASE_URL + root.url if root.url else ""


class WaitingGroup(graphene.ObjectType):
    """Things that wait for the same reason."""

    key = graphene.String(required=True, description="The name of the reason, for programs.")
    name = graphene.String(required=True, description="The things in the plural, such as “events without an outcome”.")
    why = graphene.String(required=True, description="Why they should be seen to.")
    is_waiting = graphene.Boolean(
        required=True, description="Whether they wait for this person; otherwise they are reminders for the team."
    )
    total_count = graphene.Int(required=True, description="Their number.")
    lines = graphene.List(
        graphene.NonNull(WaitingLine),
        required=True,
        first=graphene.Argument(graphene.Int, default_value=20, description="The maximum number, up to 100."),
        description="The things themselves.",
    )

    def resolve_is_waiting(root: attention.AttentionGroup, info: Info) -> bool:
        return root.waits

    def resolve_total_count(root: attention.AttentionGroup, info: Info) -> int:
        return root.total

    def resolve_lines(root: attention.AttentionGroup, info: Info, first: int) -> list[attention.AttentionLine]:
        if not 1 <= first <= MOST_LINES:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"`first` is from 1 to {MOST_LINES}.")
        return list(root.lines)[:first]


MOST_LINES = 100
LONGEST_TEXT = 16_000  # characters


def _token(context: Context, *scopes: str) -> AccessToken:
    """Return the request's token, which has one of the scopes. Raises ApiError."""
    if context.token is None:
        raise ApiError(ErrorCode(MISSING), "This needs an access token.")
    if not any(context.token.allows(scope) for scope in scopes):
        raise ApiError(ErrorCode(WRONG_SCOPE), f"This access token lacks the scope {scopes[0]}.")
    context.is_confidential = True
    return context.token


@register_query
class AssistantsQuery:
    """For programs that help people to write."""

    text_quality = graphene.Field(
        TextQuality,
        required=True,
        markdown=graphene.Argument(graphene.String, required=True, description="The text, as Markdown."),
        description="What writing help finds in a text, which is kept nowhere. Only with an access token.",
    )
    waiting = graphene.List(
        graphene.NonNull(WaitingGroup),
        required=True,
        description="What waits for the person behind the token, as on their dashboard. Needs the scope `write` or "
        "`read:drafts`.",
    )

    @staticmethod
    def resolve_text_quality(root: None, info: Info, markdown: str) -> Quality:
        context = info.context
        token = _token(context, READ)
        if len(markdown) > LONGEST_TEXT:
            raise ApiError(ErrorCode.INVALID_VALUE, f"A text that is checked has {LONGEST_TEXT} characters at most.")
        try:
            # A character takes about as long as an object, and the operation's own cost doesn't include it.
            request: Any = context.request  # of a token none is needed
            charge(request, token, len(markdown))
            return judge(list(of_html(of_markdown(markdown))), known_abbreviations(), known_contacts)
        except RequestError as refusal:
            raise ApiError(ErrorCode.OVER_BUDGET, refusal.message) from None
        except MalformedTextError as error:
            raise ApiError(ErrorCode.INVALID_VALUE, str(error)) from None

    @staticmethod
    def resolve_waiting(root: None, info: Info) -> list[attention.AttentionGroup]:
        user: Any = _token(info.context, WRITE, READ_DRAFTS).created_by  # none without a person is good
        groups = attention.groups(DeskContext(user, info.context.visibility, Editing(user), is_program=True))
        return [group for group in groups if group.lines]
