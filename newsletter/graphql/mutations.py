"""The mutations with which people join and leave lists and choose what they get.

Anybody can ask to join; the owner of the mailbox confirms it. The other two take the token of a link in a message, as the
pages do to which these links lead. Reading one's choices is a mutation too: its answer is never kept, and by POST the token
is in no address.
"""

from __future__ import annotations

from typing import Any

import graphene

from cms.graphql.context import Context
from cms.graphql.fields import list_of
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import UserError, UserErrorCode, errors_of, mutation_field, of_ended_programme, user_errors
from cms.models import HubSettings
from cms.sites.rows import rows_of
from newsletter.choices import Source
from newsletter.models import MailingList, Subscriber
from newsletter.people import agreements, limits, tokens, wording
from newsletter.people import preferences as people
from newsletter.site.forms import PreferencesForm, SubscribeForm
from programme.models import Audience, WorkStreamPage
from programme.site import lists as site_lists

MESSAGE = (
    "If we can send messages to this address, we have sent one with a link to confirm. "
    f"The link works for {tokens.CONFIRM_DAYS} days."
)
NO_LIST = "There is no list that you can join yourself."
TOO_MANY = (
    "We have had too many requests from your network in the last hour, so nothing was done. Try again in an hour."
)
BAD_LINK = (
    "This link doesn't work. Nothing was changed. "
    "The link may be incomplete or too old, or it may already have been used."
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
    audiences = graphene.List(
        graphene.NonNull(graphene.String),
        description="Slugs of audiences. Neither these nor interests means everything.",
    )
    page = graphene.String(description="Path of the page that has the form; stored as part of the consent.")


class SubscribePayload(graphene.ObjectType):
    """The message to show. It is the same whether the address is known, subscribed or neither."""

    message = graphene.String(description="A sentence or two to show. Null if the request was refused.")
    user_errors = user_errors(
        UserErrorCode.REQUIRED,
        UserErrorCode.INVALID,
        UserErrorCode.TOO_LONG,
        UserErrorCode.NOT_OFFERED,
        UserErrorCode.NOT_ALLOWED,
        UserErrorCode.TOO_MANY_REQUESTS,
        UserErrorCode.PROGRAMME_ARCHIVED,
    )


class UnsubscribeInput(graphene.InputObjectType):
    """A link to unsubscribe."""

    token = graphene.String(
        required=True, description="The last part of the link's path: `/newsletter/leave/<token>/`. It never expires."
    )


class UnsubscribePayload(graphene.ObjectType):
    """The message to show."""

    message = graphene.String(description="A sentence or two to show. Null if nothing was done.")
    user_errors = user_errors(UserErrorCode.BAD_TOKEN)


class PreferencesChoices(graphene.InputObjectType):
    """All that somebody chose at the form: they are unsubscribed from lists that aren't named."""

    lists = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Slugs of the lists to get; may be empty."
    )
    interests = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Slugs of work streams, for all lists; none means everything.",
    )
    audiences = graphene.List(
        graphene.NonNull(graphene.String),
        description="Slugs of audiences, for all lists. Left out, those that are chosen stay.",
    )


class PreferencesInput(graphene.InputObjectType):
    """A link to a person's own page, and what they chose there."""

    token = graphene.String(
        required=True,
        description="The last part of the link's path: `/newsletter/preferences/<token>/`. It works for 30 days.",
    )
    choices = graphene.InputField(PreferencesChoices, description="What to save. Without it, nothing is changed.")


class ListChoice(graphene.ObjectType):
    """A list that the person may choose."""

    slug = graphene.String(required=True, description="To be sent in `lists`.")
    name = graphene.String(required=True, description="As readers see it.")
    description = graphene.String(required=True, description="What subscribers get; may be empty.")
    chosen = graphene.Boolean(required=True, description="They are on it.")


class InterestChoice(graphene.ObjectType):
    """A work stream that the person may choose."""

    slug = graphene.String(required=True, description="To be sent in `interests`.")
    title = graphene.String(required=True, description="Title of the work stream.")
    chosen = graphene.Boolean(required=True, description="It interests them. If none is chosen, they get everything.")


class AudienceChoice(graphene.ObjectType):
    """An audience that the person may choose."""

    slug = graphene.String(required=True, description="To be sent in `audiences`.")
    name = graphene.String(required=True, description="Name of the audience.")
    chosen = graphene.Boolean(
        required=True, description="What is for it interests them. If nothing is chosen, they get everything."
    )


class Preferences(graphene.ObjectType):
    """What a person gets. Anybody who has the link may change it: tell them to keep it to themselves."""

    email = graphene.String(required=True, description="Their address, so that they see whose choices these are.")
    wording = graphene.String(
        required=True, description="The text to show, unchanged, at the form: people who join a list agree to it."
    )
    lists = graphene.Field(
        list_of(ListChoice), required=True, description="The lists on offer to them, and those that they are on."
    )
    interests = graphene.Field(list_of(InterestChoice), required=True, description="The work streams on offer.")
    audiences = graphene.Field(list_of(AudienceChoice), required=True, description="The audiences on offer.")


