"""How entries of Wagtail's log read: a sentence with what the entry remembers put in."""

from __future__ import annotations

from collections.abc import Mapping

from wagtail.log_actions import LogFormatter


def name_actions(actions, words: Mapping[str, tuple[str, str]]) -> None:
    """Name actions to Wagtail's registry. `words` has by action what it is called, and what is told of it (“{item} put in”)."""
    for action, (label, message) in words.items():
        actions.register_action(action)(_formatter(label, message))


def _formatter(name: str, words: str) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry) -> str:
            return words.format_map(_Known(log_entry.data))

    return Formatter


class _Known(dict):
    """What an entry remembers; an older entry may lack something."""

    def __missing__(self, key: str) -> str:
        return "…"
