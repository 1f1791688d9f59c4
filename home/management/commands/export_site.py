"""`manage.py export_site`: a static copy of a programme's public site, or its public record as a bag for an archive."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from home.handover.bags import DECLARED
from home.handover.copies import ENDED, SiteCopy, refuse_if_not_public, site_of_key
from home.handover.crawl import progress
from home.handover.errors import HandoverRefusedError
from home.handover.folders import whole_folder
from home.handover.records import write_record


class Command(BaseCommand):
    help = (
        "Copy a programme's public site into a folder that any web server serves, with a search that needs no hub; or put "
        "its public record into one, a bag after RFC 8493 (BagIt 1.0)."
    )

    def add_arguments(self, parser):
        parser.add_argument("key", help="The programme's key, such as energy.")
        parser.add_argument("folder", type=Path, help="Where to put it. The folder must be empty or not exist.")
        parser.add_argument("--replace", action="store_true", help="Replace an earlier copy or record in the folder.")
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument(
            "--base-url",
            default="",
            metavar="ADDRESS",
            help="The address at which the copy will be, for feeds and search engines. By default that of the hub.",
        )
        kind.add_argument("--record", action="store_true", help="Make a record for an archive.")
        kind.add_argument(
            "--originals",
            action="store_true",
            help="Make a record with the pictures as they were uploaded, with all that cameras wrote into them.",
        )

    def handle(self, *args, key: str, folder: Path, replace: bool, verbosity: int, **options):
        started, is_record = time.monotonic(), options["record"] or options["originals"]
        track = progress(verbosity)
        try:
            site = site_of_key(key)
            refuse_if_not_public(site)
            with whole_folder(folder, replace=replace, mark=DECLARED if is_record else ENDED) as part:
                if is_record:
                    report = write_record(site, part, track, originals=options["originals"])
                else:
                    report = SiteCopy(site, part, options["base_url"]).make(track)
        except HandoverRefusedError as error:
            raise CommandError(str(error)) from error
        for problem in report.missing:
            self.stderr.write(problem)
        if verbosity and is_record:
            self.stdout.write(f"{folder}: the record of {report.pages} pages")
        elif verbosity:
            size, seconds = filesizeformat(report.size), time.monotonic() - started
            self.stdout.write(f"{folder}: {report.pages} pages, {report.number} files, {size}, {seconds:.0f} s.")
