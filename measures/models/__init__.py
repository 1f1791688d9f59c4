"""Objectives, their measures and figures, counts, surveys, reports, and packs for meetings.

Everything that others need is imported here; import from `measures.models`.
"""

from .counts import CountsSettings, DailyCount  # noqa: F401  re-exported
from .items import ItemFigure  # noqa: F401  re-exported
from .objectives import Measure, Objective, TypedFigure  # noqa: F401  re-exported
from .packs import MeetingPack, MeetingPackLink  # noqa: F401  re-exported
from .reports import PeriodReport  # noqa: F401  re-exported
from .surveys import SurveyAnswer, SurveyQuestion  # noqa: F401  re-exported
