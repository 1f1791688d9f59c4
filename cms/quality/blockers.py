"""Findings that stop a publication, and findings that need a reason.

One rule for the form, bulk publishing, workflows and bundles. The codes that the settings name stop a publication without
exception. Other errors, and personal data whatever the settings say, need a reason from the publisher, which the
page's history keeps, with the user.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import ErrorList
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Site

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


# Of an entry in the history with the reason for publishing a page in spite of findings.
ACTION = "cms.drafts.reason"


def note(page: Page, found: Sequence[Finding], reason: str, user: User | None) -> None:
    """Store the reason. Only the codes of the findings are stored, no text of the page."""
    labels = list(dict.fromkeys(finding.code.label for finding in found))
    data = {"reason": reason, "findings": labels, "marks": sorted({finding.mark for finding in found})}
    log(instance=page, action=ACTION, user=user, data=data)


def unanswered(page: Page, found: Sequence[Finding], user: User | None) -> list[Finding]:
    """Return the findings for which the user has given no reason yet. Needed if publishing comes after the question."""
    if not found or user is None:
        return list(found)
    noted = PageLogEntry.objects.filter(page_id=page.pk, action=ACTION, user_id=user.pk).values_list("data", flat=True)
    answered = {mark for data in noted for mark in data.get("marks", ())}
    return [finding for finding in found if finding.mark not in answered]


def note_pending(page: Page, user: User) -> None:
    """Store the reason that was typed into the page's form, once the page is saved."""
    found, reason = page.__dict__.pop("reason_to_publish", ((), ""))
    if found:
        note(page, found, reason, user)
