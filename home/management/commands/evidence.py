"""`manage.py evidence`: what the public could read at a past moment, as a file that can be checked."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.base import pdf
from cms.history.moments import EXAMPLES, UnknownMomentError, past_moment
from home.evidence.exports import Scope, make
from home.handover.crawl import progress
from home.handover.errors import HandoverRefusedError


class Command(BaseCommand):
    help = "Export what the public could read at a past moment, with digests of all files and the record of changes."

    def add_arguments(self, parser):
        parser.add_argument("--as-at", metavar="DAY", required=True, help=f"The moment: {EXAMPLES}.")
        part = parser.add_mutually_exclusive_group()
        part.add_argument(
            "--page", metavar="PATH", help="Export one page, such as /news/first/; otherwise the whole hub."
        )
        part.add_argument("--list", metavar="PATH", help="Export a list, such as /news/, with the pages below it.")
        parser.add_argument(
            "--to", type=Path, metavar="FILE", required=True, help="The zip to write. It must not exist."
        )
        parser.add_argument(
            "--no-pdf", action="store_true", help="Make no PDF files, which take a second for each page."
        )

    def handle(self, *args, as_at, to: Path, page, list, no_pdf, verbosity, **options):
        scope, with_pdf = Scope(page or list or "", is_list=bool(list)), not no_pdf and pdf.is_possible()
        try:
            made = make(to, past_moment(as_at), scope, progress(verbosity), with_pdf=with_pdf)
        except (UnknownMomentError, HandoverRefusedError) as error:
            raise CommandError(str(error)) from error
        if not with_pdf and not no_pdf:
            self.stderr.write(f"It has no PDF files, because WeasyPrint isn't installed: {pdf.INSTALL}.")
        for problem in made.missing:
            self.stderr.write(problem)
        if verbosity:
            self.stdout.write(f"{to}: {made.pages} pages")
