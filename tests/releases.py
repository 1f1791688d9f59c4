"""The last release, as `bin/record-release` recorded it."""

import subprocess
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Release(NamedTuple):
    """What is recorded of a release."""

    version: str
    commit: str
    migrations: list[str]


def last() -> Release:
    """Return the last release."""
    return Release(**tomllib.loads((ROOT / "tests" / "released.toml").read_text()))


def git(*words: str) -> bytes | None:
    """Return what git prints about this checkout; None if it fails."""
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=False)  # noqa: S607  any git
    return done.stdout if done.returncode == 0 else None
