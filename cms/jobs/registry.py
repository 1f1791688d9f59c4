"""The jobs that workers run automatically. Apps declare them with the decorator `job`; no task has to be queued."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.base.registry import Registry

Stop = Callable[[], bool]
Run = Callable[[Stop], bool]
NextMoment = Callable[[datetime.datetime | None], datetime.datetime | None]


@dataclass(frozen=True)
class Job:
    """A function that workers run at an interval or at its moments."""

    name: str
    run: Run
    every: float | None = None
    at: NextMoment | None = None
    outward: bool = False


jobs: Registry[Job] = Registry("job")


def job(
    name: str, *, every: float | None = None, at: NextMoment | None = None, outward: bool = False
) -> Callable[[Run], Run]:
    """Register the function as a job. It is called with `stop`, which says whether the worker is to end, and returns
    whether there is more to do at once.

    With `every`, one worker runs it that number of seconds after its last start. Other jobs and tasks wait, so it must
    return within seconds.

    With `at`, every worker runs it at its moments, in a thread of its own: two workers may run it at once. `at` is
    called with a moment and returns the next one after it; called with None, it returns the first, which may be in the
    past. If it is `outward`, because it sends or publishes, it waits while the hub is held after a restoration.

    Raises ValueError if the name is taken, unless exactly one of the two is given, or if an outward job has an interval.
    """
    if (every is None) == (at is None):
        raise ValueError(f"The job “{name}” needs either `every` or `at`.")
    if outward and at is None:
        raise ValueError(f"The job “{name}” is outward, so it needs `at`.")

    def declare(run: Run) -> Run:
        jobs.add(name, Job(name, run, every, at, outward))
        return run

    return declare


def do_each(acts: Iterable[tuple[str, Callable[[], object]]], stop: Stop) -> None:
    """Perform the named acts in order until `stop` returns true. An error in one doesn't prevent the others.

    Finally raises ExceptionGroup with all errors, each with the name of its act as a note.
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
