"""Actions in Wagtail's log: their names, and messages with an entry's data filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogFormatter, log

# The actions whose entries the audit log shows: those of Wagtail's that matter, and all that are named here.
audited = {
    "wagtail.workflow.approve",
    "wagtail.workflow.reject",
    "wagtail.publish",
    "wagtail.unpublish",
    "wagtail.delete",
}


def name_actions(words: Mapping[str, tuple[str, str]]) -> None:
    """Name actions to Wagtail, and show their entries in the audit log.

    `words` has for each action its name in filters and its message (“{item} put in”).
    """
    audited.update(words)

    @hooks.register("register_log_actions")
    def register_actions(actions):
        for action, (label, message) in words.items():
            actions.register_action(action)(_formatter(label, message))


class LoggedActions:
    """The actions on one kind of thing, named to Wagtail: `words` are those of `name_actions`, without the `prefix`."""

    def __init__(self, prefix: str, words: Mapping[str, tuple[str, str]]):
        self.prefix = prefix
        name_actions({prefix + action: said for action, said in words.items()})

    def write(self, action: str, thing: Any, user: Any = None, /, **data: Any) -> None:
        """Log an action on a thing by a user; without `user`, by the worker or a person without an account."""
        log(thing, self.prefix + action, user=user, data=data)


def _formatter(name: str, words: str) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry) -> str:
            return words.format_map(_LogValues(log_entry.data))

    return Formatter


class _LogValues(dict):
    """The data of an entry; an older entry may lack some values."""

    def __missing__(self, key: str) -> str:
        return "…"
