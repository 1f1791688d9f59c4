"""Make a backup of the database and of media, or list those that are there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cms.backups import stores
from cms.backups.errors import BackupError
from cms.backups.manifests import words_of
from cms.backups.models import BackupRun
from cms.backups.schedule import record
from cms.backups.services import MadeBackup, back_up

MOST_NAMED = 5


class Command(BaseCommand):
    help = "Make a backup of the database and of media, while the hub runs. Workers do so each day if BACKUPS is set."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="Write it to this file, not to where BACKUPS says.")
        parser.add_argument("--list", action="store_true", help="Only list the backups that are there, newest first.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list()
            else:
                self._say(back_up(to=options["to"].absolute()) if options["to"] else self._recorded())
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _recorded(self) -> MadeBackup:
        stores.store()
        try:
            run = BackupRun.objects.create(started_at=timezone.now())
        except DatabaseError:  # of a version before this table
            return back_up()
        return record(run)

    def _say(self, made: MadeBackup) -> None:
        manifest = made.manifest
        rows, files = sum(manifest.rows.values()), len(manifest.media)
        self.stdout.write(f"{made.name}: {rows} rows, {files} files, {filesizeformat(made.size)}".replace("\xa0", " "))
        if missing := manifest.missing:
            named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
            self.stderr.write(f"Files that rows name but that aren't there: {len(missing)}: {named}")

    def _list(self) -> None:
        for one in stores.backups():
            size = filesizeformat(stores.store().size(one.name)).replace("\xa0", " ")
            self.stdout.write(f"{one.name}  {words_of(one.made_at)}  {size}")
