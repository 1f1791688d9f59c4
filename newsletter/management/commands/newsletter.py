"""`manage.py newsletter`: makes issues and looks after sends, without the admin."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from newsletter.commands import issues, sends
from newsletter.commands.arguments import EPILOG


class Command(BaseCommand):
    help = "Make issues of the regular update and look after their sends. Each part has a --help of its own."

    def add_arguments(self, parser):
        parser.epilog = EPILOG
        parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
        issues.add_to(parts)
        sends.add_to(parts)

    def handle(self, *args, run, **options):
        run(self, **options)
