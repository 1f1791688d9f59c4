"""Starts real workers, and kills some at a named point: a process that has loaded the hub once and forks them.

Run by `test_crashes.py`, which writes one command a line, as JSON, and reads one answer a line. The points are patched in
here, in the child, so the product knows nothing of them.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import signal
import smtplib
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402  the hub has to be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from cms.jobs import registry, timer  # noqa: E402
from newsletter.backends.smtp import SmtpBackend  # noqa: E402
from newsletter.choices import RecipientState, SendState  # noqa: E402
from newsletter.models import Attempt, Send, SendRecipient  # noqa: E402
from newsletter.sending import candidates, completion, handover, leases, preparation  # noqa: E402
from tests import factories as pages  # noqa: E402
from tests.newsletter.sending import factories  # noqa: E402

OCCURRENCE = 7
SWEEP = "Newsletter: recover interrupted sends"
settings.NEWSLETTER_LIVE = True  # the server that takes the mail is the test's own


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def patch(owner, name: str, *, at: int = OCCURRENCE, before: bool = False, when=lambda *_: True) -> None:
    """Kill this process before or after the given call of a function."""
    original, calls = getattr(owner, name), []

    def patched(*args, **options):
        if when(*args):
            calls.append(1)
        now = len(calls) == at and when(*args)
        if now and before:
            die()
        result = original(*args, **options)
        if now:
            die()
        return result

    setattr(owner, name, patched)


def die_in_data() -> None:
    original = SmtpBackend._transmit
    calls = []

    def transmit(self, message):
        calls.append(1)
        if len(calls) == OCCURRENCE:
            self._server.sock.sendall(message[: len(message) // 2])
            die()
        return original(self, message)

    SmtpBackend._transmit = transmit


POINTS = {
    "before the claim is committed": lambda: patch(leases, "_rows", at=2),
    "after the claim": lambda: patch(handover.leases, "claim", at=2),
    "after submitting": lambda: patch(SmtpBackend, "hand_over", before=True),
    "during connect": lambda: patch(smtplib.SMTP, "connect", at=1),
    "after RCPT": lambda: patch(SmtpBackend, "_command", when=lambda self, command: command.startswith("RCPT")),
    "in DATA": die_in_data,
    "after the server's yes": lambda: patch(SmtpBackend, "hand_over"),
    "while preparing": lambda: patch(candidates, "candidates", at=1),
    "before close": lambda: patch(completion, "_count", at=1),
}


def build(number: int) -> None:
    """Make a hub with one send, prepared for a number of people."""
    call_command("migrate", verbosity=0)
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = pages.HomeFactory(parent=Page.objects.get(depth=1))
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    issue = pages.IssueFactory(parent=pages.IssueIndexFactory(parent=home), number=1)
    mailing_list = factories.mailing_list()
    factories.crowd(number, mailing_list)
    send = factories.send(factories.snapshot(issue), mailing_list)
    preparation.prepare(send)


def reset(prepared: bool = True) -> None:
    """Let the send be as it was before anybody got a message, or before it was prepared."""
    Attempt.objects.all()._raw_delete("default")
    SendRecipient.objects.update(
        state=RecipientState.PENDING, attempts=0, lease_token=None, lease_until=None, error="", provider_id=""
    )
    Send.objects.update(state=SendState.PREPARED, started_at=None, finished_at=None, reason="")
    if not prepared:
        SendRecipient.objects.all().delete()
        Send.objects.update(state=SendState.PREPARING, prepared_at=None, recipients=0)


def look() -> dict:
    """Return how the send and each recipient are."""
    send = Send.objects.get()
    return {
        "state": send.state,
        "reason": send.reason,
        "counts": [send.recipients, send.accepted, send.refused, send.skipped, send.uncertain],
        "recipients": dict(SendRecipient.objects.values_list("address", "state")),
    }


def expire() -> None:
    """Let the leases of workers that are dead run out. Short ones would run out while a living one is slow, too."""
    SendRecipient.objects.exclude(lease_until=None).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))


def spawn(point: str | None, port: int) -> int:
    """Start a worker that dies at the point, or one that doesn't. Returns its process."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        leases.LEASE = datetime.timedelta(minutes=10)  # longer than any test: none runs out but by `expire`
        timer.LOOK = 0.2
        registry.jobs = {**registry.jobs, SWEEP: dataclasses.replace(registry.jobs[SWEEP], every=0.2)}
        if point:
            POINTS[point]()
        call_command("worker", interval=0.05)
        status = 0
    except SystemExit as end:
        status = end.code or 0
    finally:
        os._exit(status)


def ended(pid: int) -> int | None:
    """Return how a worker ended, as `os.waitstatus_to_exitcode` says it; None if it hasn't."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


COMMANDS = {"build": build, "reset": reset, "look": look, "expire": expire, "spawn": spawn, "ended": ended}

for line in sys.stdin:
    command, *arguments = json.loads(line)
    print(json.dumps(COMMANDS[command](*arguments)), flush=True)  # noqa: T201  the answer
    connections.close_all()
