"""How fast messages are handed over to a mail server on this machine, beside a bare loop with the same messages.

The server is aiosmtpd in a process of its own, which takes everything. Ours and the bare loop take turns; medians.
"""

from __future__ import annotations

import smtplib
import statistics
import subprocess
import sys
import time

from django.db import connection

from bench.newsletter import site
from newsletter.backends.null import NullBackend
from newsletter.backends.smtp import SmtpBackend
from newsletter.choices import RecipientState, SendState
from newsletter.models import Attempt, Send
from newsletter.sending import launch, leases, preparation
from newsletter.sending.handover import work
from newsletter.sending.messages import Composer

MESSAGES = 2_000
TURNS = 5


def reset(send: Send) -> Send:
    """Let nobody have got anything yet, but for those beyond the first messages."""
    Attempt.objects.all()._raw_delete("default")
    waiting = send.send_recipients.order_by("pk").values_list("pk", flat=True)[:MESSAGES]
    send.send_recipients.update(state=RecipientState.ACCEPTED, attempts=0, lease_token=None, lease_until=None)
    send.send_recipients.filter(pk__lte=max(waiting)).update(state=RecipientState.PENDING)
    Send.objects.filter(pk=send.pk).update(state=SendState.SENDING)
    return Send.objects.get(pk=send.pk)


def ours(send: Send, backend) -> float:
    """Return messages a second."""
    send = reset(send)
    begun = time.perf_counter()
    with backend:
        number = work(send, backend)
    if number != MESSAGES or send.send_recipients.exclude(state=RecipientState.ACCEPTED).exists():
        raise SystemExit(f"{number} of {MESSAGES} messages were handed over.")
    return number / (time.perf_counter() - begun)


def bare(port: int, messages: list[tuple[str, bytes]], sender: str) -> float:
    """Return messages a second."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, message in messages:
            server.sendmail(sender, [address], message)
    return len(messages) / (time.perf_counter() - begun)


def built(send: Send) -> tuple[list[tuple[str, bytes]], str, float]:
    """Return the messages of the send, who sends them, and how many milliseconds each took to make."""
    send = reset(send)
    composer, messages = Composer(send), []
    claim = leases.claim(send, MESSAGES)
    begun = time.perf_counter()
    for row in claim.rows:
        messages.append((row.address, composer.message(row)))
    return messages, composer.sender, (time.perf_counter() - begun) * 1000 / len(messages)


def counted(send: Send) -> float:
    """Return how many statements each message takes, with its share of claiming, without what begins and ends them."""
    number = 0

    def count(execute, *arguments):
        nonlocal number
        number += 1
        return execute(*arguments)

    send = reset(send)
    with connection.execute_wrapper(count):
        work(send, NullBackend())
    return number / MESSAGES


def main() -> None:
    send = site.new_send()
    preparation.prepare(send)
    launch.start(send)
    send.refresh_from_db()
    messages, sender, making = built(send)
    with subprocess.Popen([sys.executable, "-m", "bench.newsletter.sink"], stdout=subprocess.PIPE, text=True) as sink:
        try:
            port = int(sink.stdout.readline())
            runs = [(bare(port, messages, sender), ours(send, SmtpBackend("127.0.0.1", port))) for _ in range(TURNS)]
        finally:
            sink.terminate()
    loop, own = (statistics.median(each) for each in zip(*runs, strict=True))
    null = ours(send, NullBackend())
    statements = counted(send)
    site.tell(
        (f"bare loop, {MESSAGES} messages", f"{loop:.0f} a second", ""),
        ("handed over by a worker", f"{own:.0f} a second ({own / loop:.0%} of the loop)", "≥ 60 %"),
        ("the same without a server", f"{null:.0f} a second", ""),
        ("statements a message", f"{statements:.1f}", "constant"),
        ("making a message", f"{making:.2f} ms", ""),
    )


if __name__ == "__main__":
    main()
