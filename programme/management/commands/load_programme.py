"""`manage.py load_programme`: puts the content files into the database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.visibility.indexes import update_statistics
from programme.content_loader import (
    FOLDERS,
    ContentError,
    LoadOutcome,
    Report,
    content_now,
    folder_of,
    has_other_content,
    load,
    site_of,
)

CONTENT = FOLDERS["example"]


class Command(BaseCommand):
    help = "Load the programme's content from its files. Safe to run again: changes by editors are kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--content",
            type=Path,
            metavar="FOLDER",
            help="Where the files are; else the folder that HUB_CONTENT names.",
        )
        parser.add_argument("--site", default="", metavar="KEY", help="The key of the programme; else the hub's own.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Restore everything to the state of the files, including pages that editors changed, "
            "unpublished, moved or deleted.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Go through everything, but write nothing.")

    def handle(self, *args, content: Path | None, site: str, overwrite: bool, dry_run: bool, verbosity: int, **options):
        target = site_of(site) if site else None
        if site and target is None:
            raise CommandError(f"There is no programme with the key “{site}”.")
        folder = content or self.first_content()
        if folder is None:
            call_command("set_up_roles", verbosity=0)
            return
        # Without a terminal the progress bar would log a line for each step.
        track = partial(tqdm, desc="Loading content", unit="record", disable=None if verbosity else True)
        try:
            with _wagtail_silent():
                report = load(folder, site=target, overwrite=overwrite, dry_run=dry_run, track=track)
        except ContentError as error:
            for problem in error.problems:
                self.stderr.write(f"{_near(problem.file)}:{problem.line}: {problem.message}")
            count = len(error.problems)
            raise CommandError(f"{count} {'problem' if count == 1 else 'problems'}. Nothing was written.") from error
        if not dry_run:
            call_command("set_up_roles", verbosity=0)
            update_statistics()
        if verbosity:
            self.summarise(report, dry_run, verbosity)

    def first_content(self) -> Path | None:
        """Return the folder that `HUB_CONTENT` names; None for none, or if the hub has other content already."""
        try:
            folder = folder_of(settings.HUB_CONTENT)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if folder and has_other_content(folder):
            self.stdout.write(
                f"The hub has content already, {content_now()}, and keeps it. HUB_CONTENT={settings.HUB_CONTENT} is "
                "for a new hub: to see that, name an empty folder in HUB_DATA."
            )
            return None
        return folder

    def summarise(self, report: Report, dry_run: bool, verbosity: int) -> None:
        """Print the result in one line, and with `--verbosity 2` the records that were kept, with reasons."""
        if verbosity > 1:
            for key, reason in sorted(report.kept.items()):
                self.stdout.write(f"Kept {key}: {reason}")
        counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in LoadOutcome)
        self.stdout.write(f"Content: {counts}.{' Nothing was written: this was a dry run.' if dry_run else ''}")


@contextmanager
def _wagtail_silent() -> Iterator[None]:
    """Keep Wagtail from logging three lines for every page that is published."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _near(file: Path) -> Path:
    """Return the path relative to the current folder, if it is below that."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
