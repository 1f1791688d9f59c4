"""What is wrong at present with the hub's background work and with what it asks."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Warning
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.base import rate_limits
from cms.delivery.static_files import StaticStorage
from cms.history import completeness
from cms.jobs import registry
from cms.jobs.runs import JobRun
from cms.media import scanner, uploads

from . import figures
from .doctor import check_of_state

LATE = 5 * 60  # seconds
FLOOD = 300  # sent by one form within two hours


@check_of_state
def jobs() -> Iterator[CheckMessage]:
    """Jobs that failed and haven't run well since. Their messages may name people and aren't repeated."""
    for name in JobRun.objects.filter(name__in=registry.jobs).exclude(failure="").values_list("name", flat=True):
        yield Warning(
            f"The job “{name}” failed when it ran last.",
            hint="manage.py jobs shows the error. The job is tried again.",
            obj=name,
            id="hub.job",
        )


@check_of_state
def late_jobs() -> Iterator[CheckMessage]:
    """Moments that have come long ago, such as that of a publication."""
    for name, seconds in figures.late(timezone.now()).items():
        if registry.jobs[name].at and seconds > LATE:
            yield Warning(
                f"The job “{name}” is late.",
                hint="A worker may be missing, or it fails: manage.py jobs and the log of the worker say which.",
                obj=name,
                id="hub.job_late",
            )


@check_of_state
def tasks() -> Iterator[CheckMessage]:
    """Tasks that failed. They aren't tried again; the worker forgets them after two weeks."""
    failed = DBTaskResult.objects.failed().filter(backend_name="background").order_by("task_path")
    for path, number in failed.values_list("task_path").annotate(Count("pk")):
        yield Warning(
            f"Tasks that failed and aren't tried again: {number} of {path.rpartition('.')[2]}.",
            hint="The log of the worker has the errors.",
            obj=path,
            id="hub.task",
        )


@check_of_state
def floods() -> Iterator[CheckMessage]:
    """Forms by which far more is sent than usual. Nothing says by whom: the hub keeps no address."""
    for form, number in rate_limits.lately().items():
        if number > FLOOD:
            yield Warning(
                f"Somebody may be flooding a form: {number} {rate_limits.limited_forms[form]} within two hours.",
                hint="Networks past their limit must confirm by e-mail, or wait. The log of the proxy has the addresses.",
                obj=form,
                id="hub.flood",
            )


@check_of_state
def virus_scanner() -> Iterator[CheckMessage]:
    """A scanner that is configured but doesn't answer."""
    if reason := scanner.fault():
        yield Warning(
            f"The virus scanner doesn't answer, so pictures and documents are refused: {reason}",
            hint="Start it, or correct CLAMD.",
            id="hub.scanner",
        )


@check_of_state
def static_files() -> Iterator[CheckMessage]:
    """Static files that this process hasn't found: readers are answered without styles."""
    if isinstance(staticfiles_storage, StaticStorage) and not staticfiles_storage.is_collected:
        yield Error(
            "Static files aren't collected, so pages have no styles.",
            hint="Run manage.py collectstatic --no-input, then reload the hub.",
            id="hub.static",
        )


@check_of_state
def media_store() -> Iterator[CheckMessage]:
    """A store of media that is configured but doesn't answer, or refuses the hub."""
    if reason := uploads.store_fault():
        yield Warning(
            f"Pictures and documents can't be read or saved: {reason}",
            hint="Start the store, or correct MEDIA_STORE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            id="hub.media",
        )


@check_of_state
def history() -> Iterator[CheckMessage]:
    """Kinds of things whose changes aren't kept for past days."""
    if missing := completeness.without_triggers():
        yield Error(
            f"Changes aren't kept for past days: {', '.join(missing)}.",
            hint="A trigger of the database is missing. Run manage.py migrate; the days until then stay incomplete.",
            id="hub.history",
        )
