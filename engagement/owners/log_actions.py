"""What was done with owners' reports, in the log of their commitment.

An owner is named as contacts are in logs: by number and organisation, since no erasure could remove a name there.
"""

from __future__ import annotations

from django.contrib.auth.models import User

from cms.base.log_messages import LoggedActions
from engagement.models import Contact, OwnerReport

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "engagement.owner_",
    {
        "set": ("Set an owner", "{who} is asked for reports from now on"),
        "unset": ("Take an owner away", "{who} is no longer asked for reports"),
        "ask": ("Ask an owner for a report", "{who} was asked for a report: {what}"),
        "remind": ("Remind an owner", "{who} was reminded of the report: {what}"),
        "send": ("Send an owner's link again", "{who} was sent another link to the report: {what}"),
        "open": ("Open an owner's link", "The report was opened by the link of {who}"),
        "answer": ("Answer as an owner", "Reported by the link of {who}: {what}"),
        "return": ("Return an owner's report", "Report of {who} returned: {what}"),
        "approve": ("Approve an owner's report", "Report of {who} approved{how}: {what}"),
        "close": ("Close an owner's report", "Report of {who} closed without an entry: {what}"),
    },
)


def write(action: str, report: OwnerReport, user: User | None = None, **data: str) -> None:
    """Log an action on a report by a user; without `user`, by the worker or the holder of a link."""
    said = {"who": in_logs(report.contact), "what": report.asked_for} | data
    ACTIONS.write(action, report.commitment, user, **said)


def in_logs(contact: Contact | None) -> str:
    """Return how logs name a contact."""
    if contact is None:
        return "somebody"
    return f"{contact} ({contact.organisation})" if contact.organisation else str(contact)
