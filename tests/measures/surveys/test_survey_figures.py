"""Answers as figures: sources of measures, an objective's page, reports, and no small number by any way."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.roles import PROGRAMME_LEADS
from cms.base.dates import today
from measures.counts.tally import add_rows
from measures.counts.upkeep import become_months
from measures.models import DailyCount
from measures.reports import contents
from measures.reports.sections import sections_of
from measures.sources import sources
from tests import factories
from tests.admin.conftest import sign_in

ANSWERS, UNDERSTOOD = "counts.survey", "counts.understood"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(counting, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


def put(question, *numbers, day=None):
    rows = [
        (question.site_id, "survey", day or today(), False, str(answer.pk), "", number)
        for answer, number in zip(question.answers.all(), numbers, strict=True)
        if number
    ]
    add_rows(rows)


def shown_in_report(site, name) -> list[tuple[str, list[str]]]:
    """Return the number and the months of a source in a report of this month and the one before."""
    first = (today().replace(day=1) - DAY).replace(day=1)
    report = factories.ReportFactory(site=site, first=first, last=today())
    report.content = {"sections": contents.make(site, first, today())}
    report.save()
    label = sources[name].label
    return [
        (figure.number, [number for _, number, _ in figure.months])
        for for_readers in (False, True)
        for section in sections_of(report, for_readers=for_readers)
        for part in section.parts
        for figure in part.figures
        if figure.label == label
    ]


def test_sources_count_answers_and_those_that_show_understanding(question, counting):
    put(question, 12, 7, 5)
    put(question, 6, 0, 0, day=today() - 40 * DAY)
    assert sources[ANSWERS].count(counting, today(), today()) == 24
    assert sources[UNDERSTOOD].count(counting, today(), today()) == 12
    assert sources[UNDERSTOOD].count(counting, today() - 40 * DAY, today()) == 18


def test_a_number_leads_to_its_rows(question, counting, lead):
    put(question, 12, 7, 5)
    for name in (ANSWERS, UNDERSTOOD):
        page = lead.get(sources[name].rows(counting, today(), today()))
        assert f"{question} – Yes, fully" in page.content.decode()


def test_a_sum_that_would_tell_a_small_answer_is_hidden(question, counting):
    hides = {name: sources[name].hides for name in (ANSWERS, UNDERSTOOD)}
    put(question, 12, 7, 0)
    assert [hides[name](counting, today(), today()) for name in hides] == [False, False]
    # The second and the third answer aren't shown then, and neither shows understanding: 12 can be read in the table.
    put(question, 0, 0, 2)
    assert [hides[name](counting, today(), today()) for name in hides] == [False, False]
    # Now it is the first and the third.
    put(question, 0, 10, 0)
    assert [hides[name](counting, today(), today()) for name in hides] == [False, True]


def test_a_total_of_small_answers_alone_is_hidden(question, counting):
    put(question, 4, 4, 0)
    assert sources[ANSWERS].hides(counting, today(), today())


@pytest.mark.parametrize(
    ("numbers", "shown"), [((20, 9, 0), "20"), ((20, 9, 3), "20"), ((9, 20, 3), "not shown"), ((3, 9, 0), "not shown")]
)
def test_an_objective_shows_it_or_not(question, lead, numbers, shown):
    put(question, *numbers)
    objective = factories.ObjectiveFactory()
    measure = factories.MeasureFactory(
        objective=objective, source=UNDERSTOOD, unit="answers", target=10, target_by=today()
    )
    text = " ".join(
        BeautifulSoup(lead.get(reverse("objectives:inspect", args=[measure.objective_id])).content, "html.parser")
        .main.get_text(" ")
        .split()
    )
    assert f"In the last 12 months: {shown} answers" in text
    assert ("– reached." in text) is (shown == "20")
    assert (text.count("Not shown") == 12) is (shown != "20")


def test_a_report_has_it_under_what_came_back(question, counting):
    put(question, 20, 9, 0)
    put(question, 8, 6, 5, day=today().replace(day=1) - DAY)
    assert shown_in_report(counting, UNDERSTOOD) == [("28", ["8", "20"])] * 2
    assert shown_in_report(counting, ANSWERS) == [("48", ["19", "29"])] * 2


def test_a_report_hides_what_would_tell_a_small_answer(question, counting):
    put(question, 9, 20, 0)
    put(question, 6, 8, 2, day=today().replace(day=1) - DAY)
    assert shown_in_report(counting, UNDERSTOOD) == [("not shown", ["not shown"] * 2)] * 2


def test_a_report_is_silent_if_nobody_was_asked(counting, tree):
    factories.NewsFactory(parent=tree.news, date=today())
    assert shown_in_report(counting, ANSWERS) == []


def test_days_become_months_like_other_counts(question, counting):
    old = today() - 500 * DAY
    put(question, 9, 0, 0, day=old)
    while become_months(lambda: False):
        pass
    row = DailyCount.objects.get()
    assert (row.day, row.is_month, row.number) == (old.replace(day=1), True, 9)
    assert question.is_answered
