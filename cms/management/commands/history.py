"""What is kept of past days: `manage.py history` says it, `manage.py history prune` deletes what is too old."""

from __future__ import annotations

import datetime
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cms.base.typed_dates import in_words
from cms.history import completeness, retention

HEADINGS = ("Kind", "Known since", "States", "Withheld")


def day(text: str) -> datetime.date:
    """Return the day that a text names, such as 2020-01-01."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write a day such as 2020-01-01") from error


class Command(BaseCommand):
    help = "Say from which day on each kind of thing is known, and how much that is; prune: delete what is too old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action")
        prune = actions.add_parser("prune", help="Delete all states that ended before a day.")
        prune.add_argument("--before", type=day, required=True, help="The day that becomes the first known one.")
        prune.add_argument("--yes", action="store_true", help="Don't ask.")

    def handle(self, *args: Any, action: str | None, **options: Any) -> None:
        if action == "prune":
            self.prune(options["before"], yes=options["yes"])
        else:
            self.report()

    def report(self) -> None:
        kinds = completeness.known_kinds()
        rows = [HEADINGS]
        for kind in kinds:
            since = in_words(timezone.localdate(kind.since)) if kind.since else "not kept"
            rows.append((kind.name, since, str(kind.states), str(kind.withheld)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        size = completeness.size()
        held = f", {filesizeformat(size)}".replace("\xa0", " ") if size is not None else ""
        self.stdout.write(f"\nStates in all: {sum(kind.states for kind in kinds)}{held}. {retention.rule_in_words()}")
        if missing := completeness.without_triggers():
            self.stdout.write(f"Changes aren't kept of: {', '.join(missing)}. Run manage.py migrate.")

    def prune(self, before: datetime.date, *, yes: bool) -> None:
        try:
            number = retention.number_before(before)
            if not yes:
                self._ask(f"{number} states that ended before {in_words(before)} would be deleted for good.")
            number = retention.prune(before)
        except retention.NotPrunedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Deleted: {number} states. The first known day is {in_words(before)} or later.")

    def _ask(self, what: str) -> None:
        self.stdout.write(what)
        if not sys.stdin.isatty():
            raise CommandError("Nothing was deleted. Say --yes if they are to be deleted.")
        if input("Delete them? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was deleted.")
