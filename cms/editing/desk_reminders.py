"""The desk’s own reminders for the dashboard: pictures to be described, and translations whose originals have changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.permissions import policy_registry

from cms.base import words
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.media.models import HubImage, to_be_described
from cms.pages.languages import own_name
from cms.pages.models import Translation


def pictures(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Pictures without alternative text. One query, and one for the user's rights if there are any."""
    address = reverse("wagtailimages:index")
    rows = list(to_be_described().order_by("-created_at", "-pk").values_list("pk", "title"))
    may_change = bool(rows) and policy_registry.get_by_type(HubImage).user_has_any_permission(
        asked.user, ["add", "change"]
    )
    yield AttentionGroup(
        "pictures-undescribed",
        "pictures to be described",
        "Readers don't get a picture before it has an alternative text, and no page can choose it.",
        [
            AttentionLine(
                title, "It has no alternative text yet.", f"{address}{pk}/" if may_change else "", key=f"{pk}"
            )
            for pk, title in rows
        ],
    )


def translations(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Translations that are out of date, the longest first. One query; with one language there is no such reminder."""
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
