"""Sources of measures: the answers of readers, and those of them that show understanding."""

from __future__ import annotations

import datetime
from functools import partial

from wagtail.models import Site

from cms.sites.rows import rows_of
from measures.choices import CountKind
from measures.counts import figures
from measures.counts.small import is_small
from measures.counts.sources import address
from measures.counts.tables import of_site, span_of
from measures.models import SurveyAnswer, SurveyQuestion
from measures.sources import FigureSource, sources

Day = datetime.date
ANSWERS, UNDERSTOOD = f"counts.{CountKind.SURVEY}", "counts.understood"


def by_answer(site: Site, first: Day, last: Day) -> dict[str, int]:
    """Return how often each answer was chosen, by its key."""
    return figures.by("thing", site, CountKind.SURVEY, first, last)


def answers(site: Site, first: Day, last: Day) -> int:
    """Return the number of answers."""
    return figures.total(site, CountKind.SURVEY, first, last)


def understood(site: Site, first: Day, last: Day) -> int:
    """Return the number of answers that count as understood."""
    chosen = SurveyAnswer.objects.filter(rows_of(site, "question__site"), is_understood=True)
    keys = {str(key) for key in chosen.values_list("pk", flat=True)}
    return sum(number for key, number in by_answer(site, first, last).items() if key in keys)


def has_small(site: Site, first: Day, last: Day) -> bool:
    """Say whether an answer was chosen fewer than five times: a sum of some answers could tell how often."""
    return any(map(is_small, by_answer(site, first, last).values()))


def is_closed(site: Site, first: Day, last: Day) -> bool:
    """Say whether the number of all answers would tell a figure that isn't shown, of an answer or of a day."""
    return of_site(site, CountKind.SURVEY, span_of(site, CountKind.SURVEY, first, last)).over_time.is_closed


def asked(site: Site, first: Day, last: Day) -> bool:
    """Say whether readers were asked a question on one of the days."""
    return SurveyQuestion.objects.filter(rows_of(site), opens_on__lte=last, closes_on__gte=first).exists()


def register() -> None:
    """Register the sources. Their rows are in the report “Counts”."""
    for name, label, count, hides in (
        (ANSWERS, "Survey: answers", answers, is_closed),
        (UNDERSTOOD, "Survey: answers that show understanding", understood, has_small),
    ):
        sources.add(
            name,
            FigureSource(
                own_label=label,
                unit=("answer", "answers"),
                count=count,
                rows=partial(address, str(CountKind.SURVEY)),
                counts_people=True,
                hides_small=True,
                hides=hides,
            ),
        )
