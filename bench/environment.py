"""Where a bench site is kept, and Django set up for it. Nothing here imports Django before the site is known."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A site made from other files than these are now is made anew.
SOURCES = ("*/migrations/*.py", "programme/content/**/*", "bench/site.py", "bench/texts.py")


def data_folder() -> Path:
    """Return the folder of the bench, apart from the hub's own data."""
    folder = Path(os.environ.get("HUB_DATA") or ROOT / "var").resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fingerprint() -> str:
    """Return a text that changes when a site built now would differ from one built earlier."""
    files = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()})
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Place:
    """A site with this number of news items and the database that holds it."""

    pages: int
    folder: Path
    database: str

    @classmethod
    def of(cls, pages: int, database: str | None = None) -> Place:
        """Return the place for a site: a file of its own in the bench's folder, or the database that is named."""
        folder = data_folder()
        return cls(pages, folder, database or f"sqlite:///{folder / f'{pages}.sqlite3'}")

    @property
    def sqlite_file(self) -> Path | None:
        prefix = "sqlite:///"
        return Path(self.database.removeprefix(prefix)) if self.database.startswith(prefix) else None

    @property
    def stamp(self) -> Path:
        """The file that says from what the site was made."""
        key = hashlib.sha256(self.database.encode()).hexdigest()[:12]
        return self.folder / f"{self.pages}-{key}.stamp"

    @property
    def is_built(self) -> bool:
        there = self.sqlite_file is None or self.sqlite_file.exists()
        return there and self.stamp.exists() and self.stamp.read_text() == fingerprint()

    def variables(self, settings: str = "bench.settings") -> dict[str, str]:
        """Return the environment for a process that works on the site."""
        return {
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": self.database,
            "HUB_DATA": str(self.folder),
            "CACHE_URL": os.environ.get("CACHE_URL", "locmemcache://"),
            "LOG_LEVEL": "WARNING",
            "GRAPHQL_DOCUMENTS": "",
        }

    def enter(self, settings: str = "bench.settings") -> None:
        """Set Django up in this process for the site. Only once a process."""
        os.environ.update(self.variables(settings))
        import django

        django.setup()
