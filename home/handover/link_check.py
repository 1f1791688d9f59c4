"""Whether each link within a copy leads to a file that is there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .pages import CopiedPage


def broken_links(folder: Path, above: str = "/") -> Iterator[str]:
    """Yield a sentence for each link to a file that isn't in the folder. `above` is the path at which the copy is served."""
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    for name in sorted(file for file in files if file.endswith(".html")):
        for link in sorted(set(CopiedPage((folder / name).read_text()).links)):
            target = _target(link, name, above)
            if target is not None and target not in files:
                yield f"{name} leads to {link}, which isn't in the copy."


def _target(link: str, at: str, above: str) -> str | None:
    """Return the file to which a link leads; None if it leads out of the copy, or to a place on the same page."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        return path.removeprefix(above)
    return posixpath.normpath(posixpath.join(posixpath.dirname(at), path))
