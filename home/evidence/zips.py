"""A bag in one file, which is the same whenever the same files are put into it."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from home.handover.bags import problems_of_bag

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


def problems_of(file: Path) -> Iterator[str]:
    """Yield a sentence for each fault of a zip with a bag: a file of the bag that is missing, changed or extra, or damage."""
    if not file.is_file():
        yield f"{file} is no file."
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(file) as source:
                source.extractall(folder)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            yield f"{file} is damaged, or is no zip: {error}."
            return
        bags = [one for one in folder.iterdir() if one.is_dir()]
        if len(bags) != 1 or any(one.is_file() for one in folder.iterdir()):
            yield f"{file} has something else in it than one folder."
            return
        yield from (one.replace(f"{folder}/", "") for one in problems_of_bag(bags[0]))
