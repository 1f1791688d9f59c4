"""How long a worker takes to claim 50 recipients, at the beginning and when nearly all is done."""

from __future__ import annotations

import statistics
import time

from bench.newsletter import site
from newsletter.choices import RecipientState
from newsletter.sending import launch, leases, preparation

CLAIMS = 20


def milliseconds(send) -> float:
    """Return the median time of a claim."""
    times = []
    for _ in range(CLAIMS):
        begun = time.perf_counter()
        leases.claim(send)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    send = site.new_send()
    preparation.prepare(send)
    launch.start(send)
    first = milliseconds(send)
    done = list(
        send.send_recipients.order_by("pk").values_list("pk", flat=True)[: send.send_recipients.count() * 9 // 10]
    )
    for start in range(0, len(done), 500):
        send.send_recipients.filter(pk__in=done[start : start + 500]).update(state=RecipientState.ACCEPTED)
    site.tell(
        ("claim 50, nothing done", f"{first:.1f} ms", ""),
        ("claim 50, 90 % done", f"{milliseconds(send):.1f} ms", "no slower"),
    )


if __name__ == "__main__":
    main()
