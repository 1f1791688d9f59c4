"""Outages of the database: workers wait until it answers again, and go on."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error, connection

from .registry import Stop

logger = logging.getLogger(__name__)

# Seconds between two attempts to connect.
PAUSE = 0.5

# One thread of a process asks the database and says so; the others wait for it.
_waiting = threading.Lock()


def outlast(stop: Stop) -> bool:
    """Wait until the database answers, or until `stop` says so. Returns whether this thread's connection was lost.

    To be called after an error. The connection is then opened anew when it is needed.
    """
    if connection.in_atomic_block:
        return False
    lost = connection.connection is not None and not connection.is_usable()
    if connection.connection is None or lost:
        connection.close()
        others_wait = not _waiting.acquire(blocking=False)
        if others_wait:
            _waiting.acquire()
        try:
            lost = _wait(stop) or lost or others_wait
        finally:
            _waiting.release()
    return lost


def _wait(stop: Stop) -> bool:
    """Return whether there was something to wait for."""
    if _answers():
        return False
    logger.error("The database doesn't answer; work goes on when it does.")
    while not stop():
        if _answers():
            logger.warning("The database answers again.")
            break
        time.sleep(PAUSE)
    return True


def _answers() -> bool:
    try:
        connection.ensure_connection()
    except Error:
        return False
    return True
