"""A bag in one file, which is the same whenever the same files are put into it."""

from __future__ import annotations

import zipfile
from pathlib import Path

# The first moment that a zip can name.
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def pack(bag: Path, file: Path) -> None:
    """Write a bag into a zip, below one folder of its name."""
    with zipfile.ZipFile(file, "w") as target:
        for one in sorted(path for path in bag.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{bag.name}/{one.relative_to(bag).as_posix()}", EPOCH)
            entry.external_attr = READABLE
            target.writestr(entry, one.read_bytes(), zipfile.ZIP_DEFLATED)
