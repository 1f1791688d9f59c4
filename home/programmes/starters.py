"""The folders with which a programme can begin: lists, plain pages, kinds and statuses, words and look."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "programme" / "starters"


@dataclass(frozen=True)
class Starter:
    """A folder with content in the form of `programme/content/`, and what `starter.toml` says about it."""

    key: str
    title: str
    audience: str
    contents: tuple[str, ...]

    def __str__(self):
        return f"{self.title}. {self.audience} It has: {'; '.join(self.contents)}."

    @property
    def folder(self) -> Path:
        return FOLDER / self.key


def starters() -> dict[str, Starter]:
    """Return the starters by key."""
    found = {}
    for path in sorted(FOLDER.glob("*/starter.toml")):
        said = tomllib.loads(path.read_text())
        found[path.parent.name] = Starter(path.parent.name, said["title"], said["audience"], tuple(said["contents"]))
    return found
