"""Actions on bundles in Wagtail's log."""

from __future__ import annotations

from wagtail import hooks
from wagtail.log_actions import log

from bundles.models import Bundle
from cms.base.log_messages import name_actions

# Each action with its name and its log message.
ACTIONS = {
    "bundles.put_in": ("Put into a bundle", "“{item}” put in"),
    "bundles.put_in_by_token": ("Put into a bundle by a token", "“{item}” put in by {by}"),
    "bundles.take_out": ("Take out of a bundle", "“{item}” taken out"),
    "bundles.take_over": ("Take over newer drafts", "Newer drafts taken over: {items}"),
    "bundles.ask": ("Ask for review", "Review asked for"),
    "bundles.give_back": ("Give back", "Given back for changes"),
    "bundles.approve": ("Approve a bundle", "Approved"),
    "bundles.lapse": ("Approval lapsed", "Being written again: {items} changed since"),
    "bundles.schedule": ("Schedule a bundle", "Scheduled for {when}"),
    "bundles.unschedule": ("Cancel a bundle's schedule", "Schedule cancelled"),
    "bundles.publish": ("Publish a bundle", "Published: {items}"),
    "bundles.fail": ("Fail to publish a bundle", "Nothing was published: {reason}"),
    "bundles.link": ("Make a sign-off link", "Sign-off link made for {name}, until {until}"),
    "bundles.mail": ("Mail a sign-off link", "Sign-off link of {name} mailed to {email}"),
    "bundles.revoke": ("Revoke a sign-off link", "Sign-off link of {name} revoked"),
    "bundles.open": ("Open a sign-off link", "{name} looked at {what}"),
    "bundles.answer": ("Answer by a sign-off link", "{name} answered: {verdict}"),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)


def write(action: str, bundle: Bundle, user=None, **data) -> None:
    """Log an action on a bundle by a user; without `user`, by the worker or a person without an account."""
    log(bundle, f"bundles.{action}", user=user, data=data)
