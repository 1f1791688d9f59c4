"""`manage.py export_programme`: writes a programme as a folder of content files."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programme.content_export import ExportError, export
from programme.content_loader import site_of


class Command(BaseCommand):
    help = (
        "Write the public content of a programme into a folder, which load_programme loads into any hub, with the list of "
        "themes that the team sorts feedback by. Drafts, what is private, and records of people and of what was done are "
        "left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("key", help="The key of the programme; “default” for the hub's own.")
        parser.add_argument("folder", type=Path, help="A new or empty folder.")

    def handle(self, *args, key: str, folder: Path, verbosity: int, **options):
        site = site_of(key)
        if site is None:
            raise CommandError(f"There is no programme with the key “{key}”.")
        try:
            summary = export(site, folder)
        except ExportError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            counts = ", ".join(f"{number} {kind.replace('-', ' ')}" for kind, number in summary.counts.items())
            self.stdout.write(f"Written to {folder}: {counts}.")
            self.stdout.write(
                f"Left out: {summary.not_public} pages that aren't public; contacts, feedback, subscribers and histories, "
                "always."
            )
