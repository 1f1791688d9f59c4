"""The folders with which a programme can begin: lists, plain pages, kinds and statuses, proposals for words and look."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

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

    def setting(self, model: str) -> dict[str, Any]:
        """Return the values of a setting, such as `cms.LookSettings`, as its file has them; none without a file."""
        return self._settings.get(model, {})

    @cached_property
    def _settings(self) -> dict[str, dict[str, Any]]:
        read = [tomllib.loads(path.read_text()) for path in sorted((self.folder / "settings").glob("*.toml"))]
        return {values["type"]: values for values in read if "type" in values}


def starters() -> dict[str, Starter]:
    """Return the starters by key."""
    found = {}
    for path in sorted(FOLDER.glob("*/starter.toml")):
        said = tomllib.loads(path.read_text())
        found[path.parent.name] = Starter(path.parent.name, said["title"], said["audience"], tuple(said["contents"]))
    return found
