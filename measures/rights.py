"""Permissions on objectives, measures, figures and reports."""

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from measures.models import Measure, Objective, PeriodReport, TypedFigure

WRITE = ("view", "add", "change")


def register_measure_rights() -> None:
    """Let editors write them, and moderators and leads delete them as well.

    Publishing a report needs no right of its own: it becomes a draft of a publication, with the rights and workflow of pages.
    """
    for model in (Objective, Measure, TypedFigure, PeriodReport):
        rights.add((EDITORS, model), WRITE)
        rights.add((MODERATORS, model), (*WRITE, "delete"))
        rights.add((PROGRAMME_LEADS, model), (*WRITE, "delete"))
