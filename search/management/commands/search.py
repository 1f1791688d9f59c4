"""The search index by hand."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engine import server
from search.index import rebuilds
from search.models import DocumentText, Entry, Posting, Untold, Word


class Command(BaseCommand):
    help = "Rebuild the search index, or show its state."

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=("rebuild", "update", "status"),
            help="rebuild: rebuild the whole index, while readers still find everything. update: the same, but "
            "only if it is empty, was built by another version of the program, or is missing on the search "
            "server. status: show what is in it and what isn't.",
        )

    def handle(self, *, action, verbosity, **options):
        getattr(self, action)(quiet=verbosity == 0)

    def rebuild(self, *, quiet: bool) -> None:
        total = rebuilds.pages_to_index().count()
        with tqdm(total=total, unit="page", desc="Search index", disable=quiet) as bar:
            try:
                for done in rebuilds.Rebuild():
                    bar.update(done - bar.n)
            except server.ServerError as error:
                raise CommandError(f"The search server failed; readers find everything without it. {error}") from error

    def update(self, *, quiet: bool) -> None:
        try:
            is_current = rebuilds.is_current() and (server.server() is None or server.is_whole())
        except server.ServerError as error:
            # The hub starts without it.
            self.stderr.write(f"The search server doesn't answer; readers find everything without it. {error}")
            is_current = rebuilds.is_current()
        if not is_current:
            self.rebuild(quiet=quiet)

    def status(self, *, quiet: bool) -> None:
        offered = Entry.objects.exclude(document=None)
        files = DocumentText.objects.filter(document__in=offered.values("document"))
        rows = {
            "pages": f"{Entry.objects.filter(document=None).count()} of {rebuilds.pages_to_index().count()}",
            "documents": offered.values("document").distinct().count(),
            "files read": files.filter(problem="").count(),
            "files not readable": files.exclude(problem="").count(),
            "words": Word.objects.count(),
            "rows of postings": Posting.objects.count(),
            "built by this version": "yes" if rebuilds.is_current() else "no: run `manage.py search rebuild`",
        }
        if server.server() is not None:
            rows |= {"search server": self._of_server(), "changes not sent to it": Untold.objects.count()}
        for name, value in rows.items():
            self.stdout.write(f"{name:22} {value}")
        for text in files.exclude(problem="").select_related("document").order_by("document"):
            self.stdout.write(f"  {text.document.filename}: {text.problem}")

    def _of_server(self) -> str:
        try:
            return "has everything" if server.is_whole() else "not filled: run `manage.py search rebuild`"
        except server.ServerError as error:
            return f"doesn't answer: {error}"
