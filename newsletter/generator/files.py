"""Writes an edition to files, to look at or to pass on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from .editions import BuiltEdition
from .eml import sample

Track = Callable[[Iterable], Iterable]


def write(
    edition: BuiltEdition, folder: Path, name: str, date: datetime.datetime, track: Track = lambda steps: steps
) -> list[Path]:
    """Write `NAME.html`, `.txt`, `.eml` and `.json` to the folder, creating it if necessary. Returns the files.

    Raises OSError. `date` is the message's; the same edition and date give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    forms = {
        "html": lambda: edition.html.encode(),
        "txt": lambda: edition.text.encode(),
        "eml": lambda: sample(edition, date),
        "json": lambda: (json.dumps(edition.data, ensure_ascii=False, indent=2) + "\n").encode(),
    }
    written = []
    for ending, make in track(forms.items()):
        path = folder / f"{name}.{ending}"
        path.write_bytes(make())
        written.append(path)
    return written
