"""What histories and the audit log say of proposals."""

from __future__ import annotations

from wagtail import hooks

from cms.accounts.audit import audit
from cms.base.log_messages import name_actions

from .services import ACCEPTED, DECLINED, PROPOSED

audit(PROPOSED, ACCEPTED, DECLINED)


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    words = {
        PROPOSED: ("Propose by a token", "Proposed by {by}"),
        ACCEPTED: ("Accept a proposal", "Proposal of {by} accepted"),
        DECLINED: ("Decline a proposal", "Proposal of {by} declined"),
    }
    name_actions(actions, words)
