"""What an event asks of those who register, and the mutation that registers. Confirming and cancelling is by links in mails."""

from __future__ import annotations

import graphene

from cms.graphql.context import Context
from cms.graphql.fields import enum_of
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import UserError, UserErrorCode, errors_of, mutation_field, of_ended_programme, user_errors
from cms.models import HubSettings
from cms.pages.addresses import page_at
from engagement.choices import FeedbackWay, RegistrationStage
from engagement.registrations import registrants, retention, wording
from engagement.registrations.forms import RegisterForm
from engagement.registrations.open_registrations import PublicRegistration, registration_of

MESSAGE = (
    "We have sent a message with a link. Open it and press “Confirm”: then you have a place. "
    f"The link works for {retention.CONFIRM_DAYS} days, and until the event begins."
)
NOT_HERE = "This event takes no registrations."


class RegistrationForEvent(graphene.ObjectType):
    """Whether people can register for an event, and what a form has to ask. Nothing about those who did."""

    stage = graphene.Field(
        enum_of(RegistrationStage), required=True, description="Whether people can register now, and if not, why."
    )
    opens_on = graphene.Date(description="The first day on which people can register; null if it isn't limited.")
    closes_on = graphene.Date(
        description="The last day on which people can register; null if they can until the event begins."
    )
    places = graphene.Int(description="How many can register; null if there is no limit.")
    asks_organisation = graphene.Boolean(
        required=True, description="Whether to ask for the organisation, which may be left empty."
    )
    asks_needs = graphene.Boolean(
        required=True, description="Whether to ask what people need to take part, which may be left empty."
    )
    wording = graphene.String(
        required=True, description="The text to show, unchanged, at the form: people agree to it."
    )

    def resolve_wording(root: PublicRegistration, info):
        return _wording(info.context, root)


class RegisterForEventInput(graphene.InputObjectType):
    """Who wants to come to which event."""

    event = graphene.String(required=True, description="Path of the event's page.")
    name = graphene.String(required=True, description="Their name, as typed.")
    email = graphene.String(required=True, description="Their e-mail address, as typed.")
    organisation = graphene.String(description="Their organisation, if `asksOrganisation`.")
    needs = graphene.String(description="What they need to take part, if `asksNeeds`.")


class RegisterForEventPayload(graphene.ObjectType):
    """The message to show. It is the same whether the address is registered already or not."""

    message = graphene.String(description="A sentence or two to show. Null if the request was refused.")
    user_errors = user_errors(
        UserErrorCode.REQUIRED,
        UserErrorCode.INVALID,
        UserErrorCode.TOO_LONG,
        UserErrorCode.NOT_OFFERED,
        UserErrorCode.TOO_MANY_REQUESTS,
        UserErrorCode.PROGRAMME_ARCHIVED,
    )


@register_query
class EventRegistrationQuery:
    """Registration for an event."""

    registration_for_event = graphene.Field(
        RegistrationForEvent,
        event=graphene.Argument(graphene.String, required=True, description="Path of the event's page."),
        description=(
            "Whether people can register for an event, and what its form has to ask; null if it takes no registrations here "
            "or is over, and on past days."
        ),
    )

    def resolve_registration_for_event(root, info, *, event):
        return _found(info.context, event)


@register_mutation
class EventRegistrationMutation:
    """Registering for an event."""

    register_for_event = mutation_field(
        RegisterForEventPayload,
        RegisterForEventInput,
        "Who wants to come to which event.",
        "Ask for a place at an event. The message sent to the address asks to confirm; only then is there a place. Show "
        "`wording` of `registrationForEvent` at the form.",
    )

    def resolve_register_for_event(root, info, *, input):
        return register_for_event(info.context, **input)


def register_for_event(
    context: Context, *, event: str, name: str, email: str, organisation: str | None = None, needs: str | None = None
) -> RegisterForEventPayload:
    """Note the request, unless something is wrong with it, nobody can register now, or the programme has ended."""
    if errors := of_ended_programme(context.visibility):
        return RegisterForEventPayload(user_errors=errors)
    if context.request is not None and not registrants.network_may_ask(context.request):
        return _refused(UserErrorCode.TOO_MANY_REQUESTS, registrants.TOO_MANY)
    found = _found(context, event)
    if found is None or not found.is_open:
        return _refused(UserErrorCode.NOT_OFFERED, found.sentence if found else NOT_HERE, "event")
    said = {"name": name, "email": email, "organisation": organisation or "", "needs": needs or ""}
    form = RegisterForm(said, registration=found)
    if not form.is_valid():
        return RegisterForEventPayload(user_errors=errors_of(form))
    registrants.ask(found.key, form.cleaned_data, way=FeedbackWay.API, words=_wording(context, found))
    return RegisterForEventPayload(message=MESSAGE)


def _found(context: Context, event: str) -> PublicRegistration | None:
    page = page_at(event, context)
    return registration_of(page.pk, context.visibility) if page else None


def _wording(context: Context, registration: PublicRegistration) -> str:
    hub = HubSettings.for_site(context.site)
    context.seen.add((HubSettings, hub.pk))
    return wording.registration_wording(hub, registration)


def _refused(code: UserErrorCode, message: str, *field: str) -> RegisterForEventPayload:
    return RegisterForEventPayload(user_errors=[UserError(field=list(field), code=code, message=message)])
