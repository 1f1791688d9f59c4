"""Parts of `manage.py newsletter` that make issues: build, propose, preview."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from tqdm import tqdm

from cms.pages.addresses import site_of_page
from newsletter.choices import EditionAudience
from newsletter.generator import files
from newsletter.generator.clients import HubQueryError, hub_at
from newsletter.generator.editions import build, editions_of
from newsletter.generator.findings import EditionFinding, errors
from newsletter.generator.lint import LintError
from newsletter.generator.proposals import fill, propose, since_last_sent

from .arguments import Parts, add_user, issue_name, issue_page, moment, part, user_named

FAILURES = (HubQueryError, LintError, OSError, ValueError)


def add_to(parts: Parts) -> None:
    """Add these parts to the command."""
    parser = part(parts, "build", "Make an edition of what a period brought, as files. The database stays as it is.")
    parser.add_argument("--since", type=moment, required=True, metavar="DATE", help="From this day or moment on.")
    parser.add_argument("--until", type=moment, required=True, metavar="DATE", help="Before this day or moment.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="The folder for the files.")
    parser.add_argument("--endpoint", metavar="URL", help="GraphQL address of another hub to ask instead of this one.")
    parser.add_argument(
        "--audience", choices=EditionAudience.values, default=EditionAudience.EXTERNAL, help="For whom."
    )
    parser.set_defaults(run=run_build)

    parser = part(parts, "propose", "Print the proposal for the next issue, or put it into a draft.")
    parser.add_argument("--since", type=moment, metavar="DATE", help="By default, when the last issue was begun.")
    parser.add_argument("--until", type=moment, metavar="DATE", help="By default, now.")
    parser.add_argument("--issue", type=issue_name, metavar="ISSUE", help="The draft to fill, such as 7 or 7.2.")
    add_user(parser, required=False)
    parser.set_defaults(run=run_propose)

    parser = part(parts, "preview", "Write both editions of an issue's draft as files.")
    parser.add_argument(
        "issue",
        type=issue_name,
        metavar="ISSUE",
        help="Such as 7, 7.2 for its second part, or energy/7.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="The folder for the files.")
    parser.set_defaults(run=run_preview)


def progress(name: str, verbosity: int) -> partial:
    """Return a function that shows a progress bar while it iterates; only on a terminal."""
    return partial(tqdm, desc=name, unit="file", disable=None if verbosity else True)


def run_build(
    command: BaseCommand,
    since: datetime.datetime,
    until: datetime.datetime,
    out: Path,
    endpoint: str | None,
    audience: str,
    verbosity: int,
    **options,
) -> None:
    try:
        ask = hub_at(endpoint) if endpoint else None
        edition = build(since, until, audience=EditionAudience(audience), ask=ask)
        written = files.write(edition, out, "issue", until, progress("Writing", verbosity))
    except FAILURES as error:
        raise CommandError(str(error)) from error
    tell(command, written, verbosity)
    judge(command, edition.findings)


def run_propose(
    command: BaseCommand,
    since: datetime.datetime | None,
    until: datetime.datetime | None,
    issue: tuple[int, int, str] | None,
    user: str | None,
    **options,
) -> None:
    if issue and not user:
        # The writer of a draft can't approve it, so the writer must be known.
        raise CommandError("Name with --user the person in whose name the draft is filled.")
    page = issue_page(issue).get_latest_revision_as_object() if issue else None
    who = user_named(user) if user else None
    try:
        site = site_of_page(page) if page else None
        sections = propose(since or since_last_sent(site=site), until or now(), site=site)
    except FAILURES as error:
        raise CommandError(str(error)) from error
    for section in sections:
        command.stdout.write(section.heading)
        for item in section.items:
            command.stdout.write(f"  {item.page.title}" + (f": {item.text}" if item.text else ""))
    if page is not None:
        number = fill(page, sections)
        if number:
            page.save_revision(user=who, log_action=True)
        command.stdout.write(f"Put into {page.distinct_name}: {number}.")
    elif not sections:
        command.stdout.write("There is nothing new.")


def run_preview(command: BaseCommand, issue: tuple[int, int, str], out: Path, verbosity: int, **options) -> None:
    page = issue_page(issue).get_latest_revision_as_object()
    findings: list[EditionFinding] = []
    written: list[Path] = []
    try:
        for audience, edition in progress("Writing", verbosity)(editions_of(page).items()):
            written += files.write(edition, out, str(audience), now())
            findings += edition.findings
    except FAILURES as error:
        raise CommandError(str(error)) from error
    tell(command, written, verbosity)
    judge(command, list(dict.fromkeys(findings)))


def tell(command: BaseCommand, written: list[Path], verbosity: int) -> None:
    """Say which files were written."""
    if verbosity:
        for path in written:
            command.stdout.write(str(path))


def judge(command: BaseCommand, findings: list[EditionFinding]) -> None:
    """Print the findings. Raises CommandError if there is an error: the files are there to look at, not to be sent."""
    wrong = errors(findings)
    for finding in findings:
        if finding not in wrong[:1]:
            command.stderr.write(f"{finding.level.capitalize()}: {finding}")
    if wrong:
        raise CommandError(str(wrong[0]))
