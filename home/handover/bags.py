"""Bags for archives: a folder with a digest of each of its files (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PAYLOAD = "data"
DECLARED = "bagit.txt"  # the file that makes a folder a bag (section 2.1.1)
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHM = "sha512"
MANIFEST, TAG_MANIFEST = f"manifest-{ALGORITHM}.txt", f"tagmanifest-{ALGORITHM}.txt"
# What a path in a manifest has instead of signs that would end its line (section 2.1.3); the percent sign first.
ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def write_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Make a bag of a folder whose payload is in `data`. `info` has what the bag says of itself, by label."""
    payload = list(_files(folder / PAYLOAD))
    lines = {**info, "Payload-Oxum": f"{sum(file.stat().st_size for file in payload)}.{len(payload)}"}
    (folder / DECLARED).write_text(DECLARATION)
    (folder / "bag-info.txt").write_text("".join(f"{name}: {' '.join(lines[name].split())}\n" for name in lines))
    _write_manifest(folder, MANIFEST, payload)
    _write_manifest(folder, TAG_MANIFEST, [folder / name for name in ("bag-info.txt", DECLARED, MANIFEST)])


def _write_manifest(folder: Path, name: str, files: Iterable[Path]) -> None:
    lines = (f"{_digest(file)}  {_escaped(_path(file, folder))}\n" for file in files)
    (folder / name).write_text("".join(lines))


def _escaped(path: str) -> str:
    for sign, written in ESCAPED.items():
        path = path.replace(sign, written)
    return path


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _path(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, ALGORITHM).hexdigest()


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
