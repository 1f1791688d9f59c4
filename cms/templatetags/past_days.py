"""Links to the hub as it was on a past day."""

from __future__ import annotations

import datetime
from typing import Any

from django import template

from cms.history.addresses import address_as_at
from cms.history.moments import is_known
from cms.pages.viewer import visibility_of

register = template.Library()


@register.inclusion_tag("includes/as_it_was.html", takes_context=True)
def as_it_was(context, day: datetime.date | None, path: str = "/") -> dict[str, Any]:
    """Show a link to the public page at a path as it was at the end of a day; nothing for a day that isn't known or past."""
    visibility = visibility_of(context["request"])
    if day is None or not is_known(day, visibility.period):
        return {}
    own = visibility.split_prefix(path)[1]
    return {"day": day, "address": visibility.typed_path(address_as_at(day, own))}
