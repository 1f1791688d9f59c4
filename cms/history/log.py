"""What is done to past days, in the audit log. The entries hang on the first site: the thing itself may be gone."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

from cms.base.log_messages import LoggedActions

# Each action with its name in filters and its log message.
ACTIONS = LoggedActions(
    "cms.history.",
    {
        "withheld": ("Withhold from past days", "Withheld from past days ({reason}): {what}"),
        "hidden": ("Hide from past days, provisionally", "Hidden from past days, provisionally ({reason}): {what}"),
        "confirmed": ("Confirm that it is hidden from past days", "Confirmed that it is hidden from past days: {what}"),
        "erased": ("Erase from past days", "Erased from past days ({reason}): {what}"),
        "lifted": ("Show on past days again", "Shown on past days again: {what}"),
        "pruned": ("Prune the history", "The history begins on {day} now; {number} states deleted"),
    },
)


def write(name: str, user: Any = None, **data: Any) -> None:
    """Log an action of `ACTIONS`, by a user or by nobody."""
    if (site := Site.objects.order_by("-is_default_site").first()) is not None:
        ACTIONS.write(name, site, user, **data)
