"""What needs somebody's attention. Apps register what they look for when they are loaded; the dashboard and a page show it.

What a reporter asks the database must not depend on how much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cms.base.registry import Registry
from cms.editing import Asked


@dataclass(frozen=True)
class Line:
    """One thing to look at: what, why, and where it is mended; no address if the user may not."""

    text: str
    reason: str
    url: str = ""
    # Keys of the work streams that it is about.
    streams: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Group:
    """Things to look at for the same cause. `name` is what they are in the plural, such as “events without an outcome”."""

    key: str
    name: str
    why: str
    lines: Sequence[Line] = ()

    @property
    def heading(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def total(self) -> int:
        return len(self.lines)

    def of_stream(self, stream: int) -> Group:
        """Return the group with the lines of one work stream."""
        return replace(self, lines=[line for line in self.lines if stream in line.streams])


Reporter = Callable[[Asked], Iterable[Group]]

reporters: Registry[Reporter] = Registry("reporter")


def groups(asked: Asked) -> list[Group]:
    """Return what all reporters find, by their order and then as the apps are loaded; groups without lines too."""
    return [group for reporter in reporters.values() for group in reporter(asked)]
