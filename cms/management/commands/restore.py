"""Restore a backup, or try whether it could be restored."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from cms.backups import restores
from cms.backups.archives import BackupReader
from cms.backups.errors import BackupError, reason
from cms.backups.manifests import words_of
from cms.backups.restores import RestoredBackup
from cms.delivery.static_files import StaticStorage


class Command(BaseCommand):
    help = "Put a backup in the place of everything that the hub has. It then sends nothing until an administrator confirms."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", help="A file, the name of a backup as `backup --list` gives it, or: latest")
        parser.add_argument(
            "--check", action="store_true", help="Restore it into a place of its own, compare, and remove that again."
        )
        parser.add_argument("--yes", action="store_true", help="Don't ask before something is replaced.")

    def handle(self, *args: Any, backup: str, check: bool, yes: bool, **options: Any) -> None:
        try:
            with restores.found(backup) as reader:
                if check:
                    self._say("Can be restored", restores.try_out(reader))
                    return
                self._ask(reader, yes)
                self._say("Restored", restores.restore(reader))
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"A file can't be read or written: {reason(error)}.") from error
        self.stdout.write("Nothing is sent until an administrator confirms on the dashboard that this hub may send.")
        if isinstance(staticfiles_storage, StaticStorage) and not staticfiles_storage.is_collected:
            self.stdout.write("Static files aren't collected yet: run manage.py collectstatic --no-input.")

    def _ask(self, reader: BackupReader, yes: bool) -> None:
        """Have a person agree, if something would be lost. Raises CommandError if they don't."""
        running = " A worker runs: stop the hub first." if restores.has_workers() else ""
        data = restores.has_data()
        if yes and running:
            self.stderr.write(f"{running.strip()} Requests may fail until everything is replaced.")
        if yes or not data:
            return
        made = words_of(reader.manifest.made_at)
        self.stdout.write(f"This hub has data, which the backup of {made} would replace. {data}{running}")
        if not sys.stdin.isatty():
            raise CommandError("Nothing was restored. Say --yes if everything is to be replaced.")
        if input("Replace everything? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was restored.")

    def _say(self, verb: str, done: RestoredBackup) -> None:
        manifest = done.manifest
        self.stdout.write(
            f"{verb}: the backup of {words_of(manifest.made_at)}, made by version {manifest.hub}. Rows by its manifest: "
            f"{done.rows}, files: {done.files}."
        )
        if manifest.missing:
            self.stdout.write(f"Files that were missing when it was made: {len(manifest.missing)}.")
        if done.newer:
            self.stdout.write(f"Migrations that this version of the hub adds: {len(done.newer)}.")
        if done.not_set:
            self.stdout.write(f"Set when it was made, and not here: {', '.join(done.not_set)}.")
