"""Messages of entries in Wagtail's log: a sentence with the entry's data filled in."""

from __future__ import annotations

from collections.abc import Mapping

from wagtail.log_actions import LogFormatter


def name_actions(actions, words: Mapping[str, tuple[str, str]]) -> None:
    """Register actions with Wagtail. `words` has for each action its name and its message (“{item} put in”)."""
    for action, (label, message) in words.items():
        actions.register_action(action)(_formatter(label, message))


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
