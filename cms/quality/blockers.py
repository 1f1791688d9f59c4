"""Findings that stop a publication, and findings that need a reason.

One rule for the form, bulk publishing, workflows and bundles. The codes that the settings name stop a publication without
exception. Other errors, and personal data whatever the settings say, need a reason from the publisher, which `reasons` keeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorList
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.models import Page, Site

from cms.pages.models import BasePage
from cms.quality.models import WritingSettings

from .findings import ALWAYS_ASK, ALWAYS_STOP, Finding, Severity
from .pages import judge_page


@dataclass(frozen=True)
class Judgement:
    """The findings in a page that is about to be published: those that stop it, those that need a reason, and others."""

    stops: tuple[Finding, ...] = ()
    asks: tuple[Finding, ...] = ()
    others: tuple[Finding, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.stops or self.asks or self.others)

    @property
    def errors(self) -> dict[str, ValidationError]:
        """The findings that stop a publication as errors of a form, those in a StreamField at their blocks."""
        by_field: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.stops:
            by_field[finding.place.field].append(finding)
        return {field: _error(findings) for field, findings in by_field.items()}


def judgement(page: Page, site: Site | None = None, rows: Mapping[str, Iterable[Model]] | None = None) -> Judgement:
    """Assess the page in memory. `site` is needed for a page that isn't in the tree yet. `rows` are those of a form.

    Only pages of the hub are assessed.
    """
    site = site or page.get_site()
    if not isinstance(page, BasePage) or site is None:
        return Judgement()
    stopping = {*WritingSettings.for_site(site).blocking, *ALWAYS_STOP} - {*ALWAYS_ASK}
    stops, asks, others = [], [], []
    for finding in judge_page(page, rows).findings:
        if finding.code in stopping:
            stops.append(finding)
        elif finding.severity == Severity.ERROR or finding.code in ALWAYS_ASK:
            asks.append(finding)
        else:
            others.append(finding)
    return Judgement(tuple(stops), tuple(asks), tuple(others))


def sentence_about(page: Page, found: Sequence[Finding]) -> str:
    """Return one sentence for editors: the page and the first finding."""
    return f"“{page.get_admin_display_title()}” can’t be published yet: {_first_of(found)}"


def question_about(page: Page, found: Sequence[Finding]) -> str:
    """Return the same for a page that is published only with a reason."""
    return f"“{page.get_admin_display_title()}” needs a reason before it is published: {_first_of(found)}"


def _first_of(found: Sequence[Finding]) -> str:
    return found[0].message + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def _error(findings: list[Finding]) -> ValidationError:
    by_block: dict[int | None, list[str]] = defaultdict(list)
    for finding in findings:
        by_block[finding.place.number].append(finding.message)
    whole = by_block.pop(None, [])
    if not by_block:
        return ValidationError(whole)
    return StreamBlockValidationError(
        block_errors={
            number: StructBlockValidationError(
                non_block_errors=ErrorList([ValidationError(message) for message in messages])
            )
            for number, messages in by_block.items()
        },
        non_block_errors=ErrorList([ValidationError(message) for message in whole]),
    )
