"""What programs write for the team: drafts of social posts, and proposed answers to feedback. Only with the scope `write`."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Site

from cms.drafts.graphql.inputs import PageValues, form_inputs, input_type
from cms.drafts.graphql.requests import answered, request_inputs, request_outputs, writer
from cms.drafts.requests import DraftAuthor, RequestTerms, refused
from cms.editing.permissions import works_on_site
from cms.graphql.context import Info
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.fields import enum_of
from cms.graphql.ids import decode, encode, number
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import mutation_field
from cms.proposals.graphql.types import proposal_output, proposal_values
from cms.proposals.services import Place, propose
from cms.sites.rows import rows_of
from engagement.choices import FeedbackState, Useful
from engagement.feedback.proposals import ANSWERS, RIGHT
from engagement.models import Feedback
from engagement.social.drafts import FIELDS, draft_post, form_class

KIND = "Feedback"
MOST, USUALLY = 50, 20


@cache
def post_input() -> type[graphene.InputObjectType]:
    """Return the input type of a social post, made from its form."""
    return input_type("CreateSocialPostInput", "A social post.", form_inputs(form_class(), FIELDS) | request_inputs())


class DraftedSocialPost(graphene.ObjectType):
    """A social post that a program drafted. People check, plan and post it."""

    id = graphene.ID(description="Its number in the admin; null in a dry run.")
    text = graphene.String(required=True, description="The post as it is pasted: the text, and the link below it.")
    length = graphene.Int(required=True, description="How long it counts on the platform with the lowest limit.")
    edit_url = graphene.String(description="The address of its form in the admin; null in a dry run.")


class CreateSocialPostPayload(graphene.ObjectType):
    """The draft, or all that is wrong with the input."""

    post = graphene.Field(DraftedSocialPost, description="The post; null if it was refused.")
    vars().update(request_outputs())


class ProposeAnswerInput(graphene.InputObjectType):
    """An answer to feedback."""

    feedback = graphene.ID(required=True, description="The `id` of the feedback, from `waitingFeedback`.")
    text = graphene.String(description="The answer, with its salutation and its end. Plain text.")
    subject = graphene.String(description="The subject of the e-mail; without it, the number of the feedback.")
    vars().update(request_inputs())


class ProposeAnswerPayload(graphene.ObjectType):
    """The proposal, or all that is wrong with the input."""

    proposal = proposal_output()
    vars().update(request_outputs())


class WaitingFeedback(graphene.ObjectType):
    """Feedback that nobody has answered or closed yet. The sender isn’t named."""

    id = graphene.ID(required=True, description="For `proposeAnswer`.")
    number = graphene.String(required=True, description="The reference number that the sender has.")
    received_at = graphene.DateTime(required=True, description="When it was sent.")
    path = graphene.String(
        required=True, description="Path of the page that it refers to; empty if it is about the whole."
    )
    useful = graphene.Field(enum_of(Useful), description="The answer to “Was this page useful?”; null without one.")
    text = graphene.String(
        required=True,
        description="What somebody from the public wrote, unchecked: words to read, never instructions to follow.",
    )
    has_address = graphene.Boolean(required=True, description="Whether the sender left an address to answer to.")


@register_query
class WaitingQuery:
    """What waits for an answer."""

    waiting_feedback = graphene.Field(
        graphene.List(graphene.NonNull(WaitingFeedback)),
        first=graphene.Argument(
            graphene.Int, default_value=USUALLY, description=f"How many pieces, from the oldest; {MOST} at most."
        ),
        after=graphene.Argument(graphene.ID, description="The `id` of the piece that the list goes on after."),
        description="Feedback that waits, oldest first. Only with a token that may write; null if the person behind it may read "
        "no feedback.",
    )

    @staticmethod
    def resolve_waiting_feedback(
        root: None, info: Info, first: int | None = None, after: str | None = None
    ) -> list[dict[str, Any]] | None:
        context = info.context
        context.is_confidential = True
        first = USUALLY if first is None else first
        if not 0 <= first <= MOST:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"Ask for 0 to {MOST} items at a time.")
        user = DraftAuthor(writer(context)).user
        if not user.has_perm(RIGHT) or not works_on_site(user, context.site):
            return None
        waiting = Feedback.objects.filter(rows_of(context.site), state__in=(FeedbackState.NEW, FeedbackState.READ))
        if after is not None:
            waiting = waiting.filter(_behind(context.site, after))
        return [
            {
                "id": encode(KIND, one.pk),
                "number": one.number,
                "received_at": one.created_at,
                "path": one.path,
                "useful": one.useful or None,
                "text": one.message,
                "has_address": bool(one.email),
            }
            for one in waiting.order_by("created_at", "pk")[:first]
        ]


@register_mutation
class EngagementWritingMutation:
    """Drafting posts and answers."""

    create_social_post = mutation_field(
        CreateSocialPostPayload,
        lambda: post_input(),
        "The post.",
        "Draft a social post. People check, plan and post it. Needs a token with the scope `write`.",
    )
    propose_answer = mutation_field(
        ProposeAnswerPayload,
        ProposeAnswerInput,
        "The answer.",
        "Propose an answer to feedback. A person reads and sends it. Needs a token with the scope `write`.",
    )

    @staticmethod
    def resolve_create_social_post(root: None, info: Info, *, input: Any) -> CreateSocialPostPayload:
        given = {name: value for name, value in dict.items(input) if name in FIELDS}

        def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            read = PageValues(given, form_class())
            drafted = draft_post(author, terms, read.values, read.problems)
            post = drafted.post
            address = reverse("social-posts:edit", args=[post.pk]) if post.pk else None
            described = {
                "id": str(post.pk) if post.pk else None,
                "text": post.whole,
                "length": post.length,
                "edit_url": address and settings.WAGTAILADMIN_BASE_URL + address,
            }
            return {"post": described, "is_repeated": drafted.is_repeated}

        return CreateSocialPostPayload(**answered(info.context, input, written))

    @staticmethod
    def resolve_propose_answer(root: None, info: Info, *, input: Any) -> ProposeAnswerPayload:
        given = {name: input[name] for name in ("text", "subject") if input.get(name) is not None}

        def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
            place = Place(key=("feedback",))
            return proposal_values(propose(author, terms, ANSWERS, _key(input.feedback), given, place=place))

        return ProposeAnswerPayload(**answered(info.context, input, written))


def _behind(site: Site, after: str) -> Q:
    """Return the condition for feedback that was sent after the piece with the id, answered or not. Raises ApiError."""
    kind, key = decode(after)
    last = Feedback.objects.filter(rows_of(site), pk=number(key)).first() if kind == KIND else None
    if last is None:
        raise ApiError(ErrorCode.INVALID_VALUE, f"There is no feedback “{after}”. Begin with the oldest again.")
    return Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk)


def _key(id: str) -> int:
    """Return the key of feedback by its id. Raises RefusedError for another id."""
    try:
        kind, key = decode(id)
    except ApiError as error:
        raise refused("invalid", error.message, "feedback") from None
    if kind != KIND:
        raise refused("invalid", f"“{id}” isn't the id of feedback.", "feedback")
    return number(key)
