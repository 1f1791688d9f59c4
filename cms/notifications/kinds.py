"""The kinds of notification. Apps register theirs when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User

from cms.base.registry import Registry


@dataclass(frozen=True)
class NotificationKind:
    """A kind of notification: its label in a person's settings, who can get it, and which subjects a person may see.

    `visible` is called with the keys of subjects and returns those that the user may see; its number of statements must
    not depend on their number. `switch` is the field of Wagtail's user profile with which the mail could be turned off
    before people had a choice for each kind.
    """

    label: str
    concerns: Callable[[User], bool]
    visible: Callable[[User, set[str]], set[str]]
    switch: str = ""


kinds: Registry[NotificationKind] = Registry("kind of notification")


def with_right(right: str) -> Callable[[User, set[str]], set[str]]:
    """Return a rule for subjects that are all visible to users with one permission, and to no others."""
    return lambda user, subjects: subjects if user.has_perm(right) else set()
