"""What a worker does by itself, again and again. Apps register it when they are loaded; no task has to be queued."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

Stop = Callable[[], bool]


@dataclass
class Duty:
    """Something to do at a worker's start and then every so many seconds.

    `run` is given a function that says whether the worker is to end, and returns whether there is more to do at once. It
    should come back after some seconds even so: other duties and tasks wait for it.
    """

    run: Callable[[Stop], bool]
    every: float
    due: float = 0.0


_duties: dict[str, Duty] = {}


def register(name: str, run: Callable[[Stop], bool], *, every: float) -> None:
    """Have the function called by each worker. Raises ValueError if the name is taken."""
    if name in _duties:
        raise ValueError(f"There is already a duty “{name}”.")
    _duties[name] = Duty(run, every)


def wake(name: str) -> None:
    """Have a duty done at once, by the worker that calls this. Raises KeyError if there is none of the name."""
    _duties[name].due = 0.0


def attend(stop: Stop) -> bool:
    """Do what is due. Returns whether there is more to do at once. A duty that fails is logged and tried again later."""
    more = False
    for name, duty in _duties.items():
        if stop() or time.monotonic() < duty.due:
            continue
        duty.due = time.monotonic() + duty.every
        try:
            again = duty.run(stop)
        except Exception:
            logger.exception("%s failed; it is tried again in %d seconds", name, duty.every)
            continue
        if again:
            duty.due, more = 0.0, True
    return more
