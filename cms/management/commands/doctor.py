"""Say what is wrong at present, and what is unsafe or unfinished in the settings, each with what to do."""

import sys

from django.core.checks import CheckMessage
from django.core.management.base import BaseCommand

from cms.operations import doctor


class Command(BaseCommand):
    help = "Say what is wrong at present and what is unsafe or unfinished in the settings. Ends with 1 if anything is."
    # It runs those that it needs.
    requires_system_checks: list = []

    def handle(self, *args, **options):
        parts = {"At present": doctor.of_state(), "Settings": doctor.of_settings()}
        for heading, findings in parts.items():
            self.stdout.write(f"{heading}: {'nothing found.' if not findings else ''}".rstrip())
            for finding in findings:
                self.stdout.write(line(finding))
        if any(parts.values()):
            sys.exit(1)


def line(finding: CheckMessage) -> str:
    """Return a finding with its name and what to do."""
    return f"  {finding.id}: {finding.msg}" + (f"\n    {finding.hint}" if finding.hint else "")
