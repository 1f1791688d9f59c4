"""How long the processors worked, whatever else the machine did meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connection


def processor() -> float:
    """Return the milliseconds that the processors worked for this process and for its connection to PostgreSQL, without
    the helpers that PostgreSQL starts for long queries.

    Source: Documentation/scheduler/sched-stats.rst of Linux, /proc/pid/schedstat.
    """
    taken = 1000 * time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid
        taken += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 10**6
    return taken
