"""A folder that is there as a whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .errors import HandoverRefusedError


@contextmanager
def whole_folder(folder: Path, *, replace: bool, mark: str) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of `folder` when the block ends, and is gone if it fails.

    `mark` is a file that every such folder has: only a folder with it is replaced. Raises HandoverRefusedError before
    the block if there is something at `folder` that may not be replaced, or if a folder can't be put there.
    """
    folder = folder.resolve()
    _refuse_folders_of_the_hub(folder)
    if folder.exists() and not folder.is_dir():
        raise HandoverRefusedError(f"{folder} is a file.")
    # Beside it, so that renaming it is one step. Those of a run that was killed are removed by the next.
    part, old = folder.with_name(f".{folder.name}.part"), folder.with_name(f".{folder.name}.old")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            _refuse_to_replace(folder, mark, replace=replace)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if part.is_dir():
            shutil.rmtree(part)
        if folder.is_dir():
            if old.is_dir():
                shutil.rmtree(old)
            # A folder on which something is mounted can't be renamed. That should not come out at the end.
            folder.rename(old)
            old.rename(folder)
        part.mkdir()
    except OSError as error:
        message = f"{folder} can't be made: {error}. If a volume is mounted there, name a folder inside it."
        raise HandoverRefusedError(message) from error
    try:
        yield part
        if folder.is_dir():
            folder.rename(old)
        part.rename(folder)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        if old.is_dir() and not folder.exists():
            old.rename(folder)
        elif old.is_dir():
            shutil.rmtree(old)


def _refuse_folders_of_the_hub(folder: Path) -> None:
    """Raise HandoverRefusedError for a folder that the hub works in or that has one in it: it would be moved away."""
    of_the_hub = (Path.cwd(), settings.PROJECT_ROOT, settings.DATA_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT)
    if any(Path(one).resolve().is_relative_to(folder) for one in of_the_hub):
        raise HandoverRefusedError(f"{folder} has folders in it that the hub needs. Name another folder.")


def _refuse_to_replace(folder: Path, mark: str, *, replace: bool) -> None:
    if not replace:
        raise HandoverRefusedError(f"{folder} isn't empty. Name another folder, or say --replace.")
    if not (folder / mark).is_file():
        raise HandoverRefusedError(f"{folder} has no {mark}, so this command didn't make it. Name another folder.")
