"""What the histories of pages say of versions that programs wrote."""

from __future__ import annotations

from wagtail import hooks

from cms.accounts.audit import audit
from cms.base.log_messages import name_actions

from .services import CHANGED, CREATED

audit(CREATED, CHANGED)


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    words = {
        CREATED: ("Write a new page by a token", "New page, written by {by}"),
        CHANGED: ("Write a draft by a token", "Draft written by {by}"),
    }
    name_actions(actions, words)