class PreferencesPayload(graphene.ObjectType):
    """The person's choices after the mutation."""

    current = graphene.Field(Preferences, description="What they get now. Null if the token doesn't work.")
    user_errors = user_errors(UserErrorCode.BAD_TOKEN, UserErrorCode.NOT_OFFERED)


@register_mutation
class SubscribingMutation:
    """Joining and leaving lists."""

    subscribe = mutation_field(
        SubscribePayload,
        SubscribeInput,
        "The address, lists and interests.",
        "Ask for an address to be subscribed to lists of the newsletter. The only message sent to it asks to confirm. "
        "Show `subscribeWording` at the form.",
    )
    unsubscribe = mutation_field(
        UnsubscribePayload,
        UnsubscribeInput,
        "The token of a link.",
        "End a subscription by the link in a message, however often it is sent. Send it only after a press of a button: "
        "programs that check mail follow links.",
    )
    preferences = mutation_field(
        PreferencesPayload,
        PreferencesInput,
        "The token of a link, and what to save.",
        "Read what a person gets by the link to their own page, or save what they chose.",
    )

    def resolve_subscribe(root, info, *, input):
        return subscribe(info.context, **input)

    def resolve_unsubscribe(root, info, *, input):
        return unsubscribe(**input)

    def resolve_preferences(root, info, *, input):
        return preferences(info.context, **input)


def subscribe(
    context: Context,
    *,
    email: str,
    lists: list[str] | None = None,
    interests: list[str] | None = None,
    audiences: list[str] | None = None,
    page: str = "",
) -> SubscribePayload:
    """Note the request, unless something is wrong with it, or the programme has ended."""
    if errors := of_ended_programme(context.visibility):
        return SubscribePayload(user_errors=errors)
    if context.request is not None and not limits.network_may_ask(context.request):
        return SubscribePayload(
            user_errors=[UserError(field=[], code=UserErrorCode.TOO_MANY_REQUESTS, message=TOO_MANY)]
        )
    offered = list(MailingList.objects.filter(rows_of(context.site), offered=True))
    if not offered:
        return SubscribePayload(user_errors=[UserError(field=[], code=UserErrorCode.NOT_OFFERED, message=NO_LIST)])
    streams = site_lists.work_streams(context.visibility) if interests else []
    terms = site_lists.audiences(context.visibility) if audiences else []
    said = {"email": email, "lists": lists, "interests": interests, "audiences": audiences}
    form = SubscribeForm(offered, streams, terms, said, key="slug")
    if not form.is_valid():
        return SubscribePayload(user_errors=errors_of(form))
    words = wording.consent_wording(HubSettings.for_site(context.site), context.visibility)
    form.ask(words, Source.API, page=page or "")
    return SubscribePayload(message=MESSAGE)


def unsubscribe(*, token: str) -> UnsubscribePayload:
    """End the subscription of a link."""
    try:
        subscription = agreements.end_by_link(tokens.LEAVE, token, Source.LINK)
    except tokens.BadSubscriberTokenError:
        return UnsubscribePayload(user_errors=bad_token())
    name = subscription.mailing_list.name
    return UnsubscribePayload(
        message=f"You won't get any more messages from “{name}”. One that is already on its way may still arrive."
    )


def preferences(context: Context, *, token: str, choices: dict[str, Any] | None = None) -> PreferencesPayload:
    """Save the choices, if there are any, and return what the person gets now."""
    try:
        subscriber = people.subscriber_of(token)
    except tokens.BadSubscriberTokenError:
        return PreferencesPayload(user_errors=bad_token())
    lists = people.lists_for(subscriber)
    streams, terms = list(site_lists.work_streams(context.visibility)), site_lists.audiences(context.visibility)
    words = wording.consent_wording(HubSettings.for_site(context.site), context.visibility, confirms=False)
    errors = _save(subscriber, lists, streams, terms, words, choices) if choices is not None else []
    mine, interests = people.chosen_by(subscriber)
    current = Preferences(
        email=subscriber.address,
        wording=words,
        lists=[
            ListChoice(slug=one.slug, name=one.name, description=one.description, chosen=one.pk in mine)
            for one in lists
        ],
        interests=[InterestChoice(slug=one.slug, title=one.title, chosen=one in interests) for one in streams],
        audiences=[AudienceChoice(slug=one.slug, name=one.name, chosen=one in interests) for one in terms],
    )
    return PreferencesPayload(current=current, user_errors=errors)


def _save(
    subscriber: Subscriber,
    lists: list[MailingList],
    streams: list[WorkStreamPage],
    terms: list[Audience],
    words: str,
    choices: dict[str, Any],
) -> list[UserError]:
    """Save the choices, unless something is wrong with them."""
    # A frontend from before audiences doesn't name any: what people chose on the hub's page stays.
    offered: list[Any] = [*streams, *terms] if choices.get("audiences") is not None else streams
    form = PreferencesForm(lists, streams, terms, {"shown": "yes", **choices}, key="slug")
    if form.is_valid():
        people.change(subscriber, form.cleaned_data["lists"], form.chosen, words, offered)
    return errors_of(form, "choices")


def bad_token() -> list[UserError]:
    """Return the error of a link that doesn't work, whatever the reason."""
    return [UserError(field=["token"], code=UserErrorCode.BAD_TOKEN, message=BAD_LINK)]
