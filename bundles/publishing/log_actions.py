"""Actions on bundles in Wagtail's log."""

from __future__ import annotations

from cms.base.log_messages import LoggedActions

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "bundles.",
    {
        "put_in": ("Put into a bundle", "“{item}” put in"),
        "put_in_by_token": ("Put into a bundle by a token", "“{item}” put in by {by}"),
        "take_out": ("Take out of a bundle", "“{item}” taken out"),
        "take_over": ("Take over newer drafts", "Newer drafts taken over: {items}"),
        "ask": ("Ask for review", "Review asked for"),
        "give_back": ("Give back", "Given back for changes"),
        "approve": ("Approve a bundle", "Approved"),
        "lapse": ("Approval lapsed", "Being written again: {items} changed since"),
        "schedule": ("Schedule a bundle", "Scheduled for {when}"),
        "unschedule": ("Cancel a bundle's schedule", "Schedule cancelled"),
        "publish": ("Publish a bundle", "Published: {items}"),
        "fail": ("Fail to publish a bundle", "Nothing was published: {reason}"),
        "link": ("Make a sign-off link", "Sign-off link made for {name}, until {until}"),
        "mail": ("Mail a sign-off link", "Sign-off link of {name} mailed to {email}"),
        "revoke": ("Revoke a sign-off link", "Sign-off link of {name} revoked"),
        "open": ("Open a sign-off link", "{name} looked at {what}"),
        "answer": ("Answer by a sign-off link", "{name} answered: {verdict}"),
    },
)
