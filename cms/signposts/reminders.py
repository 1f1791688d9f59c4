"""Reminds editors to compare signposts with their sources: a wrong number turns somebody in need away."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from cms.base.dates import length
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from cms.signposts.models import Signpost

DAYS = 182  # after which one is to be compared again


def signposts(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Public signposts not checked recently. One query."""
    rows = asked.visibility.filter(Signpost.objects.order_by("checked_on", "order", "name"))
    may_edit = asked.user.has_perm("cms.change_signpost")
    address = Signpost.snippet_viewset.get_url_name("edit")
    yield AttentionGroup(
        "signposts-to-check",
        "signposts to check",
        f"Numbers and hours change. Compare each with its source every {length(DAYS)}, then set “checked on”.",
        [
            AttentionLine(
                name,
                f"Last checked {length((asked.today - checked_on).days)} ago.",
                reverse(address, args=[pk]) if may_edit else "",
                key=f"{pk} {checked_on}",
            )
            for pk, name, checked_on in rows.values_list("pk", "name", "checked_on")
            if (asked.today - checked_on).days > DAYS
        ],
    )
