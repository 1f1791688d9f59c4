"""Objectives, measures, figures and reports."""

import datetime

import factory

from measures.models import Measure, Objective, PeriodReport, TypedFigure


class ObjectiveFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Objective {n}")

    class Meta:
        model = Objective


class MeasureFactory(factory.django.DjangoModelFactory):
    """A measure whose figures are typed in."""

    objective = factory.SubFactory(ObjectiveFactory)
    label = factory.Sequence(lambda n: f"Measure {n}")
    unit = "readers"

    class Meta:
        model = Measure


class FigureFactory(factory.django.DjangoModelFactory):
    """A figure of one day."""

    measure = factory.SubFactory(MeasureFactory)
    first = datetime.date(2026, 8, 3)
    number = 12
    source = "Counted at the door"

    class Meta:
        model = TypedFigure


class ReportFactory(factory.django.DjangoModelFactory):
    """A report without content."""

    title = factory.Sequence(lambda n: f"Report {n}")
    first = datetime.date(2026, 7, 1)
    last = datetime.date(2026, 9, 30)

    class Meta:
        model = PeriodReport
