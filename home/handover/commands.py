"""What the commands have in common that put something public of a programme into a folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm
from wagtail.models import Site

from .copies import CopyReport, refuse_if_not_public, site_of_key
from .crawl import Track
from .errors import HandoverRefusedError
from .folders import whole_folder


class HandoverCommand(BaseCommand):
    """A command that makes a folder. `what` it makes has the file `mark`."""

    what = mark = ""

    def add_arguments(self, parser):
        parser.add_argument("key", help="The programme's key, such as energy.")
        parser.add_argument("folder", type=Path, help=f"Where to put the {self.what}. It must be empty or not exist.")
        parser.add_argument("--replace", action="store_true", help=f"Replace an earlier {self.what} in the folder.")

    def written(
        self, key: str, folder: Path, verbosity: int, write: Callable[[Site, Path, Track], CopyReport], *, replace: bool
    ) -> CopyReport:
        """Write what is public of a programme into the folder, and say what the hub has lost. Raises CommandError."""
        try:
            site = site_of_key(key)
            refuse_if_not_public(site)
            with whole_folder(folder, replace=replace, mark=self.mark) as part:
                report = write(site, part, progress(verbosity))
        except HandoverRefusedError as error:
            raise CommandError(str(error)) from error
        for problem in report.missing:
            self.stderr.write(problem)
        return report


def progress(verbosity: int) -> Track:
    """Return what shows the progress at a terminal. Without one it would log a line for each step."""
    return partial(tqdm, desc="Copying", unit="file", disable=None if verbosity else True)
