"""What was done with packs, in the log of their meeting."""

from __future__ import annotations

from wagtail import hooks
from wagtail.log_actions import log

from cms.base.log_messages import name_actions
from programme.models import MeetingPage

# Each action with its name and its log message.
ACTIONS = {
    "measures.pack_make": ("Make a meeting's pack", "A pack was made, as of {day}"),
    "measures.pack_link": ("Make a link to a pack", "Link to the pack made for {name}, until {until}"),
    "measures.pack_mail": ("Mail a link to a pack", "Link to the pack mailed to {name}, {email}"),
    "measures.pack_revoke": ("Revoke a link to a pack", "Link of {name} to the pack revoked"),
    "measures.pack_open": ("Open a link to a pack", "{name} looked at the pack"),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)


def write(action: str, meeting: MeetingPage, user=None, **data: str) -> None:
    """Log an action on the packs of a meeting by a user; without `user`, by a person without an account."""
    log(meeting, f"measures.pack_{action}", user=user, data=data)
