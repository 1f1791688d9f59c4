"""The mutation with which anybody can ask to join a list. The owner of the mailbox confirms it."""

from __future__ import annotations

import graphene

from cms.graphql.context import Context
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.schema import register_mutation
from cms.models import HubSettings
from newsletter.choices import Source
from newsletter.models import MailingList
from newsletter.people import limits, subscriptions, tokens, wording
from newsletter.people.addresses import InvalidAddressError, normalise
from programme.models import WorkStreamPage
from programme.site.lists import work_streams

MESSAGE = (
    "If we can send messages to this address, we have sent one with a link to confirm. "
    f"The link works for {tokens.CONFIRM_DAYS} days."
)


class SubscribeInput(graphene.InputObjectType):
    """A request to subscribe: an address, lists and interests."""

    email = graphene.String(required=True, description="The e-mail address, as typed.")
    lists = graphene.List(
        graphene.NonNull(graphene.String),
        description="Slugs of the lists. May be left out while only one is offered.",
    )
    interests = graphene.List(
        graphene.NonNull(graphene.String), description="Slugs of work streams; none means everything."
    )
    page = graphene.String(description="Path of the page that has the form; stored as part of the consent.")


class SubscribePayload(graphene.ObjectType):
    """The message to show. It is the same whether the address is known, subscribed or neither."""

    message = graphene.String(required=True, description="A sentence or two to show.")


@register_mutation
class SubscribingMutation:
    """Joining a list."""

    subscribe = graphene.Field(
        SubscribePayload,
        required=True,
        input=graphene.Argument(SubscribeInput, required=True, description="The address, lists and interests."),
        description=(
            "Ask for an address to be subscribed to lists of the newsletter. The only message sent to it asks to confirm. "
            "Show `subscribeWording` at the form."
        ),
    )

    def resolve_subscribe(root, info, *, input):
        return SubscribePayload(message=subscribe(info.context, **input))


def subscribe(
    context: Context, *, email: str, lists: list[str] | None = None, interests: list[str] | None = None, page: str = ""
) -> str:
    """Note the request and return the message. Raises ApiError (INVALID_VALUE, TOO_MANY_REQUESTS)."""
    if context.request is not None and not limits.network_may_ask(context.request):
        raise ApiError(ErrorCode.TOO_MANY_REQUESTS, "We have had too many requests from your network in the last hour.")
    try:
        address = normalise(email)
    except InvalidAddressError as error:
        raise ApiError(ErrorCode.INVALID_VALUE, str(error)) from None
    chosen = _lists(lists or [])
    streams = _streams(context, interests or [])
    for mailing_list in chosen:
        if not mailing_list.allows(address.normalised):
            raise ApiError(ErrorCode.INVALID_VALUE, str(subscriptions.NotAllowedError(mailing_list)))
    if limits.address_may_ask(address.normalised):
        words = wording.consent_wording(HubSettings.for_site(context.site), context.visibility)
        subscriptions.ask_to_join(address, chosen, streams, page=page or "", source=Source.API, words=words)
    return MESSAGE


def _lists(slugs: list[str]) -> list[MailingList]:
    offered = {one.slug: one for one in MailingList.objects.filter(offered=True)}
    if not offered:
        raise ApiError(ErrorCode.INVALID_VALUE, "No list is offered at the moment.")
    if not slugs and len(offered) == 1:
        return list(offered.values())
    if not slugs or not set(slugs) <= offered.keys():
        raise ApiError(ErrorCode.INVALID_VALUE, f"Choose from the lists {', '.join(offered)}.")
    return [offered[slug] for slug in dict.fromkeys(slugs)]


def _streams(context: Context, slugs: list[str]) -> list[WorkStreamPage]:
    public = {page.slug: page for page in work_streams(context.visibility) if page.slug in slugs}
    if unknown := set(slugs) - public.keys():
        raise ApiError(ErrorCode.INVALID_VALUE, f"No work stream has the slug {', '.join(sorted(unknown))}.")
    return list(public.values())
