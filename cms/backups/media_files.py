"""The media files that rows of the database name, wherever they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage
from django.core.files.utils import validate_file_name
from django.db.models import FileField

from .errors import BackupError

Read = Callable[[str], list[tuple[Any, ...]]]


class MediaFile(NamedTuple):
    """A file, and the column whose storage has it, such as `cms.HubImage.file`."""

    name: str
    field: str

    @property
    def storage(self) -> Storage:
        """The storage of its column. Raises BackupError if this version of the hub has no such column."""
        model, _, field = self.field.rpartition(".")
        try:
            return apps.get_model(model)._meta.get_field(field).storage
        except (LookupError, AttributeError, ValueError) as error:
            raise BackupError(f"This version of the hub has no files of the kind {self.field}.") from error

    def check(self) -> None:
        """Raise BackupError if this version of the hub has no such column, or if the name leads out of its storage."""
        _ = self.storage
        try:
            validate_file_name(self.name, allow_relative_path=True)
        except SuspiciousFileOperation as error:
            raise BackupError(
                f"This backup isn't one of a hub: no picture or document is called “{self.name}”."
            ) from error


def named(read: Read, columns: Mapping[str, set[str]]) -> Iterator[MediaFile]:
    """Yield each file that a row names, once. `columns` are those that the database has, by table."""
    seen = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            table, column = model._meta.db_table, field.column
            if not isinstance(field, FileField) or column not in columns.get(table, ()):
                continue
            label = f"{model._meta.label}.{field.name}"
            statement = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\' ORDER BY 1'  # noqa: S608  names of ours
            for (name,) in read(statement):
                if name not in seen:
                    seen.add(name)
                    yield MediaFile(name, label)
