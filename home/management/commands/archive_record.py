"""`manage.py archive_record`: a programme's public record as a bag for an archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from home.handover.bags import DECLARED
from home.handover.commands import HandoverCommand
from home.handover.records import write_record


class Command(HandoverCommand):
    help = "Put a programme's public record into a folder for a records archive: a bag after RFC 8493 (BagIt 1.0)."
    what, mark = "bag", DECLARED

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--originals",
            action="store_true",
            help="Add the pictures as they were uploaded, with all that cameras wrote into them.",
        )

    def handle(self, *args, key: str, folder: Path, replace: bool, originals: bool, verbosity: int, **options):
        report = self.written(key, folder, verbosity, partial(write_record, originals=originals), replace=replace)
        if verbosity:
            self.stdout.write(f"{folder}: the record of {report.pages} pages")
