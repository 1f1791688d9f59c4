"""The file of a backup: a ZIP archive whose manifest comes last, with the size and SHA-256 of every other part.

An archive that was cut off has no directory, which is at the end, so it is refused at once.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import BackupError, at
from .manifests import BackupPart, Manifest

MANIFEST = "manifest.json"
CHUNK = 1024 * 1024  # read at once
# A changed byte looks like bad data, or like an archive of another version, of another compression, or with a password.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class BackupWriter:
    """Writes an archive, part by part. The parts that were added are in `parts`."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self.parts: dict[str, BackupPart] = {}

    def add(self, name: str, source: IO[bytes], *, field: str = "", compress: bool = False) -> None:
        """Add what can be read from the source as a part."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.parts[name] = BackupPart(size, digest.hexdigest(), field)

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, after which nothing can be added."""
        self._archive.writestr(MANIFEST, manifest.as_json(), zipfile.ZIP_DEFLATED)


@contextmanager
def written(file: Path) -> Iterator[BackupWriter]:
    """Yield a writer of a new archive at the path, whose end is written when the block ends. Nobody else can read the file."""
    file.touch(mode=0o600, exist_ok=False)
    with zipfile.ZipFile(file, "w") as archive:
        yield BackupWriter(archive)


class BackupReader:
    """An archive that is there, with its manifest."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        if MANIFEST not in archive.namelist():
            raise BackupError("This file isn't a backup of the hub: it has no manifest.")
        with _reading(MANIFEST):
            text = archive.read(MANIFEST)
        self.manifest = Manifest.of_json(text)

    def verify(self) -> None:
        """Read every part. Raises BackupError if one isn't there or isn't as it was written."""
        for name in self.manifest.parts:
            with self.part(name) as part:
                while part.read(CHUNK):
                    pass

    @contextmanager
    def part(self, name: str) -> Iterator[_CheckedPart]:
        """Yield a part to be read to its end. Raises BackupError then, if it isn't as it was written."""
        with _reading(name):
            source = self._archive.open(name)
        with source:
            yield _CheckedPart(source, name, self.manifest.parts[name])

    def extract(self, name: str, to: Path) -> None:
        """Write a part to a new file. Raises BackupError if it isn't as it was written."""
        with self.part(name) as source, at(to.parent), to.open("xb") as target:
            shutil.copyfileobj(source, target, CHUNK)


class _CheckedPart:
    """A part that is compared with the manifest when its end is read."""

    def __init__(self, source: IO[bytes], name: str, expected: BackupPart):
        self._source, self._name, self._expected = source, name, expected
        self._digest, self._size = hashlib.sha256(), 0

    def read(self, size: int = CHUNK) -> bytes:
        with _reading(self._name):
            chunk = self._source.read(size)
        self._digest.update(chunk)
        self._size += len(chunk)
        if not chunk and (self._size, self._digest.hexdigest()) != (self._expected.size, self._expected.sha256):
            raise _damaged(self._name)
        return chunk


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Raise BackupError if what is read in the block isn't as it was written."""
    try:
        yield
    except (KeyError, ValueError, OSError, *DAMAGED) as error:
        # EINVAL is a place before the file's beginning.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # of a disk, not of the archive
        raise _damaged(name) from error


def _damaged(name: str) -> BackupError:
    return BackupError(f"This backup is damaged: {name} isn't as it was written.")


@contextmanager
def opened(file: IO[bytes]) -> Iterator[BackupReader]:
    """Yield a reader of the archive. Raises BackupError if the file isn't a whole one."""
    try:
        archive = zipfile.ZipFile(file)
    except (ValueError, *DAMAGED) as error:
        raise BackupError("This file isn't a whole backup: it was cut off, or is something else.") from error
    with archive:
        yield BackupReader(archive)
