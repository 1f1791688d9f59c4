"""`manage.py verify_archive`: whether a bag is as it was made."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from home.handover.bags import problems_of_bag


class Command(BaseCommand):
    help = "Compare each file of a bag with its digest, and list those that are missing, changed or extra."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="The bag.")

    def handle(self, *args, folder: Path, **options):
        problems = list(problems_of_bag(folder))
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{folder} is as it was made.")
