"""Sources of measures: the answers of readers, and those of them that show understanding."""

from __future__ import annotations

import datetime
from functools import partial

from wagtail.models import Site

from cms.sites.rows import rows_of
from measures.choices import CountKind
from measures.counts import figures
from measures.counts.sources import address
from measures.counts.tables import name_of_answer, of_site, span_of
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


def tells_small(site: Site, first: Day, last: Day) -> bool:
    """Say whether the number of answers that show understanding would tell more than the table of answers does.

    If the answers whose figures aren't shown all show it, or none does, the number follows from the table anyway.
    """
    table = of_site(site, CountKind.SURVEY, span_of(site, CountKind.SURVEY, first, last)).parts[0][2]
    hidden = table.texts.keys() - table.numbers.keys()
    if table.is_closed:
        return True
    known = SurveyAnswer.objects.filter(rows_of(site, "question__site")).select_related("question")
    kinds = {(name_of_answer(one), one.is_understood) for one in known}
    named = {name for name, _ in kinds}
    return (
        len({is_understood for name, is_understood in kinds if name in hidden} | ({False} if hidden - named else set()))
        > 1
    )


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
        (UNDERSTOOD, "Survey: answers that show understanding", understood, tells_small),
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
