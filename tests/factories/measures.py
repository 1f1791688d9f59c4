"""Objectives, measures, figures, reports and surveys."""

import datetime

import factory

from cms.base.dates import today
from engagement.choices import PostState
from measures.choices import FigureKind
from measures.models import ItemFigure, Measure, Objective, PeriodReport, SurveyAnswer, SurveyQuestion, TypedFigure

from .engagement import SocialPostFactory


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


class ItemFigureFactory(factory.django.DjangoModelFactory):
    """A figure of a post that was posted; with `post=None` of another item."""

    post = factory.SubFactory(SocialPostFactory, state=PostState.POSTED, posted_on=datetime.date(2026, 8, 3))
    kind = FigureKind.REACH
    number = 1240
    day = datetime.date(2026, 8, 10)
    source = "Statistics of the account"

    class Meta:
        model = ItemFigure


class ReportFactory(factory.django.DjangoModelFactory):
    """A report without content."""

    title = factory.Sequence(lambda n: f"Report {n}")
    first = datetime.date(2026, 7, 1)
    last = datetime.date(2026, 9, 30)

    class Meta:
        model = PeriodReport


class SurveyFactory(factory.django.DjangoModelFactory):
    """A question that is open today and for a week, with three answers; the first counts as understood."""

    text = "Do you know what will change?"
    opens_on = factory.LazyFunction(today)
    closes_on = factory.LazyFunction(lambda: today() + datetime.timedelta(days=7))

    class Meta:
        model = SurveyQuestion
        skip_postgeneration_save = True

    @factory.post_generation
    def labels(self, create, given, **kwargs):
        for place, label in enumerate(given or ("Yes, fully", "In part", "No")):
            SurveyAnswer.objects.create(question=self, label=label, is_understood=not place, sort_order=place)
