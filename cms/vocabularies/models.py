"""The entries that a programme gave its vocabularies. A vocabulary without rows has its defaults."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Orderable

from cms.base.choices import StatusCategory

from . import rules
from .entry import VocabularyEntry
from .palette import COLOURS, PATTERNS
from .vocabulary import vocabularies


def known_vocabulary(name: str) -> None:
    """Raise ValidationError for a name that no vocabulary has."""
    if name not in vocabularies:
        raise ValidationError(f"There is no vocabulary of this name. There are: {', '.join(vocabularies)}.")


class ProgrammeVocabularies(ClusterableModel, BaseSiteSetting):
    """The kinds and statuses of one programme."""

    class Meta:
        verbose_name = "kinds and statuses"
        verbose_name_plural = "kinds and statuses"

    def clean(self):
        super().clean()
        rows: dict[str, list[VocabularyRow]] = {}
        for row in self.entries.all():
            rows.setdefault(row.vocabulary, []).append(row)
        found = []
        for name, vocabulary in vocabularies.items():
            problems = rules.problems(vocabulary, [row.entry for row in rows.get(name, [])], self.site)
            found += [f"{vocabulary.label}: {problem.message}" for problem in problems]
        if found:
            raise ValidationError(found)


class VocabularyRow(Orderable):
    """One kind or status, as the programme has it."""

    setting = ParentalKey(ProgrammeVocabularies, on_delete=models.CASCADE, related_name="entries")
    vocabulary = models.CharField(max_length=40, validators=[known_vocabulary])
    key = models.CharField(max_length=20, help_text="For files, addresses and the API. It never changes.")
    label = models.CharField(max_length=60)
    plural = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=10, choices=StatusCategory, blank=True)
    colour = models.CharField(max_length=10, blank=True, choices=[(name, one.label) for name, one in COLOURS.items()])
    pattern = models.CharField(max_length=10, blank=True, choices=list(PATTERNS.items()))
    offered = models.BooleanField(default=True)

    shows_on_pages = True

    def __str__(self):
        return self.label

    @property
    def entry(self) -> VocabularyEntry:
        """The row as the entry that it is."""
        meaning: Any = StatusCategory(self.category) if self.category in StatusCategory.values else None
        return VocabularyEntry(
            self.key, self.label, self.plural, meaning, self.colour, self.pattern, offered=self.offered
        )
