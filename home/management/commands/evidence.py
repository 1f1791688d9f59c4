"""`manage.py evidence`: what the public could read at a past moment, as a file that can be checked."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.base import pdf
from cms.history.moments import EXAMPLES, UnknownMomentError, past_moment
from home.evidence.exports import Scope, make
from home.evidence.zips import problems_of
from home.handover.commands import progress
from home.handover.errors import HandoverRefusedError


class Command(BaseCommand):
    help = (
        "Export what the public could read at a past moment, with digests of all files and the record of changes. "
        "`evidence check FILE` compares an export with its digests."
    )

    def add_arguments(self, parser):
        parser.add_argument("--as-at", metavar="DAY", help=f"The moment: {EXAMPLES}.")
        part = parser.add_mutually_exclusive_group()
        part.add_argument(
            "--page", metavar="PATH", help="Export one page, such as /news/first/; otherwise the whole hub."
        )
        part.add_argument("--list", metavar="PATH", help="Export a list, such as /news/, with the pages below it.")
        parser.add_argument("--to", type=Path, metavar="FILE", help="The zip to write. It must not exist.")
        parser.add_argument(
            "--no-pdf", action="store_true", help="Make no PDF files, which take a second for each page."
        )
        actions = parser.add_subparsers(dest="action", metavar="check")
        check = actions.add_parser("check", help="Compare an export with its digests.")
        check.add_argument("file", type=Path)

    def handle(self, *args, **options):
        if options["action"] == "check":
            self.check_export(options["file"])
        elif not (options["as_at"] and options["to"]):
            raise CommandError("Name the day and the file: --as-at 2027-06-01 --to evidence.zip.")
        else:
            scope = Scope(options["page"] or options["list"] or "", is_list=bool(options["list"]))
            self.export(options["as_at"], scope, options["to"], options["no_pdf"], options["verbosity"])

    def check_export(self, file: Path) -> None:
        problems = list(problems_of(file))
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{file} is as it was made.")

    def export(self, day: str, scope: Scope, file: Path, no_pdf: bool, verbosity: int) -> None:
        with_pdf = not no_pdf and pdf.is_possible()
        try:
            made = make(file, past_moment(day), scope, progress(verbosity), with_pdf=with_pdf)
        except (UnknownMomentError, HandoverRefusedError) as error:
            raise CommandError(str(error)) from error
        if not with_pdf and not no_pdf:
            self.stderr.write(f"It has no PDF files, because WeasyPrint isn't installed: {pdf.INSTALL}.")
        for problem in made.missing:
            self.stderr.write(problem)
        if verbosity:
            self.stdout.write(f"{file}: {made.pages} pages. To check it: manage.py evidence check {file}")
