"""Objectives, measures and typed figures: what is refused with which sentence, and what a measure's number is."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.roles import EDITORS, VIEWERS
from cms.base.choices import DatePrecision
from cms.base.dates import today
from engagement.reach import months_before
from measures.choices import CountKind
from measures.models import DailyCount, Measure, Objective, PeriodReport, TypedFigure
from measures.models.objectives import number_in_words
from measures.objectives import periods
from measures.objectives.values import value_of
from measures.reports import services
from programme.models import ProgrammeSettings
from tests import factories
from tests.admin.conftest import sign_in

JULY, AUGUST = datetime.date(2026, 7, 1), datetime.date(2026, 8, 1)
LAST = datetime.date(2026, 8, 31)


@pytest.fixture
def editor(tree, roles):
    return sign_in("editor", group=EDITORS)


def errors_of(response) -> str:
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select(".w-field__errors, .error-message")
    return " ".join(" ".join(one.text for one in found).split())


def measure_of(objective, **changed) -> dict:
    form = {
        "objective": objective.pk,
        "label": "Readers",
        "unit": "readers",
        "source": "",
        "direction": "up",
        "place": 0,
    }
    return form | changed


def figure_of(measure, **changed) -> dict:
    return {"measure": measure.pk, "first": "3 August 2026", "number": "12", "source": "Counted", "note": ""} | changed


def test_an_editor_writes_an_objective_with_a_measure_and_a_figure(editor):
    editor.post(reverse("objectives:add"), {"title": "Heard", "description": "", "place": 0, "live": "on"})
    objective = Objective.objects.get()
    year = today().year + 1
    form = measure_of(objective, target="500", target_by=f"31 December {year}", adds_up="on")
    assert editor.post(reverse("measures:add"), form).status_code == 302
    measure = Measure.objects.get()
    assert measure.target_in_words == f"at least 500 readers by 31 December {year}"
    assert editor.post(reverse("figures:add"), figure_of(measure)).status_code == 302
    figure = TypedFigure.objects.get()
    assert (figure.days, figure.recorded_by.username, figure.site) == ("3 August 2026", "editor", objective.site)
    page = editor.get(reverse("objectives:inspect", args=[objective.pk])).content.decode()
    assert "Target: at least 500 readers" in page
    assert "not reached yet" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": ""}, "Say what it counts, such as “readers” or “per cent”."),
        ({"target": "5", "target_by": "1 May 2020"}, "1 May 2020 isn't in the future. A target is for a day to come."),
        ({"target": "5"}, "Say by when the target is to be met."),
        ({"target_by": "1 May 2090"}, "Give the number to be reached by that day, or empty the day."),
    ],
)
def test_a_measure_is_refused_with_a_sentence(editor, changed, sentence):
    objective = factories.ObjectiveFactory()
    answer = editor.post(reverse("measures:add"), measure_of(objective, **changed))
    assert sentence in errors_of(answer)
    assert not Measure.objects.exists()


def test_a_target_that_was_to_be_met_by_now_can_stay(editor):
    measure = factories.MeasureFactory(target=5, target_by=datetime.date(2020, 5, 1))
    form = measure_of(measure.objective, label="Other", target="5", target_by="01/05/2020")
    assert editor.post(reverse("measures:edit", args=[measure.pk]), form).status_code == 302
    assert Measure.objects.get().label == "Other"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": ""}, "Say where the number is from, so that others can find it."),
        ({"first": "3 August 2090"}, "3 August 2090 is in the future. Record what is known."),
        ({"last": "1 August 2026"}, "The last day is before the first."),
        (
            {"first": "3 May 2014"},
            "3 May 2014 is before the programme, which began in February 2016. Give a later day.",
        ),
        ({"first": "1 July 2026", "last": "31 July 2026"}, "There is a figure for 31 July 2026 already."),
        ({"first": "gestern"}, "gestern"),
    ],
)
def test_a_figure_is_refused_with_a_sentence(editor, tree, changed, sentence):
    ProgrammeSettings.objects.update_or_create(
        site=tree.site,
        defaults={"started_on": datetime.date(2016, 2, 1), "started_on_precision": DatePrecision.MONTH},
    )
    measure = factories.MeasureFactory()
    factories.FigureFactory(measure=measure, first=datetime.date(2026, 7, 31))
    answer = editor.post(reverse("figures:add"), figure_of(measure, **changed))
    assert sentence in errors_of(answer)
    assert TypedFigure.objects.count() == 1


def test_a_figure_cannot_be_typed_for_what_the_hub_counts(editor):
    measure = factories.MeasureFactory(source="news")
    answer = editor.post(reverse("figures:add"), figure_of(measure))
    assert "Select a valid choice" in errors_of(answer)


def test_typed_figures_add_up_and_one_that_reaches_beyond_a_period_counts_in_the_longer_one(db, tree):
    measure = factories.MeasureFactory()
    factories.FigureFactory(measure=measure, first=JULY, last=datetime.date(2026, 7, 31), number=10)
    factories.FigureFactory(measure=measure, first=AUGUST, last=LAST, number=5)
    assert value_of(measure, JULY, LAST) == 15
    assert value_of(measure, JULY, datetime.date(2026, 8, 30)) == 10
    assert value_of(measure, datetime.date(2026, 7, 2), datetime.date(2026, 7, 31)) is None


def test_of_a_level_the_latest_figure_counts(db, tree):
    measure = factories.MeasureFactory(adds_up=False)
    factories.FigureFactory(measure=measure, first=JULY, number=48)
    factories.FigureFactory(measure=measure, first=AUGUST, number=57)
    assert value_of(measure, JULY, LAST) == 57


def test_nobody_sees_a_small_number_of_what_is_shown_to_nobody(editor, tree):
    measure = factories.MeasureFactory(label="Found", unit="visits", source="counts.update", target=1)
    assert measure.counted.hides_small
    for day, number in ((today(), 2), (months_before(today().replace(day=1), 1), 1)):
        DailyCount.objects.create(site=tree.site, day=day, kind=CountKind.UPDATE, thing="1", number=number)
    report = services.fill(PeriodReport(first=months_before(today(), 2), last=today()), tree.site, editor.user)
    report.save()
    for address in (
        reverse("objectives:inspect", args=[measure.objective_id]),
        reverse("period-reports:report", args=[report.pk]),
    ):
        page = BeautifulSoup(editor.get(address).content, "html.parser").select_one("main")
        assert "fewer than 5 visits" in page.text
        cells = (
            page.select(f"section:has(#measure-{measure.pk}) td")
            or next(row for row in page.select("tr") if row.th and row.th.text == "Found").select("td")[3:]
        )
        texts = {cell.find(string=lambda text: text.strip()).strip().lower() for cell in cells}
        assert texts == {"not shown"}, address
        assert "reached" not in page.text
        assert page.select("figure") == []


def test_the_rows_of_a_typed_measure(editor):
    figure = factories.FigureFactory()
    page = editor.get(
        reverse("objectives:figures", args=[figure.measure_id]), {"from": "2026-08-01", "to": "2026-08-31"}
    )
    assert "3 August 2026: Counted at the door" in page.content.decode()


def test_viewers_write_nothing(tree, roles):
    viewer = sign_in("viewer", group=VIEWERS)
    assert viewer.get(reverse("objectives:add")).status_code == 302
    assert viewer.get(reverse("objectives:rows", args=["news"])).status_code in (302, 403)


@pytest.mark.parametrize(
    ("name", "words", "days"),
    [
        ("2026-q3", "July to September 2026", ("2026-07-01", "2026-09-30")),
        ("2024-q1", "January to March 2024", ("2024-01-01", "2024-03-31")),
        ("2026", "2026", ("2026-01-01", "2026-12-31")),
    ],
)
def test_periods(name, words, days):
    first, last = periods.days_of(name)
    assert ((first.isoformat(), last.isoformat()), periods.in_words(first, last)) == (days, words)


@pytest.mark.parametrize("name", ["2026-q5", "0000", "26", ""])
def test_what_is_no_period(name):
    assert periods.days_of(name) is None


def test_numbers_in_words():
    assert [number_in_words(one) for one in (1250, 0, None)] == ["1,250", "0", ""]
