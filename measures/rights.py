"""Permissions on objectives, measures, figures, surveys and reports."""

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from measures.models import ItemFigure, Measure, Objective, PeriodReport, SurveyQuestion, TypedFigure

WRITE = ("view", "add", "change")


def register_measure_rights() -> None:
    """Let editors write them, and moderators and leads delete them as well.

    Publishing a report needs no right of its own: it becomes a draft of a publication, with the rights and workflow of pages.
    """
    for model in (Objective, Measure, TypedFigure, ItemFigure, PeriodReport):
        rights.add((EDITORS, model), WRITE)
        rights.add((MODERATORS, model), (*WRITE, "delete"))
        rights.add((PROGRAMME_LEADS, model), (*WRITE, "delete"))
    # Readers see it at once, so leads alone write it.
    rights.add((EDITORS, SurveyQuestion), ("view",))
    rights.add((MODERATORS, SurveyQuestion), ("view",))
    rights.add((PROGRAMME_LEADS, SurveyQuestion), (*WRITE, "delete"))
