"""Parts of a ZIP archive, of any size, with what tells later whether they are as they were written."""

from __future__ import annotations

import hashlib
import zipfile
from typing import IO, NamedTuple

CHUNK = 1024 * 1024


class WrittenPart(NamedTuple):
    """The size of a part, and its SHA-256."""

    size: int
    sha256: str


def add_part(archive: zipfile.ZipFile, name: str, source: IO[bytes], *, compress: bool = False) -> WrittenPart:
    """Add what can be read from the source to an archive."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return WrittenPart(size, digest.hexdigest())
