"""What was done with registrations, in the log of their event. Nobody who registered is named there."""

from __future__ import annotations

from cms.base.log_messages import LoggedActions

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "engagement.registration_",
    {
        "set": ("Change an event's registration", "Registration changed: {what}"),
        "file": ("Download who registered", "The list of {what} who registered was downloaded"),
        "notice": ("Write to those registered", "A mail was sent to {what} who registered"),
        "cancel": ("Cancel a registration", "{what} was cancelled by the team"),
        "erase": ("Erase a registration", "{what} was erased by the team"),
    },
)
