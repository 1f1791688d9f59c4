"""`manage.py load_programme`: puts the content files into the database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.visibility.indexes import update_statistics
from programme.content_loader import ContentError, LoadOutcome, Report, load

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    help = "Load the programme's content from its files. Safe to run again: changes by editors are kept."

    def add_arguments(self, parser):
        parser.add_argument("--content", type=Path, default=CONTENT, metavar="FOLDER", help="Where the files are.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Restore everything to the state of the files, including pages that editors changed, "
            "unpublished, moved or deleted.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Go through everything, but write nothing.")

    def handle(self, *args, content: Path, overwrite: bool, dry_run: bool, verbosity: int, **options):
        # Without a terminal the progress bar would log a line for each step.
        track = partial(tqdm, desc="Loading content", unit="record", disable=None if verbosity else True)
        try:
            with _wagtail_silent():
                report = load(content, overwrite=overwrite, dry_run=dry_run, track=track)
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
