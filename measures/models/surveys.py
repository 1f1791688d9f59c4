"""Questions that readers are asked at the foot of pages, one at a time, and the answers to choose from."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Site

from cms.base.dates import today
from cms.sites.rows import SiteRow, rows_of
from measures.choices import CountKind

from .counts import DailyCount
from .objectives import days_in_words


class SurveyQuestion(ClusterableModel, SiteRow):
    """One question with a few answers, asked from one day to another. How often each was chosen is in the counts."""

    text = models.CharField(
        "question",
        max_length=150,
        help_text="In plain words, about the programme and never about readers’ lives, such as “Do you know what will change?”.",
    )
    opens_on = models.DateField("opens on", help_text="The first day on which readers are asked.")
    closes_on = models.DateField("closes on", help_text="The last day on which readers are asked.")

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("opens_on", "closes_on")

    shows_on_pages = True

    class Meta:
        ordering = ["-opens_on", "-pk"]
        verbose_name = "survey"

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        if self.opens_on is None or self.closes_on is None:
            return  # the fields have their own errors
        if self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "It closes before it opens. Choose a later day."})
        if other := self._at_the_same_time():
            raise ValidationError(
                {
                    "opens_on": f"Readers are asked one question at a time: “{other}” is open {other.days}. Choose other days."
                }
            )

    def _at_the_same_time(self) -> SurveyQuestion | None:
        others = SurveyQuestion.objects.filter(rows_of(self._site_to_be)).exclude(pk=self.pk)
        return others.filter(opens_on__lte=self.closes_on, closes_on__gte=self.opens_on).first()

    @property
    def _site_to_be(self) -> Site | None:
        return self.own_site if self.site_id else self.first_site() or self.own_site

    def delete(self, *args, **kwargs):
        """Delete it with the counts of its answers: without the words they would say nothing."""
        with transaction.atomic():
            self.counts().delete()
            return super().delete(*args, **kwargs)

    def counts(self) -> models.QuerySet[DailyCount]:
        """Return how often its answers were chosen: a row for each answer and day, later for each month."""
        keys = [str(key) for key in SurveyAnswer.objects.filter(question=self.pk).values_list("pk", flat=True)]
        return DailyCount.objects.filter(kind=CountKind.SURVEY, thing__in=keys)

    @property
    def is_answered(self) -> bool:
        """Whether somebody has answered."""
        return bool(self.pk) and self.counts().exists()

    @property
    def days(self) -> str:
        """From which to which day it is open, in words."""
        return days_in_words(self.opens_on, self.closes_on)

    @property
    def state(self) -> str:
        """Whether it is open today, in words."""
        if today() < self.opens_on:
            return "Not open yet"
        return "Open" if today() <= self.closes_on else "Closed"

    @property
    def last_day_so_far(self) -> datetime.date:
        """Its last day, or today while it is open."""
        return min(self.closes_on, today())


class SurveyAnswer(Orderable):
    """One of the answers that a question offers."""

    question = ParentalKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    label = models.CharField("answer", max_length=80, help_text="In a few words, such as “Yes, fully”.")
    is_understood = models.BooleanField(
        "counts as understood", default=False, help_text="People who choose it have understood. Readers don’t see this."
    )

    shows_on_pages = True
    panels = ["label", "is_understood"]

    class Meta(Orderable.Meta):
        verbose_name = "answer of a survey"
        verbose_name_plural = "answers of surveys"

    def __str__(self):
        return self.label
