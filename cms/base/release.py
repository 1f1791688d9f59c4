"""Which program this is: no release serves pages or answers that another kept in the same cache."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

# What pages are made of: code, templates, and the list of static files with the digests in their names.
KINDS = {".py", ".html", ".graphql", ".svg"}


@cache
def fingerprint() -> str:
    """Return a short hash of the program's files and of the settings that pages show."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_files()):
        digest.update(f"\0{path.relative_to(settings.PROJECT_ROOT)}\0".encode())
        digest.update(path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    shown = (
        settings.BASE_URL,
        settings.FRONTEND_URL,
        settings.PUBLIC_SITE,
        settings.STATIC_URL,
        settings.MEDIA_URL,
        settings.MEDIA_ORIGINS,
        settings.SEARCH_ENGINES,
    )
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    digest.update(repr(shown).encode())
    return digest.hexdigest()


@cache
def version() -> str:
    """Return the version of the hub, as `pyproject.toml` has it."""
    return tomllib.loads((settings.PROJECT_ROOT / "pyproject.toml").read_text())["project"]["version"]


def _files() -> Iterator[Path]:
    root = settings.PROJECT_ROOT
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == root]
    for folder in (*own, root / "templates"):
        yield from (path for path in folder.rglob("*") if path.suffix in KINDS)
    yield root / "requirements.txt"
