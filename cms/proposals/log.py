"""What histories and the audit log say of proposals."""

from __future__ import annotations

from cms.base.log_messages import name_actions

from .services import ACCEPTED, DECLINED, PROPOSED

name_actions(
    {
        PROPOSED: ("Propose by a token", "Proposed by {by}"),
        ACCEPTED: ("Accept a proposal", "Proposal of {by} accepted"),
        DECLINED: ("Decline a proposal", "Proposal of {by} declined"),
    }
)
