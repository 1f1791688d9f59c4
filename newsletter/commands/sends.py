"""Parts of `manage.py newsletter` that look after sends: test, schedule, send, status, pause, resume, settle.

They call the services of `newsletter.sending`, which make all decisions; only arguments and output are here.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from tqdm import tqdm

from newsletter.choices import HandoverOutcome, RecipientState, SendState
from newsletter.generator.clients import HubQueryError
from newsletter.generator.editions import editions_of
from newsletter.generator.lint import LintError
from newsletter.message import MessageError
from newsletter.models import MailingList, Send, SendRecipient, Snapshot
from newsletter.sending import services
from newsletter.sending.completion import UNSETTLED
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.progress import progress
from newsletter.sending.services import RUNNING
from newsletter.sending.trial import test_send

from .arguments import Parts, add_user, address, issue_name, issue_page, moment, part, user_named

FOLLOW_EVERY = 1.0  # seconds between two looks
DONE = (SendState.FINISHED, SendState.FINISHED_UNCERTAIN, SendState.CANCELLED, SendState.FAILED)


def add_to(parts: Parts) -> None:
    """Add these parts to the command."""
    parser = part(parts, "test", "Send an issue's draft to named addresses, marked as a test. Nothing else changes.")
    _issue(parser)
    parser.add_argument("--to", type=address, nargs="+", required=True, metavar="ADDRESS", help="Who gets it.")
    add_user(parser)
    parser.set_defaults(run=run_test)

    for name, help_text in (
        ("schedule", "Plan a send of an issue's approved snapshot for a moment."),
        ("send", "Send an issue's approved snapshot as soon as it can no longer be recalled."),
    ):
        parser = part(parts, name, help_text)
        _issue(parser)
        parser.add_argument("--list", dest="lists", action="append", required=True, metavar="SLUG", help="Who gets it.")
        parser.add_argument("--per-minute", type=int, metavar="NUMBER", help="Maximum messages per minute.")
        if name == "schedule":
            parser.add_argument("--at", type=moment, required=True, metavar="DATE", help="Not before this moment.")
        add_user(parser)
        parser.set_defaults(run=run_schedule, at=None)

    parser = part(parts, "status", "Show the progress of one send, or of all that aren't finished.")
    parser.add_argument("send", type=int, nargs="?", metavar="SEND", help="Number of the send.")
    parser.add_argument(
        "--follow", action="store_true", help="Show a bar until the send is finished or needs a decision. Needs SEND."
    )
    parser.set_defaults(run=run_status)

    parser = part(parts, "pause", "Stop a send until somebody resumes it.")
    _send(parser)
    parser.add_argument("--reason", required=True, help="Why, in a sentence.")
    add_user(parser)
    parser.set_defaults(run=run_pause)

    parser = part(parts, "resume", "Resume a paused send, or release a held one.")
    _send(parser)
    add_user(parser)
    parser.set_defaults(run=run_resume)

    parser = part(parts, "settle", "Settle an uncertain recipient: it isn't known whether the message arrived.")
    parser.add_argument(
        "recipient", type=int, metavar="RECIPIENT", help="Number of the recipient, as `status` gives it."
    )
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--again", action="store_true", help="Send it again; they may get it twice.")
    choice.add_argument("--leave", action="store_true", help="Leave it; they may not have got it.")
    add_user(parser)
    parser.set_defaults(run=run_settle)


def _issue(parser) -> None:
    parser.add_argument("issue", type=issue_name, metavar="ISSUE", help="Such as 7, or 7.2 for its second part.")


def _send(parser) -> None:
    parser.add_argument("send", type=int, metavar="SEND", help="Number of the send.")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal into CommandError."""
    try:
        yield
    except (SendRefusedError, HubQueryError, LintError, MessageError, ImproperlyConfigured) as error:
        raise CommandError(str(error)) from error


def the_send(number: int) -> Send:
    """Return the send. Raises CommandError if there is none."""
    found = Send.objects.select_related("issue", "snapshot").filter(pk=number).first()
    if found is None:
        raise CommandError(f"There is no send {number}.")
    return found


def unfinished() -> QuerySet[Send]:
    """Return the sends that are running or wait for a decision, newest first."""
    waiting = SendRecipient.objects.filter(UNSETTLED, send=OuterRef("pk"))
    return Send.objects.filter(~Q(state__in=DONE) | Exists(waiting)).select_related("issue")


