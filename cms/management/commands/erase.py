"""Erases a thing, or a person, from everything that the hub keeps: `manage.py erase`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.history import erasure, things, withheld
from cms.history.models import Withholding, WithholdingReason


class Command(BaseCommand):
    help = "Erase a thing that was deleted, or a person, from logs, past days, messages and indexes; say what is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs="?", help="Only find things with these words in their title or address.")
        parser.add_argument("--thing", nargs=2, metavar=("MODEL", "KEY"), help="The thing, as it was found.")
        parser.add_argument(
            "--address", help="The e-mail address of a person: their records and closed accounts are erased."
        )
        parser.add_argument("--reason", choices=WithholdingReason.values, default=WithholdingReason.PRIVACY)
        parser.add_argument("--yes", action="store_true", help="Don't ask.")

    def handle(self, *args: Any, words: str | None, thing: Any, address: str | None, **options: Any) -> None:
        if thing:
            self._erase_thing(*thing, **options)
        elif address:
            self._ask(f"All records of {address} would be erased for good.", yes=options["yes"])
            self._report(erasure.erase_person(address))
        elif words:
            for found in things.named(words):
                self.stdout.write(f"{found.kind}: {found.title}  --thing {found.label} {found.key}")
        else:
            raise CommandError("Say what: words to look for, --thing or --address.")

    def _erase_thing(self, label: str, key: str, *, reason: str, yes: bool, **options: Any) -> None:
        found = things.thing(label, key)
        if found is None:
            raise CommandError("Nothing is kept of it on any past day.")
        now = timezone.now()
        wanted = Withholding(model=label, key=key, until=now, at=now, reason=reason, is_erasure=True)
        try:
            withheld.check(wanted)
            self._ask(f"{found.kind}: “{found.title}” would be erased for good.", yes=yes)
            withheld.withhold(wanted)
        except withheld.NotWithheldError as error:
            raise CommandError(str(error)) from error
        self._report([erasure.Left(**one) for one in wanted.report])

    def _ask(self, what: str, *, yes: bool) -> None:
        self.stdout.write(what)
        if yes:
            return
        if not sys.stdin.isatty():
            raise CommandError("Nothing was erased. Say --yes if it is to be.")
        if input("Erase it? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was erased.")

    def _report(self, left: list[erasure.Left]) -> None:
        self.stdout.write("Erased. What is left, and why:")
        for one in left:
            number = f" ({one.number})" if one.number else ""
            self.stdout.write(f"- {one.kind}{number}: {one.why}")
            for name, address in one.rows():
                self.stdout.write(f"  {name} {address}")
