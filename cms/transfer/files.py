"""Files of pictures and documents between storages, under the names that they have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from cms.media.models import HubDocument, HubImage, HubRendition
from cms.settings.environment import store_of
from cms.settings.files import storages as storages_of

from .tables import TransferError

FILES = (HubImage, HubDocument, HubRendition)


def storage_at(place: str) -> Storage:
    """Return the storage of a folder, or of a store by its address, as `MEDIA_STORE` takes it. Raises TransferError."""
    if "://" in place:
        store = store_of(place)
        if store is None:
            raise TransferError("The address of the other store must be one that MEDIA_STORE takes.")
        return storages.create_storage(storages_of(store, {})["default"])
    if not Path(place).is_dir():
        raise TransferError(f"There is no folder {place}.")
    return FileSystemStorage(location=place)


def file_names(using: str) -> list[str]:
    """Return the names of all files of pictures and documents, each once."""
    found: set[str] = set()
    for model in FILES:
        found.update(model._base_manager.using(using).exclude(file="").values_list("file", flat=True))
    return sorted(found)


def copy(source: Storage, target: Storage, using: str) -> Iterator[tuple[str, str]]:
    """Copy the files of a hub's pictures and documents. Yield each name and what was done: copied, there, missing."""
    for name in file_names(using):
        try:
            size = source.size(name)
        except FileNotFoundError:
            yield name, "missing"
            continue
        if is_there(target, name, size):
            yield name, "there"
            continue
        with source.open(name) as file:
            put(target, name, file)
        yield name, "copied"


def is_there(storage: Storage, name: str, size: int) -> bool:
    """Say whether a file of this name and size is in a storage."""
    try:
        return storage.size(name) == size
    except FileNotFoundError:
        return False


def put(storage: Storage, name: str, file: IO[bytes] | File) -> None:
    """Save a file under this very name, in place of one that an interrupted copy left. Raises TransferError."""
    storage.delete(name)
    if storage.save(name, File(file)) != name:
        raise TransferError(f"The file {name} couldn't be saved under its name.")
