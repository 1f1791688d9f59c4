"""Bring the database to this version of the hub: what every new version needs before it is started."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cms.operations import health, upgrades


class Command(BaseCommand):
    help = (
        "Bring the database to this version: migrations, before them a copy if it is SQLite, the search index and "
        "the rights of groups. Safe to run again."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        missing = health.unapplied()
        is_new = "django_migrations" not in connection.introspection.table_names()
        if missing and not is_new:
            copy = upgrades.copy_of_sqlite()
            self._say(verbosity, f"Copied the database to {copy}." if copy else "PostgreSQL: no copy is made here.")
        self._say(verbosity, f"Migrations: {len(missing) or 'none'}.")
        # Even without migrations: it gives the content a new version, so that no answer of the old program is served.
        call_command("migrate", interactive=False, verbosity=0)
        call_command("search", "update", verbosity=0)
        call_command("set_up_roles", verbosity=0)
        self._say(verbosity, "The database is at this version.")

    def _say(self, verbosity: int, sentence: str) -> None:
        if verbosity:
            self.stdout.write(sentence)
