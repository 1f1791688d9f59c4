"""The mutation that gives feedback. It is validated and stored like feedback from the form on the site."""

from __future__ import annotations

from typing import Any

import graphene

from cms.base.rate_limits import Verdict, network_of
from cms.graphql.context import Context
from cms.graphql.fields import enum_of
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import UserError, UserErrorCode, errors_of, mutation_field, of_ended_programme, user_errors
from cms.models import HubSettings
from engagement.choices import FeedbackWay, Useful
from engagement.feedback import confirmations, submissions, wording
from engagement.feedback.forms import LONGEST_MESSAGE, FeedbackForm
from programme.site.lists import work_streams

TOO_MANY = "We have had too much feedback from your network in the last hour. Send it again in an hour."


class FeedbackInput(graphene.InputObjectType):
    """Feedback: a message, an answer to “Was this page useful?”, or both."""

    message = graphene.String(description=f"What they write, {LONGEST_MESSAGE} characters at most.")
    useful = graphene.Field(enum_of(Useful), description="Their answer to whether the page was useful.")
    page = graphene.String(description="Path of the page that the feedback refers to.")
    work_stream = graphene.String(
        description="Slug of the work stream, if they chose one; otherwise it is taken from the page."
    )
    name = graphene.String(description="Their name, if they want an answer. Show `feedbackWording` at the field.")
    email = graphene.String(description="Their e-mail address, if they want an answer.")


class SubmitFeedbackPayload(graphene.ObjectType):
    """That the feedback has arrived, or what is wrong with it."""

    number = graphene.String(
        description="The reference number to show: people can use it to ask what happened to their feedback. Null if it was "
        "refused.",
    )
    message = graphene.String(
        description="A sentence to show instead, if it waits: the team gets it once its sender has followed a link in a mail. "
        "Null if it has arrived.",
    )
    user_errors = user_errors(
        UserErrorCode.REQUIRED,
        UserErrorCode.INVALID,
        UserErrorCode.TOO_LONG,
        UserErrorCode.NOT_OFFERED,
        UserErrorCode.TOO_MANY_REQUESTS,
        UserErrorCode.PROGRAMME_ARCHIVED,
    )


@register_mutation
class FeedbackMutation:
    """Giving feedback."""

    submit_feedback = mutation_field(
        SubmitFeedbackPayload,
        FeedbackInput,
        "What somebody says.",
        "Give feedback on a page or on the programme. It is never published. The same text sent twice within an hour "
        "is kept once and gets the same number. If a network sends too often, an error at `email` asks for an address: with "
        "one, the feedback waits until its sender has followed a link in a mail.",
    )

    def resolve_submit_feedback(root, info, *, input):
        return submit_feedback(info.context, **input)


def submit_feedback(context: Context, **said: Any) -> SubmitFeedbackPayload:
    """Keep the feedback, unless something is wrong with it, or the programme has ended."""
    if errors := of_ended_programme(context.visibility):
        return SubmitFeedbackPayload(user_errors=errors)
    verdict = submissions.verdict_on_network(context.request) if context.request is not None else Verdict.TAKE
    if verdict is Verdict.REFUSE:
        return SubmitFeedbackPayload(
            user_errors=[UserError(field=[], code=UserErrorCode.TOO_MANY_REQUESTS, message=TOO_MANY)]
        )
    streams: Any = work_streams(context.visibility) if said.get("work_stream") else []
    must_confirm = verdict is Verdict.CONFIRM
    typed = {name: value for name, value in said.items() if value is not None}
    form = FeedbackForm(typed, streams=streams, must_confirm=must_confirm)
    if not form.is_valid():
        return SubmitFeedbackPayload(user_errors=errors_of(form))
    network = network_of(context.request) if context.request is not None else ""
    words = wording.contact_wording(HubSettings.for_site(context.site), must_confirm=must_confirm)
    way = FeedbackWay.API
    given = submissions.give(
        form.cleaned_data, context, network=network, way=way, words=words, must_confirm=must_confirm
    )
    return SubmitFeedbackPayload(number=given.number, message=confirmations.CHECK_YOUR_MAIL if given.waits else None)
