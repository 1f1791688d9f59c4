"""How the words of a site's programme are read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from cms.base.own_words import OwnWords, keep, read_by
from cms.pages import viewer
from cms.visibility.period import Period, openings

from .models import ProgrammeWords
from .models.words import WORD_FIELDS, words_in

OPENING = "words of programmes"


def register() -> None:
    """Have the words of sites read: with the opening of a period for readers, with a statement for anybody else."""
    openings.add(OPENING, _all_words)
    viewer.preparations.add("words", _keep_with_site)
    read_by(_read)


def _all_words() -> QuerySet[Any]:
    return ProgrammeWords.objects.values_list("site", *WORD_FIELDS)


def _keep_with_site(site: Site, period: Period) -> None:
    own = next((row for row in period.opening[OPENING] if row[0] == site.pk), None)
    keep(site, words_in(dict(zip(WORD_FIELDS, own[1:], strict=True))) if own else OwnWords())


def _read(site: Site) -> OwnWords:
    found = ProgrammeWords.objects.filter(site=site).first()
    return found.own_words if found else OwnWords()
