"""A hub's content as one file: a ZIP archive with the rows of each table as lines of JSON, the files, and a manifest.

The manifest is written last, so a file that isn't whole has none and is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from django.core.files.storage import storages
from django.db import IntegrityError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Site,
    WorkflowPage,
)

from cms.base.zip_parts import add_part

from . import content, files, numbers, rows
from .databases import Say, has_no_content, snapshot
from .errors import TransferError
from .tables import HubTable, all_tables

FORMAT = 1
MANIFEST = "manifest.json"
# Rows of the new hub about content: those whose page, collection or site the file hasn't got go.
ABOUT_CONTENT = (
    (GroupPagePermission, "page"),
    (GroupCollectionPermission, "collection"),
    (GroupSitePermission, "site"),
    (WorkflowPage, "page"),
)
# Rows that the rebuilt search makes anew.
INDEX = {"search.Entry", "search.EntryText"}


def write(path: Path, using: str, say: Say) -> dict[str, int]:
    """Write the content of a hub into a file, and return the number of rows by table.

    Raises TransferError if there is such a file already.
    """
    if path.exists():
        raise TransferError(f"{path} is there already.")
    begun = path.with_name(path.name + ".part")
    with snapshot(using), zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest: dict[str, Any] = {"format": FORMAT, "migrations": _migrations(using), "tables": {}, "files": {}}
        reader = content.ContentReader(using)
        for table in reader.tables:
            found = rows.Digest()
            with archive.open(_member(table), "w", force_zip64=True) as member:
                for row in found.counting(table, reader.read(table)):
                    member.write(json.dumps(row, ensure_ascii=False).encode(errors="surrogatepass") + b"\n")
            manifest["tables"][table.name] = {"columns": table.columns, "rows": found.rows, "sum": f"{found.sum:032x}"}
            say(f"{table}: {found.rows}")
        for name in content.file_names(using):
            manifest["files"][name] = _add_file(archive, name)
        lost = [name for name, facts in manifest["files"].items() if facts is None]
        manifest["files"] = {name: facts for name, facts in manifest["files"].items() if facts}
        say(f"files: {len(manifest['files'])}" + (f", and {len(lost)} are missing: {', '.join(lost)}" if lost else ""))
        archive.writestr(MANIFEST, json.dumps(manifest))
    os.replace(begun, path)
    return {name: facts["rows"] for name, facts in manifest["tables"].items()}


def _add_file(archive: zipfile.ZipFile, name: str) -> dict[str, Any] | None:
    """Add a file and return its size and hash; None if the storage hasn't got it."""
    try:
        file = storages["default"].open(name)
    except FileNotFoundError:
        return None
    with file:
        # What is compressed already stays as it is.
        return add_part(archive, _file_member(name), cast(Any, file))._asdict()


class Archive:
    """A file with content, opened to be loaded. Raises TransferError if it isn't one, isn't whole or is of another version."""

    def __init__(self, path: Path, using: str):
        self.using = using
        try:
            self.zip = zipfile.ZipFile(path)
            self.manifest = json.loads(self.zip.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise TransferError(f"{path} isn't a whole file of `transfer content-out`: {error}") from error
        if self.manifest["format"] != FORMAT:
            raise TransferError(f"{path} was written by another version of the hub.")
        there, here = ({tuple(one) for one in found} for found in (self.manifest["migrations"], _migrations(using)))
        if there != here:
            app, name = min(there ^ here)
            where = "This hub lacks" if (app, name) in there else "The file lacks"
            raise TransferError(f"{where} the migration {app}.{name}. Bring both hubs to the same version first.")
        self.tables = content.content_tables()
        if {table.name for table in self.tables} != self.manifest["tables"].keys():
            raise TransferError(f"{path} has other tables than this hub.")

    def check(self, say: Say) -> None:
        """Read the whole file and compare it with its manifest. Raises TransferError at the first difference."""
        for table in self.tables:
            for _ in self._rows(table):
                pass
            say(f"{table}: {self.manifest['tables'][table.name]['rows']}")
        for name, facts in self.manifest["files"].items():
            with self.zip.open(_file_member(name)) as member:
                digest = hashlib.file_digest(cast(Any, member), "sha256")
            if digest.hexdigest() != facts["sha256"]:
                raise TransferError(f"The file {name} isn't what was written.")
        say(f"files: {len(self.manifest['files'])}")

    def load(self, say: Say) -> None:
        """Put the content into a new hub: first the files, those that aren't there yet, then all rows at once.

        Raises TransferError if the hub has content, or if the file isn't what was written.
        """
        if not has_no_content(self.using):
            raise TransferError("This hub has content. Load the file into one that only `migrate` has filled.")
        for name, facts in self.manifest["files"].items():
            if not files.is_there(storages["default"], name, facts["size"]):
                with self.zip.open(_file_member(name)) as member:
                    files.put(storages["default"], name, member)
        say(f"files: {len(self.manifest['files'])}")
        try:
            with transaction.atomic(using=self.using):
                self._load_rows(say)
                connections[self.using].check_constraints()
        except IntegrityError as error:
            raise TransferError(f"Rows of this hub refer to content that the file doesn't have: {error}") from error

    def _load_rows(self, say: Say) -> None:
        address = content.own_address(self.using)
        self._make_room()
        types = content.ContentTypes(self.using)
        for table in self.tables:
            rows.write(self.using, table, types.numbered(table, self._rows(table)))
            say(f"{table}: {self.manifest['tables'][table.name]['rows']}")
        for model, name in ABOUT_CONTENT:
            there = model._meta.get_field(name).related_model._base_manager.using(self.using)
            model._base_manager.using(self.using).exclude(**{f"{name}__in": there.values("pk")}).delete()
        numbers.count_on(self.using, self.tables)
        if address:
            Site.objects.using(self.using).filter(is_default_site=True).update(hostname=address[0], port=address[1])

    def _make_room(self) -> None:
        going = [table for table in all_tables() if table.model._meta.label in INDEX]
        connection = connections[self.using]
        with connection.cursor() as cursor:
            for table in [*going, *self.tables]:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608  names of ours

    def _rows(self, table: HubTable) -> Iterator[rows.Row]:
        expected = self.manifest["tables"][table.name]
        if expected["columns"] != table.columns:
            raise TransferError(f"{table} has other columns in this hub.")
        found = rows.Digest()
        with self.zip.open(_member(table)) as member:
            yield from found.counting(table, map(json.loads, member))
        if (found.rows, f"{found.sum:032x}") != (expected["rows"], expected["sum"]):
            raise TransferError(f"{table} isn't what was written.")


def _member(table: HubTable) -> str:
    return f"tables/{table.name}.jsonl"


def _file_member(name: str) -> str:
    return f"files/{quote(name)}"


def _migrations(using: str) -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connections[using]).applied_migrations())
