"""What was done with registrations, in the log of their event. Nobody who registered is named there."""

from __future__ import annotations

from django.contrib.auth.models import User
from wagtail import hooks
from wagtail.log_actions import log

from cms.base.log_messages import name_actions
from engagement.models import EventRegistration

# Each action with its name and its log message.
ACTIONS = {
    "engagement.registration_set": ("Change an event's registration", "Registration changed: {what}"),
    "engagement.registration_file": ("Download who registered", "The list of {what} who registered was downloaded"),
    "engagement.registration_notice": ("Write to those registered", "A mail was sent to {what} who registered"),
    "engagement.registration_cancel": ("Cancel a registration", "{what} was cancelled by the team"),
    "engagement.registration_erase": ("Erase a registration", "{what} was erased by the team"),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)


def write(action: str, registration: EventRegistration, user: User, what: str) -> None:
    """Log an action of a user on an event's registration."""
    log(registration.event, f"engagement.registration_{action}", user=user, data={"what": what})
