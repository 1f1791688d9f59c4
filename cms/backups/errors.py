"""What can go wrong with a backup, in sentences for operators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class BackupError(Exception):
    """A backup couldn't be made, or can't be restored. The message says why, and what to do, in a sentence or two."""


@contextmanager
def at(place: object) -> Iterator[None]:
    """Name the place in errors of the system that name none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(place)
        raise


def reason(error: OSError) -> str:
    """Return an error of the system with its place, such as “No space left on device (/srv/backups)”."""
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}"
