"""The jobs that workers run by themselves. Apps declare them with the decorator `job`; no task has to be queued."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Stop = Callable[[], bool]
Run = Callable[[Stop], bool]
NextMoment = Callable[[datetime.datetime | None], datetime.datetime | None]


@dataclass(frozen=True)
class Job:
    """A function that workers run: every so many seconds, or at its moments."""

    name: str
    run: Run
    every: float | None = None
    at: NextMoment | None = None


jobs: dict[str, Job] = {}


def job(name: str, *, every: float | None = None, at: NextMoment | None = None) -> Callable[[Run], Run]:
    """Have workers run the function. It takes `stop`, which says whether the worker is to end, and returns whether there is
    more to do at once.

    With `every`, one worker runs it, so many seconds after it was last begun. Other jobs and tasks wait, so it returns
    after some seconds.

    With `at`, every worker runs it at its moments, in a thread of its own: two workers may run it at once. `at` takes a
    moment and returns the next one after that; given None, the first of all, which may be past.

    Raises ValueError if the name is taken, or if it isn't given exactly one of the two.
    """
    if name in jobs:
        raise ValueError(f"There is already a job “{name}”.")
    if (every is None) == (at is None):
        raise ValueError(f"The job “{name}” needs either `every` or `at`.")

    def declare(run: Run) -> Run:
        jobs[name] = Job(name, run, every, at)
        return run

    return declare


def do_each(acts: Iterable[tuple[str, Callable[[], object]]], stop: Stop) -> None:
    """Do one act after the other, until `stop` says so. Each has a name; an error keeps none of the others back.

    Raises ExceptionGroup at the end with all errors, each with the name of its act as a note.
    """
    errors = []
    for name, act in acts:
        if stop():
            break
        try:
            act()
        except Exception as error:  # noqa: BLE001  raised below
            error.add_note(name)
            errors.append(error)
    if errors:
        raise ExceptionGroup("What failed", errors)
