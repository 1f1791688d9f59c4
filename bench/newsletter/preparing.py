"""How long it takes to write down the recipients of a send, and how much more memory the process then has."""

from __future__ import annotations

import resource
import time

from bench.newsletter import site
from newsletter.sending import candidates, preparation


def peak() -> float:
    """Return the most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    send = site.new_send()
    begun = time.perf_counter()
    counted = candidates.preflight(send.issue, list(send.lists.all()))
    counting_took = time.perf_counter() - begun
    before, begun = peak(), time.perf_counter()
    preparation.prepare(send)
    took, grown = time.perf_counter() - begun, peak() - before
    send.refresh_from_db()
    if not send.recipients == counted.recipients == send.candidates:
        raise SystemExit(f"Prepared {send.recipients} of {send.candidates} recipients: {send.reason}")
    site.tell(
        (f"prepare {send.recipients} recipients", f"{took:.1f} s", "≤ 20 s"),
        ("memory that preparing adds", f"{grown:.1f} MB", "flat"),
        (f"preflight of {send.recipients}", f"{counting_took:.1f} s", ""),
    )


if __name__ == "__main__":
    main()
