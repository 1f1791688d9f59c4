"""The bell that wakes a worker. It carries no truth: a worker that never hears it finds the same rows a little later."""

from __future__ import annotations

import datetime

from django.db import transaction
from django_tasks import task

from cms import housekeeping

DUTY = "newsletter.sending"


@task(backend="background")
def wake() -> None:
    """Let the worker that takes this look after sends and letters at once."""
    housekeeping.wake(DUTY)


def ring(at: datetime.datetime | None = None) -> None:
    """Ring once what was written is committed, or at a later moment."""
    bell = wake.using(run_after=at) if at else wake
    transaction.on_commit(bell.enqueue)
