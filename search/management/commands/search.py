"""The search index by hand."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.index import rebuilds
from search.models import DocumentText, Entry, Posting, Word


class Command(BaseCommand):
    help = "Rebuild the search index, or show its state."

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=("rebuild", "update", "status"),
            help="rebuild: rebuild the whole index, while readers still find everything. update: the same, but "
            "only if it is empty or was built by another version of the program. status: show what is in it and "
            "what isn't.",
        )

    def handle(self, *, action, verbosity, **options):
        getattr(self, action)(quiet=verbosity == 0)

    def rebuild(self, *, quiet: bool) -> None:
        total = rebuilds.pages_to_index().count()
        with tqdm(total=total, unit="page", desc="Search index", disable=quiet) as bar:
            for done in rebuilds.Rebuild():
                bar.update(done - bar.n)

    def update(self, *, quiet: bool) -> None:
        if not rebuilds.is_current():
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
        for name, value in rows.items():
            self.stdout.write(f"{name:22} {value}")
        for text in files.exclude(problem="").select_related("document").order_by("document"):
            self.stdout.write(f"  {text.document.filename}: {text.problem}")
