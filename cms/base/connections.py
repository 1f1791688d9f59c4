"""The connection over which a server was made ready goes to the thread that answers first.

To open one takes longer than most answers, because SQLite reads the whole schema with its triggers then.
"""

from __future__ import annotations

import os
from typing import Any

from django.core.signals import request_started
from django.db import connections


def hand_over_connections() -> None:
    """Hand this thread's connections to the thread with the first request. They are closed if the process forks before.

    A connection may move between threads if only one uses it at a time; a child process may not use its parent's
    (https://www.sqlite.org/howtocorrupt.html, section 2.6).
    """
    left = {alias: connections[alias] for alias in connections if connections[alias].connection is not None}
    for alias, connection in left.items():
        connection.inc_thread_sharing()
        del connections[alias]

    def adopt(**kwargs: Any) -> None:
        request_started.disconnect(adopt)
        while left:
            alias, connection = left.popitem()  # no two threads get the same
            connections[alias] = connection

    def close() -> None:
        while left:
            left.popitem()[1].close()

    request_started.connect(adopt, weak=False)
    os.register_at_fork(before=close)
