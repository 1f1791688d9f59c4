"""What stops a page from being published: the findings that the site's settings name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.models import Page, Site

from cms.models import BasePage, WritingSettings

from .findings import Finding
from .pages import judge_page


def objections(page: Page, site: Site | None = None) -> list[Finding]:
    """Return what stops the page, as it is in memory, from being published. `site` is needed for one that stands nowhere yet.

    Only pages of the hub are judged.
    """
    site = site or page.get_site()
    if not isinstance(page, BasePage) or site is None:
        return []
    codes = WritingSettings.for_site(site).blocking
    return judge_page(page).with_codes(codes) if codes else []


def sentence_about(page: Page, found: list[Finding]) -> str:
    """Return one sentence for editors: which page, and what first."""
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"“{page.get_admin_display_title()}” can’t be published yet: {found[0].message}{more}"


def errors_by_field(found: Iterable[Finding]) -> dict[str, ValidationError]:
    """Return the findings as errors of a form, those in a StreamField at their blocks."""
    by_field: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_field[finding.place.field].append(finding)
    return {field: _error(findings) for field, findings in by_field.items()}


def _error(findings: list[Finding]) -> ValidationError:
    by_block: dict[int | None, list[str]] = defaultdict(list)
    for finding in findings:
        by_block[finding.place.number].append(finding.message)
    whole = by_block.pop(None, [])
    if not by_block:
        return ValidationError(whole)
    return StreamBlockValidationError(
        block_errors={
            number: StructBlockValidationError(non_block_errors=ErrorList(map(ValidationError, messages)))
            for number, messages in by_block.items()
        },
        non_block_errors=ErrorList(map(ValidationError, whole)),
    )
