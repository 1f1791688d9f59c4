"""Writes an edition into files, to look at or to hand on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from .eml import sample
from .rendering import BuiltEdition

Track = Callable[[Iterable], Iterable]


def write(
    edition: BuiltEdition, folder: Path, name: str, date: datetime.datetime, track: Track = lambda steps: steps
) -> list[Path]:
    """Write `NAME.html`, `.txt`, `.eml` and `.json` into the folder, which is made if need be. Returns the files.

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
