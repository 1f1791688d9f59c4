"""Bags for archives: a folder with a digest of each of its files (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PAYLOAD = "data"
DECLARED = "bagit.txt"  # the file that makes a folder a bag (section 2.1.1)
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHM = "sha512"
MANIFEST, TAG_MANIFEST = f"manifest-{ALGORITHM}.txt", f"tagmanifest-{ALGORITHM}.txt"
OXUM = re.compile(r"^Payload-Oxum:\s*(\d+)\.(\d+)\s*$", re.MULTILINE)
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


def problems_of_bag(folder: Path) -> Iterator[str]:
    """Yield a sentence for each file of a bag that is missing, changed or extra, and for each other fault."""
    declaration = folder / DECLARED
    if not declaration.is_file() or not declaration.read_text().startswith("BagIt-Version:"):
        yield f"{folder} is no bag: it has no {DECLARED}."
        return
    payload = {_path(file, folder) for file in _files(folder / PAYLOAD)}
    listed: set[str] = set()
    for name in (TAG_MANIFEST, MANIFEST):
        if not (folder / name).is_file():
            yield f"{name} is missing."
            continue
        entries = dict(_entries(folder / name))
        yield from _problems_of_files(folder, entries)
        listed |= entries.keys()
    yield from (f"{path} is extra: no manifest names it." for path in sorted(payload - listed))
    yield from _problems_of_sum(folder)


def _problems_of_files(folder: Path, entries: Mapping[str, str]) -> Iterator[str]:
    for path, digest in entries.items():
        if not (folder / path).resolve().is_relative_to(folder.resolve()):
            yield f"{path} would be outside the bag."
        elif not (folder / path).is_file():
            yield f"{path} is missing."
        elif _digest(folder / path) != digest:
            yield f"{path} has changed."


def _problems_of_sum(folder: Path) -> Iterator[str]:
    info = folder / "bag-info.txt"
    stated = OXUM.search(info.read_text()) if info.is_file() else None
    files = list(_files(folder / PAYLOAD))
    found = (sum(file.stat().st_size for file in files), len(files))
    if stated and (int(stated[1]), int(stated[2])) != found:
        yield f"bag-info.txt says {stated[1]} bytes in {stated[2]} files. There are {found[0]} in {found[1]}."


def _write_manifest(folder: Path, name: str, files: Iterable[Path]) -> None:
    lines = (f"{_digest(file)}  {_escaped(_path(file, folder))}\n" for file in files)
    (folder / name).write_text("".join(lines))


def _entries(manifest: Path) -> Iterator[tuple[str, str]]:
    for line in manifest.read_text().splitlines():
        digest, _, path = line.partition(" ")
        for sign, written in reversed(ESCAPED.items()):
            path = path.replace(written, sign)
        yield path.strip(), digest.lower()


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
