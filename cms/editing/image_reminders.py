"""Pictures to be described, for the dashboard."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from wagtail.permissions import policy_registry

from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.media.models import HubImage, to_be_described


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
