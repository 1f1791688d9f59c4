"""A process that answers requests: granian, on a socket that somebody else listens on.

On its own, granian binds the address in each of its processes, and a connection waiting for a process that is killed is
lost. Here connections wait at one socket, which outlives any process, so one that isn't answered yet is answered by
another.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import Error
from django.dispatch import Signal
from granian._granian import SocketHolder
from granian.constants import Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import MPServer

from cms.base.connections import hand_over_connections
from cms.visibility.period import current_period

from . import notices

logger = logging.getLogger(__name__)

# Sent when a process has finished its requests and is about to end, after which nothing of it runs.
process_ends = Signal()
# Connections that may wait until a process takes them.
BACKLOG = 1024


class SingleProcessServer(MPServer):
    """Granian without its own processes: it answers requests in this one, until SIGTERM or SIGINT."""

    def __init__(self, listener: socket.socket, threads: int):
        super().__init__(
            "",
            interface=Interfaces.WSGI,
            blocking_threads=threads,
            backlog=BACKLOG,
            websockets=False,
            runtime_mode=RuntimeModes.mt,
            log_level=LogLevels.error,
        )
        listener.setblocking(False)
        # Connections inherit it. Without it the kernel holds an answer's body back until the client, on a connection that
        # stays open, has acknowledged its head: 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ssp = self._sso = None
        self._shd = SocketHolder(listener.fileno(), False, BACKLOG)  # type: ignore[assignment, call-arg]  # not in its types
        self._ipc = {0: (None, None)}

    def answer(self, application: Callable[..., Any]) -> None:
        """Answer requests until the process is to end; then finish those that have begun."""
        worker = self._spawn_worker(0, self._spawn_wsgi_worker, lambda: application)
        worker.inner.run()


def answer(application: Callable[..., Any], listener: socket.socket, threads: int) -> None:
    """Answer requests from the socket in this process, which was forked from one that has loaded the application."""
    with suppress(Error):  # if the database isn't there yet, requests will say so
        current_period()  # opens the connection that the first request then has
    hand_over_connections()
    if settings.OPERATORS:
        threading.Thread(target=notices.watch, args=[threading.Event()], name="watch", daemon=True).start()
    SingleProcessServer(listener, threads).answer(application)
    for _, error in process_ends.send_robust(sender=SingleProcessServer):
        if error is not None:
            logger.error("At its end the process failed", exc_info=error)
