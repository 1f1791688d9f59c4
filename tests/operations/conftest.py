"""The log as it is written."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.base.log_formats import JsonFormatter, WithoutSecretPaths


class WrittenLog(io.StringIO):
    """All lines of the log as JSON, of every level."""

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def of(self, logger: str) -> list[dict]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def log(settings) -> Iterator[WrittenLog]:
    """The log of a hub that writes JSON, with the access log."""
    settings.ACCESS_LOG = True
    written = WrittenLog()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(WithoutSecretPaths())
    root, apps = logging.getLogger(), [logging.getLogger(name) for name in (*settings.HUB_APPS, "django")]
    levels = [app.level for app in apps]
    root.addHandler(handler)
    for app in apps:
        app.setLevel(logging.DEBUG)
    yield written
    for app, level in zip(apps, levels, strict=True):
        app.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def place_of_backups(settings, tmp_path) -> Path:
    """The folder of backups, which isn't there yet."""
    folder = tmp_path / "backups"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"backups": {"BACKEND": backend, "OPTIONS": {"location": folder}}}
    return folder
