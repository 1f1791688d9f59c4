"""Translations whose originals have changed, for the dashboard. With one language there is no such reminder."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from cms.base import words
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.pages.languages import own_name
from cms.pages.models import Translation


def translations(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Translations that are out of date, the longest first. One query."""
    if not settings.WAGTAIL_I18N_ENABLED:
        return
    found = Translation.objects.filter(changed_at__isnull=False).select_related("page__locale", "original")
    yield AttentionGroup(
        "translations-out-of-date",
        "translations out of date",
        "The original says something else since it was translated.",
        [_line(asked, one) for one in found.order_by("changed_at", "pk") if asked.editing.may_see_draft(one.page.path)],
    )


def _line(asked: DeskContext, translation: Translation) -> AttentionLine:
    page, changed = translation.page, timezone.localdate(translation.changed_at)
    return AttentionLine(
        f"{page.get_admin_display_title()} ({own_name(page.locale.language_code)})",
        f"“{translation.original.title}” changed on {words.day(changed)}.",
        asked.editing.address(page.pk, page.path, page.owner_id),
        key=f"{page.pk} {changed}",
    )