def run_test(command: BaseCommand, issue: tuple[int, int, str], to: list[str], user: str, **options) -> None:
    page, who = issue_page(issue).get_latest_revision_as_object(), user_named(user)
    with refusals():
        contents = {audience: edition.content for audience, edition in editions_of(page).items()}
        answers = test_send(page, contents, to, who)
    for (recipient, audience), answer in answers.items():
        if answer.outcome != HandoverOutcome.ACCEPTED:
            command.stderr.write(
                f"{recipient}, {audience.label.lower()}: {answer.outcome.label}. {answer.detail}".strip()
            )
    accepted = sum(answer.outcome == HandoverOutcome.ACCEPTED for answer in answers.values())
    command.stdout.write(f"Accepted as a test: {accepted} of {len(answers)}.")
    if accepted < len(answers):
        raise CommandError("Not every message was accepted.")


def run_schedule(
    command: BaseCommand,
    issue: tuple[int, int, str],
    lists: list[str],
    per_minute: int | None,
    at: datetime.datetime | None,
    user: str,
    **options,
) -> None:
    who, page = user_named(user), issue_page(issue)
    if at is not None and at <= timezone.now():
        raise CommandError("The moment is past. To send at once, use `send`.")
    found = list(MailingList.objects.filter(slug__in=lists))
    missing = sorted(set(lists) - {each.slug for each in found})
    if missing:
        raise CommandError(f"There is no list “{missing[0]}”.")
    snapshot = Snapshot.objects.filter(issue=page).order_by("-created_at", "-pk").first()
    if snapshot is None:
        raise CommandError(f"Nobody has approved {page.distinct_name}.")
    with refusals():
        send = services.schedule(snapshot, found, due_at=at, per_minute=per_minute, user=who)
    command.stdout.write(f"Send {send.pk} is due {send.due_at.isoformat(timespec='seconds')}.")


def run_status(command: BaseCommand, send: int | None, follow: bool, **options) -> None:
    if follow and send is None:
        raise CommandError("Name the send to follow.", returncode=2)
    with refusals():
        if follow:
            _follow(the_send(send), quiet=options["verbosity"] == 0)
        for each in [the_send(send)] if send is not None else unfinished():
            counts = progress(each).counts
            told = ", ".join(f"{state.label.lower()}: {counts[state]}" for state in RecipientState if counts.get(state))
            command.stdout.write(
                f"Send {each.pk}, {each.issue.distinct_name}: {each.get_state_display()}. {told}".strip()
            )
            if each.reason:
                command.stdout.write(f"  {each.reason}")
            if send:
                _tell_uncertain(command, each)


def _follow(send: Send, *, quiet: bool) -> None:
    """Show the progress of a send on a terminal, until it is finished or needs a decision."""
    with tqdm(desc=f"Send {send.pk}", unit="message", disable=quiet or None) as bar:
        while send.state in RUNNING:
            now = progress(send)
            bar.total, bar.n = now.recipients or None, now.done
            bar.refresh()
            time.sleep(FOLLOW_EVERY)
            send.refresh_from_db()


def _tell_uncertain(command: BaseCommand, send: Send) -> None:
    """Print the numbers of the recipients to settle: an address doesn't belong in a terminal's history."""
    for key in SendRecipient.objects.filter(UNSETTLED, send=send).order_by("pk").values_list("pk", flat=True):
        command.stdout.write(f"  To be settled: recipient {key}.")


def run_pause(command: BaseCommand, send: int, reason: str, user: str, **options) -> None:
    found, who = the_send(send), user_named(user)
    with refusals():
        services.pause(found, reason, who)
    command.stdout.write(f"Send {found.pk} is paused.")


def run_resume(command: BaseCommand, send: int, user: str, **options) -> None:
    found, who = the_send(send), user_named(user)
    with refusals():
        if found.state == SendState.HELD:
            services.release(found, who)
        else:
            services.resume(found, who)
    command.stdout.write(f"Send {found.pk} goes on.")


def run_settle(command: BaseCommand, recipient: int, again: bool, user: str, **options) -> None:
    who = user_named(user)
    found = SendRecipient.objects.select_related("send__issue").filter(pk=recipient).first()
    if found is None:
        raise CommandError(f"There is no recipient {recipient}.")
    with refusals():
        services.settle(found, again, who)
    command.stdout.write(f"Recipient {found.pk} {'will get the message again' if again else 'is left as it is'}.")
