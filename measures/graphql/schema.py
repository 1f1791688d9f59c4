"""The open question of the survey, and the mutation that answers it."""

from __future__ import annotations

from typing import Any

import graphene

from cms.graphql.context import Context
from cms.graphql.errors import ApiError
from cms.graphql.ids import decode, encode, number
from cms.graphql.items import list_of
from cms.graphql.schema import register_mutation, register_query
from cms.graphql.user_errors import UserError, UserErrorCode, mutation_field, of_ended_programme, user_errors
from measures.surveys import answers
from measures.surveys.open_survey import OpenSurvey, open_survey

QUESTION, ANSWER = "Survey", "SurveyChoice"


class SurveyChoice(graphene.ObjectType):
    """One of the answers to choose from."""

    id = graphene.ID(required=True, description="For `answer` of `answerSurvey`.")
    label = graphene.String(required=True, description="The answer in a few words.")


class Survey(graphene.ObjectType):
    """A question that readers are asked from one day to another, with the answers to choose from."""

    id = graphene.ID(required=True, description="For `question` of `answerSurvey`.")
    question = graphene.String(required=True, description="The question in plain words.")
    closes_on = graphene.Date(required=True, description="The last day on which it is asked.")
    answers = graphene.Field(list_of(SurveyChoice), required=True, description="The answers in their order.")

    def resolve_id(root: OpenSurvey, info):
        return encode(QUESTION, root.key)

    def resolve_answers(root: OpenSurvey, info):
        return [SurveyChoice(id=encode(ANSWER, key), label=label) for key, label in root.answers.items()]


class AnswerSurveyInput(graphene.InputObjectType):
    """The answer that somebody chose."""

    question = graphene.ID(required=True, description="The question: `id` of `survey`.")
    answer = graphene.ID(required=True, description="The answer: `id` of one of its `answers`.")


class AnswerSurveyPayload(graphene.ObjectType):
    """That the answer was counted, or why it wasn't."""

    counted = graphene.Boolean(description="True, if it was counted; otherwise null.")
    user_errors = user_errors(
        UserErrorCode.NOT_OFFERED, UserErrorCode.TOO_MANY_REQUESTS, UserErrorCode.PROGRAMME_ARCHIVED
    )


@register_query
class SurveyQuery:
    """The question that is open."""

    survey = graphene.Field(
        Survey,
        description="The question that readers are asked today; null if none is, if readers aren't counted, and on past days.",
    )

    def resolve_survey(root, info):
        return open_survey(info.context.visibility)


@register_mutation
class SurveyMutation:
    """Answering the question that is open."""

    answer_survey = mutation_field(
        AnswerSurveyPayload,
        AnswerSurveyInput,
        "Which answer to which question.",
        "Answer the question that readers are asked today. Only the number of each answer by day is kept, nothing "
        "about who gave it.",
    )

    def resolve_answer_survey(root, info, *, input):
        return answer_survey(info.context, **input)


def answer_survey(context: Context, *, question: str, answer: str) -> AnswerSurveyPayload:
    """Count the answer, unless the question isn't open, the answer isn't one of its, or the network sent too many."""
    if errors := of_ended_programme(context.visibility):
        return AnswerSurveyPayload(user_errors=errors)
    if context.request is not None and not answers.network_may_answer(context.request):
        return _refused(UserErrorCode.TOO_MANY_REQUESTS, answers.TOO_MANY)
    found, site = open_survey(context.visibility), context.site
    if found is None or site is None or _key_in(question, QUESTION) != found.key:
        return _refused(UserErrorCode.NOT_OFFERED, answers.NOT_OPEN, "question")
    chosen = _key_in(answer, ANSWER)
    if chosen not in found.answers:
        return _refused(UserErrorCode.NOT_OFFERED, answers.CHOOSE, "answer")
    answers.count(site, chosen)
    return AnswerSurveyPayload(counted=True)


def _refused(code: UserErrorCode, message: str, *field: str) -> AnswerSurveyPayload:
    return AnswerSurveyPayload(user_errors=[UserError(field=list(field), code=code, message=message)])


def _key_in(id: Any, kind: str) -> int:
    """Return the key in an id of the kind; 0, which nothing has, for any other text."""
    try:
        found, key = decode(id)
    except ApiError:
        return 0
    return number(key) if found == kind else 0
