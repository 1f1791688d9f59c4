"""The mutations with which people begin to follow a page, and stop."""

from __future__ import annotations

import graphene

from cms.graphql.context import Context
from cms.graphql.origins import enum_of
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import UserError, UserErrorCode, errors_of, mutation_field, of_ended_programme, user_errors
from cms.models import HubSettings
from newsletter.choices import FollowingFrequency, Source
from newsletter.frame import can_follow, follow_frequencies
from newsletter.people import agreements, followed_pages, limits, tokens, wording
from newsletter.site.forms import FollowForm

from .mutations import MESSAGE, TOO_MANY, bad_token

NOT_OFFERED = "Pages can't be followed by e-mail here."
NOT_FOUND = "There is no page with this number that can be followed."


class FollowInput(graphene.InputObjectType):
    """A request to follow a page: an address, the page, and when to get letters."""

    email = graphene.String(required=True, description="The e-mail address, as typed.")
    page = graphene.Int(
        required=True,
        description="`databaseId` of a public recommendation or action, work stream, group or page for an audience.",
    )
    frequency = graphene.InputField(
        enum_of(FollowingFrequency),
        description="When the person gets letters about changes; at once if it is left out. `WITH_UPDATE` needs a list on offer.",
    )


class FollowPayload(graphene.ObjectType):
    """The message to show. It is the same whether the address is known, follows the page or neither."""

    message = graphene.String(description="A sentence or two to show. Null if the request was refused.")
    user_errors = user_errors(
        UserErrorCode.REQUIRED,
        UserErrorCode.INVALID,
        UserErrorCode.TOO_LONG,
        UserErrorCode.NOT_FOUND,
        UserErrorCode.NOT_OFFERED,
        UserErrorCode.TOO_MANY_REQUESTS,
        UserErrorCode.PROGRAMME_ARCHIVED,
    )


class UnfollowInput(graphene.InputObjectType):
    """A link to stop following a page."""

    token = graphene.String(
        required=True,
        description="The last part of the link's path: `/newsletter/unfollow/<token>/`. It never expires.",
    )


class UnfollowPayload(graphene.ObjectType):
    """The message to show."""

    message = graphene.String(description="A sentence to show. Null if nothing was done.")
    user_errors = user_errors(UserErrorCode.BAD_TOKEN)


@register_mutation
class FollowingMutation:
    """Following single pages, and stopping."""

    follow = mutation_field(
        FollowPayload,
        FollowInput,
        "The address, the page, and when to get letters.",
        "Ask for an address to get e-mails about changes of a page. The only message sent to it asks to confirm. "
        "Show `followWording` at the form.",
    )
    unfollow = mutation_field(
        UnfollowPayload,
        UnfollowInput,
        "The token of a link.",
        "Stop following a page by the link in a message, however often it is sent. Send it only after a press of a "
        "button: programs that check mail follow links.",
    )

    def resolve_follow(root, info, *, input):
        return follow(info.context, **input)

    def resolve_unfollow(root, info, *, input):
        return unfollow(**input)


def follow(context: Context, *, email: str, page: int, frequency: str | None = None) -> FollowPayload:
    """Note the request, unless something is wrong with it, or the programme has ended."""
    visibility = context.visibility
    if errors := of_ended_programme(visibility):
        return FollowPayload(user_errors=errors)
    if context.request is not None and not limits.network_may_ask(context.request):
        return FollowPayload(user_errors=[UserError(field=[], code=UserErrorCode.TOO_MANY_REQUESTS, message=TOO_MANY)])
    if not can_follow(visibility):
        return FollowPayload(user_errors=[UserError(field=[], code=UserErrorCode.NOT_OFFERED, message=NOT_OFFERED)])
    form = FollowForm(follow_frequencies(visibility), {"email": email, "frequency": frequency or ""})
    found = followed_pages.page_to_follow(page, visibility)
    errors = errors_of(form)
    if found is None:
        errors.append(UserError(field=["page"], code=UserErrorCode.NOT_FOUND, message=NOT_FOUND))
    if errors or found is None:
        return FollowPayload(user_errors=errors)
    words = wording.follow_wording(HubSettings.for_site(context.site), visibility)
    form.ask(words, Source.API, page=found, site=context.site)
    return FollowPayload(message=MESSAGE)


def unfollow(*, token: str) -> UnfollowPayload:
    """End the following of a link."""
    try:
        agreements.end_by_link(tokens.UNFOLLOW, token, Source.LINK)
    except tokens.BadSubscriberTokenError:
        return UnfollowPayload(user_errors=bad_token())
    return UnfollowPayload(message="You have stopped following the page. A message on its way may still arrive.")
