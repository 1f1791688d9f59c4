"""Reminders of things that need attention. Apps register reporters when they are loaded; the dashboard and a page show them.

A reporter's number of queries must not depend on the number of objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cms.base.registry import Registry
from cms.editing.permissions import DeskContext


@dataclass(frozen=True)
class AttentionLine:
    """One reminder: the object, the reason, and the address where it is corrected; empty if the user may not."""

    text: str
    reason: str
    url: str = ""
    # Keys of the work streams concerned.
    streams: frozenset[int] = frozenset()


@dataclass(frozen=True)
class AttentionGroup:
    """Reminders for the same reason. `name` is their name in the plural, such as “events without an outcome”."""

    key: str
    name: str
    why: str
    lines: Sequence[AttentionLine] = ()

    @property
    def heading(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def total(self) -> int:
        return len(self.lines)

    def of_stream(self, stream: int) -> AttentionGroup:
        """Return the group with the lines of one work stream."""
        return replace(self, lines=[line for line in self.lines if stream in line.streams])


Reporter = Callable[[DeskContext], Iterable[AttentionGroup]]

reporters: Registry[Reporter] = Registry("reporter")


def groups(asked: DeskContext) -> list[AttentionGroup]:
    """Return all reporters' groups, by their order and then as the apps are loaded, including groups without lines."""
    return [group for reporter in reporters.values() for group in reporter(asked)]
