"""The question that readers of a site are asked today. It is read once for a period, which ends at midnight at the latest."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cms.base.dates import today
from cms.history.past import is_past
from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility
from measures.counts.switch import is_on
from measures.models import SurveyAnswer

FACT = "open survey"


@dataclass(frozen=True)
class OpenSurvey:
    """A question that is open, with its answers in order, by their keys."""

    key: int
    question: str
    closes_on: datetime.date
    answers: dict[int, str]


def open_survey(visibility: Visibility) -> OpenSurvey | None:
    """Return the question that the readers of a site are asked; None if nothing is asked.

    Nothing is asked while readers aren't counted, once the programme has ended, and on past days.
    """
    site, period = visibility.site, visibility.period
    if site is None or visibility.end or is_past() or not is_on(site, period):
        return None
    if period is None:
        return _read(visibility)
    # A tuple, because nothing is a fact as well.
    return period.fact((FACT, site.pk), lambda: (_read(visibility),))[0]


def _read(visibility: Visibility) -> OpenSurvey | None:
    """Return the same as the database has it. One statement."""
    day = today()
    found = list(
        SurveyAnswer.objects.filter(
            rows_of(visibility.site, "question__site"), question__opens_on__lte=day, question__closes_on__gte=day
        )
        .select_related("question")
        .order_by("question__opens_on", "question_id", "sort_order", "pk")
    )
    if not found:
        return None
    # Two, if two people made one at the same moment: the first is asked.
    question = found[0].question
    answers = {one.pk: one.label for one in found if one.question_id == question.pk}
    return OpenSurvey(question.pk, question.text, question.closes_on, answers)
