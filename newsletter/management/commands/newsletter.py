"""`manage.py newsletter build`: an issue as files, made by the public API of this hub or of another."""

from __future__ import annotations

import argparse
import datetime
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from newsletter.choices import EditionAudience
from newsletter.generator import files
from newsletter.generator.clients import HubQueryError, hub_at
from newsletter.generator.editions import build
from newsletter.generator.findings import errors
from newsletter.generator.lint import LintError


def moment(text: str) -> datetime.datetime:
    """Return a moment from a date (its beginning) or a date and time, in the hub's time zone unless another is given."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a date such as 2026-03-31 or 2026-03-31T09:00.") from None
    return found if found.tzinfo else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Make issues of the regular update. Each part has a --help of its own."

    def add_arguments(self, parser):
        parts = parser.add_subparsers(required=True, metavar="PART")
        text = "Make an edition of what a period brought, as files. The database stays as it is."
        part = parts.add_parser("build", help=text, description=text)
        part.add_argument("--since", type=moment, required=True, metavar="DATE", help="From this day or moment on.")
        part.add_argument("--until", type=moment, required=True, metavar="DATE", help="Before this day or moment.")
        part.add_argument("--out", type=Path, required=True, metavar="DIR", help="The folder for the files.")
        part.add_argument(
            "--endpoint", metavar="URL", help="GraphQL address of another hub to ask instead of this one."
        )
        part.add_argument(
            "--audience", choices=EditionAudience.values, default=EditionAudience.EXTERNAL, help="For whom."
        )

    def handle(self, *args, since, until, out, endpoint, audience, verbosity, **options):
        track = partial(tqdm, desc="Writing", unit="file", disable=None if verbosity else True)
        try:
            ask = hub_at(endpoint) if endpoint else None
            edition = build(since, until, audience=EditionAudience(audience), ask=ask)
            written = files.write(edition, out, "issue", until, track)
        except (HubQueryError, LintError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write("\n".join(map(str, written)))
        wrong = errors(edition.findings)
        for finding in edition.findings:
            if finding not in wrong[:1]:
                self.stderr.write(f"{finding.level.capitalize()}: {finding}")
        if wrong:
            raise CommandError(str(wrong[0]))
