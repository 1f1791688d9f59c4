"""`manage.py export_site`: a static copy of a programme's public site."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from tqdm import tqdm

from home.handover.copies import ENDED, SiteCopy, refuse_if_not_public, site_of_key
from home.handover.errors import HandoverRefusedError
from home.handover.folders import whole_folder


class Command(BaseCommand):
    help = "Copy a programme's public site into a folder that any web server serves, with a search that needs no hub."

    def add_arguments(self, parser):
        parser.add_argument("key", help="The programme's key, such as energy.")
        parser.add_argument("folder", type=Path, help="Where to put the copy. It must be empty or not exist.")
        parser.add_argument("--replace", action="store_true", help="Replace an earlier copy in the folder.")
        parser.add_argument(
            "--base-url",
            default="",
            metavar="ADDRESS",
            help="The address at which the copy will be, for feeds and search engines. By default that of the hub.",
        )

    def handle(self, *args, key: str, folder: Path, replace: bool, base_url: str, verbosity: int, **options):
        started = time.monotonic()
        # Without a terminal the progress bar would log a line for each step.
        track = partial(tqdm, desc="Copying", unit="file", disable=None if verbosity else True)
        try:
            site = site_of_key(key)
            refuse_if_not_public(site)
            with whole_folder(folder, replace=replace, mark=ENDED) as part:
                report = SiteCopy(site, part, base_url).make(track)
        except HandoverRefusedError as error:
            raise CommandError(str(error)) from error
        for problem in report.missing:
            self.stderr.write(problem)
        if verbosity:
            size, seconds = filesizeformat(report.size), time.monotonic() - started
            self.stdout.write(f"{folder}: {report.pages} pages, {report.number} files, {size}, {seconds:.0f} s.")
