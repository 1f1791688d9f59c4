"""Stores the findings of each revision of a page: when it is saved, and by the worker if they are missing or out of date."""

from __future__ import annotations

import datetime
import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision, get_page_models

from cms.jobs.registry import Stop, job
from cms.pages.models import BasePage
from cms.quality.models import Writing
from cms.visibility.content_version import ContentVersion

from .assessment import RULES, Quality
from .findings import Severity
from .pages import judge_page
from .readability import figures

logger = logging.getLogger(__name__)

AT_ONCE = 50
# Alternative texts and the glossary change without a revision of the page.
LOOKED_AT_AGAIN_IN = datetime.timedelta(days=7)
NOTHING = Quality(figures([]), ())


def revision_saved(instance, created=False, raw=False, update_fields=None, **kwargs) -> None:
    """Assess a revision of a page that was saved with its text. A page that can't be assessed is saved all the same."""
    # With fields named, only bookkeeping changes.
    if raw or update_fields is not None or not _is_of_a_page(instance):
        return
    # A new revision has the page in memory; an overwritten one has it as in the database.
    keep(instance, instance.content_object if created else None, is_new=created)


def keep(revision: Revision, page: BasePage | None = None, *, is_new: bool = False) -> Writing | None:
    """Assess a revision and store the result with it. Return the result, or None if the revision can't be assessed.

    `page` is the page as the revision has it, if that is in memory. `is_new` says that there can be no earlier result.
    """
    try:
        quality = judge_page(page or revision.as_object())
    except Exception:
        logger.exception("Revision %s could not be judged", revision.pk)
        return None
    if is_new:
        return Writing.objects.create(revision=revision, **as_row(quality))
    kept, _ = Writing.objects.update_or_create(revision=revision, defaults=as_row(quality))
    return kept


def row_of(page: BasePage) -> dict:
    """Return the values of a row for a page in memory."""
    return as_row(judge_page(page))


def as_row(quality: Quality) -> dict:
    """Return the values of a row."""
    figures = quality.figures
    return {
        "rules": RULES,
        "at": timezone.now(),
        "words": figures.words,
        "sentences": figures.sentences,
        "long_sentences": figures.long_sentences,
        "longest_sentence": figures.longest,
        "reading_age": figures.reading_age,
        "errors": quality.number(Severity.ERROR),
        "warnings": quality.number(Severity.WARNING),
        "advice": quality.number(Severity.ADVICE),
        "findings": quality.as_data(),
        "codes": "".join(f" {code} " for code in sorted({finding.code.value for finding in quality.findings})),
    }


@job("Writing help: look at revisions", every=5 * 60)
def look_at_revisions(stop: Stop) -> bool:
    """Assess the published and the latest revisions of pages without an assessment, or with one that is out of date.

    Returns whether there is more to do at once.
    """
    old = timezone.now() - LOOKED_AT_AGAIN_IN
    types = ContentType.objects.get_for_models(*(m for m in get_page_models() if issubclass(m, BasePage))).values()
    in_use = Q(pk__in=Page.objects.values("latest_revision")) | Q(pk__in=Page.objects.values("live_revision"))
    stale = Q(writing=None) | Q(writing__rules__lt=RULES) | Q(writing__at__lt=old)
    waiting = Revision.objects.filter(in_use, stale, content_type__in=types).order_by("-pk")
    for revision in waiting[:AT_ONCE]:
        if stop():
            break
        with transaction.atomic():
            _keep_again(revision)
    return not stop() and waiting.exists()


def _keep_again(revision: Revision) -> None:
    before = Writing.objects.filter(revision=revision).values_list("findings", "reading_age").first()
    kept = keep(revision)
    if kept is None:
        # Not again before its time.
        Writing.objects.update_or_create(revision=revision, defaults=as_row(NOTHING))
    elif before != (kept.findings, kept.reading_age) and Page.objects.filter(live_revision=revision).exists():
        # Cached answers of the API include it, although no page has changed.
        ContentVersion.renew()


def _is_of_a_page(revision: Revision) -> bool:
    model = revision.content_type.model_class()
    return model is not None and issubclass(model, BasePage)
