"""Move a hub: all rows from another database, files from another folder or store."""

from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Site

from cms.transfer import databases, files
from cms.transfer.tables import TransferError

HERE = DEFAULT_DB_ALIAS


class Command(BaseCommand):
    help = "Move a hub to another database, its files to another store. Stop the hub first."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        database = actions.add_parser("database", help="Copy all rows of another database into this hub's.")
        database.add_argument("address", help=databases.ADDRESS)
        database.add_argument("--replace", action="store_true", help="Delete all that this hub's database holds.")
        database.add_argument("--dry-run", action="store_true", help="Look at everything and write nothing.")
        media = actions.add_parser("media", help="Copy the files of pictures and documents that this hub lacks.")
        media.add_argument("place", help="A folder, or a store as in MEDIA_STORE.")

    def handle(self, *args, action, verbosity, **options):
        say = self.stdout.write if verbosity else lambda line: None
        try:
            getattr(self, action)(say, **options)
        except TransferError as error:
            raise CommandError(str(error)) from error

    def database(self, say, *, address, replace, dry_run, **options):
        source = databases.connect(address)
        if dry_run:
            problems = 0
            for table, number, problem in databases.survey(source, HERE):
                if problem or number:
                    say(problem or f"{table}: {number}")
                problems += bool(problem)
            if problems:
                raise CommandError("Rows don't fit; see above. Nothing was written.")
            say("Nothing was written.")
            return
        databases.copy(source, HERE, replace=replace, say=say)
        # What each database keeps in a form of its own.
        Site.clear_site_root_paths_cache()
        call_command("update_index", verbosity=0)
        say("The admin's search is indexed.")
        say("Every table is the same as in the other database.")

    def media(self, say, *, place, **options):
        done = {"copied": 0, "there": 0, "missing": 0}
        for name, outcome in files.copy(files.storage_at(place), storages["default"], HERE):
            done[outcome] += 1
            if outcome == "missing":
                self.stderr.write(f"{name} is missing.")
        say(f"Files: {done['copied']} copied, {done['there']} there already, {done['missing']} missing.")
        if done["missing"]:
            raise CommandError("Some files are missing; see above.")
