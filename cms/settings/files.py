"""Where pictures, documents, static files and backups are: Django's `STORAGES`."""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FOLDER = "django.core.files.storage.FileSystemStorage"
INSTALL = "python -m pip install --require-hashes -r requirements-store.txt"


def storages(media: dict[str, str], backups: dict[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """Return the storages: media in the store of `MEDIA_STORE`, or in the data folder if it is empty; backups in the folder or
    store of `BACKUPS`, if it is set.

    Raises ImproperlyConfigured if the packages of a store are missing.
    """
    found: dict[str, dict[str, Any]] = {
        "default": _in_a_store("MEDIA_STORE", media) if media else {"BACKEND": FOLDER},
        "staticfiles": {"BACKEND": "cms.delivery.static_files.StaticStorage"},
    }
    if backups and "location" in backups:
        found["backups"] = {"BACKEND": FOLDER, "OPTIONS": {**backups, "file_permissions_mode": 0o600}}
    elif backups:
        found["backups"] = _in_a_store("BACKUPS", backups)
    return found


def _in_a_store(variable: str, options: dict[str, str]) -> dict[str, Any]:
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(f"{variable} is set, but django-storages isn't installed: {INSTALL}.")
    return {"BACKEND": "cms.media.store.MediaStore", "OPTIONS": options}
