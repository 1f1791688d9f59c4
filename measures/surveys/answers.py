"""Answers of readers: checked, and added to the count of the answer and the day. Nothing else is written."""

from __future__ import annotations

from django import forms
from wagtail.models import Site

from cms.base.dates import today
from cms.base.rate_limits import HasMeta, Verdict, limited_forms, verdict_on
from cms.delivery.public_forms import TrapForm
from measures.choices import CountKind
from measures.counts.tally import add_rows

from .open_survey import OpenSurvey

# Answers from one network within an hour. Many people may be behind one.
PER_NETWORK = 60
limited_forms.add("survey", "answers to the question that readers are asked")
NOT_OPEN = "This question isn’t open any more, so your answer wasn’t counted."
TOO_MANY = (
    "We have had too many answers from your network in the last hour, so yours wasn’t counted. Try again in an hour."
)
CHOOSE = "Choose one of the answers."


class SurveyForm(TrapForm):
    """An answer to the question that is open."""

    question = forms.CharField(required=False)

    def __init__(self, *args, survey: OpenSurvey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.fields["answer"] = forms.TypedChoiceField(
            coerce=int,
            choices=list(survey.answers.items()),
            error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        )

    def is_of_the_open_question(self) -> bool:
        """Say whether what was sent answers the question that is open, not another before it."""
        return self.data.get("question", "") == str(self.survey.key)


def network_may_answer(request: HasMeta) -> bool:
    """Count an answer from a network, and say whether it is within the limit.

    Nobody is asked for an address past it: an answer has no sender, and isn't worth one.
    """
    return verdict_on("survey", request, PER_NETWORK) is Verdict.TAKE


def count(site: Site, answer: int) -> None:
    """Add one to the count of an answer for today. One statement, so that no process undoes another's."""
    add_rows([(site.pk, str(CountKind.SURVEY), today(), False, str(answer), "", 1)])
