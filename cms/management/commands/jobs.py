"""List the jobs of workers: the last run of each and its outcome, and the next run."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.jobs.registry import Job, jobs
from cms.jobs.runs import JobRun

HEADINGS = ("Job", "Runs", "Last run", "Took", "Next run")
NEVER = "never"
# A job that has been due for longer than this is waiting for a worker.
PATIENCE = datetime.timedelta(minutes=1)
UNITS = ((60 * 60, "h"), (60, "min"), (1, "s"))


class Command(BaseCommand):
    help = "List the jobs of workers: when each ran last, when it runs next, and its last error."

    def handle(self, *args, **options):
        runs = {run.name: run for run in JobRun.objects.all()}
        now = timezone.now()
        nexts = {job.name: next_run(job, runs.get(job.name)) for job in jobs.values()}
        rows = [HEADINGS, *(line(job, runs.get(job.name), nexts[job.name]) for job in sorted_jobs())]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        failed = [
            f"Failed: {name}: {run.failure}" for name, run in sorted(runs.items()) if name in jobs and run.failure
        ]
        late = sorted(name for name, moment in nexts.items() if moment and moment < now - PATIENCE)
        overdue = [f"Overdue: {name}. Is a worker running?" for name in late]
        if failed or overdue:
            self.stdout.write("\n".join(["", *failed, *overdue]))


def sorted_jobs() -> list[Job]:
    """Return the jobs with moments first, then the others, by name."""
    return sorted(jobs.values(), key=lambda job: (job.at is None, job.name))


def next_run(job: Job, run: JobRun | None) -> datetime.datetime | None:
    """Return the next due time of a job; None if no moment is set, or no worker has run yet."""
    if job.at is not None:
        return job.at(None)
    return run.due_at if run else None


def line(job: Job, run: JobRun | None, following: datetime.datetime | None) -> tuple[str, ...]:
    """Return a job's row of the table."""
    took = f"{(run.ended_at - run.started_at).total_seconds():.1f} s" if run and run.started_at and run.ended_at else ""
    return (
        job.name,
        interval(job.every) if job.every else "at its moments",
        shown(run.started_at) if run and run.started_at else NEVER,
        took,
        shown(following) if following else "",
    )


def interval(seconds: float) -> str:
    """Return an interval in words, such as “every 5 min”."""
    size, unit = next(found for found in UNITS if seconds >= found[0] or found[0] == 1)
    return f"every {seconds / size:g} {unit}"


def shown(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
