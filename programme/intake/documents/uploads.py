"""The Word and PDF documents in what somebody uploads: several files, or folders as ZIP files."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import File

from .lines import LARGEST, TOO_BIG

MOST_FILES = 50
LARGEST_TOGETHER = 100_000_000  # bytes, once they are unpacked
TOO_MANY = f"More than {MOST_FILES} documents: the others aren't read. Import them afterwards."
TOO_MUCH = "The documents are too large together. Import this one afterwards."
BAD_ZIP = "The ZIP file can't be read. It may be damaged or have a password."
# What `zipfile` raises for a part that is damaged or packed in a way that it doesn't know.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
LOCKED_PART = "The file in the ZIP file has a password."


@dataclass(frozen=True)
class UploadedDocument:
    """A file by its name. `problem` says why it isn't read, empty if it is."""

    name: str
    content: bytes = b""
    problem: str = ""


def documents_in(files: Iterable[File[bytes]]) -> list[UploadedDocument]:
    """Return the documents in the files, in order, each with its content or with the reason why it isn't read."""
    found: list[UploadedDocument] = []
    together = 0
    for document in _all(files):
        if len(found) >= MOST_FILES:
            found.append(UploadedDocument(document.name, problem=TOO_MANY))
            break
        together += len(document.content)
        if together > LARGEST_TOGETHER:
            document = UploadedDocument(document.name, problem=TOO_MUCH)
        found.append(document)
    return found


def _all(files: Iterable[File[bytes]]) -> Iterator[UploadedDocument]:
    for file in files:
        name = str(file.name)
        if name.lower().endswith(".zip"):
            yield from _unpacked(name, file)
        elif (file.size or 0) > LARGEST:
            yield UploadedDocument(name, problem=TOO_BIG)
        else:
            yield UploadedDocument(name, file.read())


def _unpacked(name: str, file: File[bytes]) -> Iterator[UploadedDocument]:
    """Yield the files of a folder. None is unpacked further than a document may be large, whatever the archive says."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    except (zipfile.BadZipFile, ValueError, OSError):
        yield UploadedDocument(name, problem=BAD_ZIP)
        return
    with archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            # Folders, and what programs put beside files.
            if entry.is_dir() or path.name.startswith((".", "~$")) or "__MACOSX" in path.parts:
                continue
            yield _part(archive, entry, path.name)


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> UploadedDocument:
    if entry.flag_bits & 1:
        return UploadedDocument(name, problem=LOCKED_PART)
    try:
        with archive.open(entry) as part:
            content = part.read(LARGEST + 1)
    except DAMAGE:
        return UploadedDocument(name, problem=BAD_ZIP)
    return UploadedDocument(name, problem=TOO_BIG) if len(content) > LARGEST else UploadedDocument(name, content)
