"""What needs somebody's attention. Apps register what they look for when they are loaded; the dashboard and a page show it.

What a reporter asks the database must not depend on how much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

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

_reporters: dict[str, tuple[int, Reporter]] = {}


def register(name: str, reporter: Reporter, *, order: int = 100) -> None:
    """Have the function asked for groups. Raises ValueError if the name is taken."""
    if name in _reporters:
        raise ValueError(f"There is already a reporter “{name}”.")
    _reporters[name] = order, reporter


def groups(asked: Asked) -> list[Group]:
    """Return what all reporters find, by their order and then as the apps are loaded; groups without lines too."""
    reporters = sorted(_reporters.values(), key=lambda entry: entry[0])
    return [group for _, reporter in reporters for group in reporter(asked)]
