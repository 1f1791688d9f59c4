"""`manage.py export_site`: a static copy of a programme's public site."""

from __future__ import annotations

import time
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from wagtail.models import Site

from home.handover.commands import HandoverCommand
from home.handover.copies import ENDED, CopyReport, SiteCopy
from home.handover.crawl import Track


class Command(HandoverCommand):
    help = "Copy a programme's public site into a folder that any web server serves, with a search that needs no hub."
    what, mark = "copy", ENDED

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--base-url",
            default="",
            metavar="ADDRESS",
            help="The address at which the copy will be, for feeds and search engines. By default that of the hub.",
        )

    def handle(self, *args, key: str, folder: Path, replace: bool, base_url: str, verbosity: int, **options):
        def write(site: Site, part: Path, track: Track) -> CopyReport:
            return SiteCopy(site, part, base_url).make(track)

        started = time.monotonic()
        report = self.written(key, folder, verbosity, write, replace=replace)
        if verbosity:
            size, seconds = filesizeformat(report.size), time.monotonic() - started
            self.stdout.write(f"{folder}: {report.pages} pages, {report.number} files, {size}, {seconds:.0f} s.")
