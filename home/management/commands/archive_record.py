"""`manage.py archive_record`: a programme's public record as a bag for an archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.handover.bags import DECLARED
from home.handover.copies import refuse_if_not_public, site_of_key
from home.handover.errors import HandoverRefusedError
from home.handover.folders import whole_folder
from home.handover.records import write_record


class Command(BaseCommand):
    help = "Put a programme's public record into a folder for a records archive: a bag after RFC 8493 (BagIt 1.0)."

    def add_arguments(self, parser):
        parser.add_argument("key", help="The programme's key, such as energy.")
        parser.add_argument("folder", type=Path, help="Where to put the bag. It must be empty or not exist.")
        parser.add_argument("--replace", action="store_true", help="Replace an earlier record in the folder.")
        parser.add_argument(
            "--originals",
            action="store_true",
            help="Add the pictures as they were uploaded, with all that cameras wrote into them.",
        )

    def handle(self, *args, key: str, folder: Path, replace: bool, originals: bool, verbosity: int, **options):
        # Without a terminal the progress bar would log a line for each step.
        track = partial(tqdm, desc="Copying", unit="file", disable=None if verbosity else True)
        try:
            site = site_of_key(key)
            refuse_if_not_public(site)
            with whole_folder(folder, replace=replace, mark=DECLARED) as part:
                report = write_record(site, part, originals=originals, track=track)
        except HandoverRefusedError as error:
            raise CommandError(str(error)) from error
        for problem in report.missing:
            self.stderr.write(problem)
        if verbosity:
            self.stdout.write(
                f"{folder}: the record of {report.pages} pages. To check it: manage.py verify_archive {folder}"
            )
