"""Whether the hub is alive and ready, in the words of draft-inadarei-api-health-check: `pass`, `warn`, `fail`.

Only a part without which no answer can be trusted makes the hub not ready: the database and its migrations. A full disk
fails, too, since what people save can get lost, but readers are still answered. Everything else is a warning. Sentences are for
anybody: they name no address and no setting.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cms.base.caches import SteadyRedisCache, corrupt_entries
from cms.base.registry import Registry
from cms.jobs.heartbeat import AWAY_AFTER, Heartbeat
from cms.jobs.runs import overdue
from cms.visibility.content_version import ContentVersion

from . import clock

logger = logging.getLogger(__name__)

# Bytes on the disk: with fewer than the first it is time to make room, with fewer than the second what is sent gets lost.
LEAST_FREE, ALMOST_NONE = 1024**3, 100 * 1024**2
MAIL_PATIENCE = 2.0
# Seconds for which an answer is given again: asking often costs nothing. The mail server is asked less often.
KEPT_FOR = 1.0
MAIL_KEPT_FOR = 60.0


class HealthStatus(StrEnum):
    """The outcome of a probe, or of all."""

    PASS = "pass"  # noqa: S105  no password
    WARN = "warn"
    FAIL = "fail"


class ProbeResult(NamedTuple):
    """The outcome of a probe, and a sentence unless it passed."""

    status: HealthStatus
    output: str = ""


PASSED = ProbeResult(HealthStatus.PASS)


class Probe(NamedTuple):
    """A look at one part of the hub. It may raise anything, which makes it fail."""

    run: Callable[[], ProbeResult]
    needs_database: bool = False
    # What the hub can't do without; a failure of the others is a warning.
    is_vital: bool = False
    # What operators can do.
    hint: str = ""


probes: Registry[Probe] = Registry("probe of the hub's health")


class Health(NamedTuple):
    """The hub's health: the worst outcome, and that of each probe by its name."""

    status: HealthStatus
    checks: dict[str, ProbeResult]

    @property
    def is_ready(self) -> bool:
        """Whether readers can be answered: no part fails that the hub can't do without."""
        return _all_vital_pass(self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return the body of an answer of the type `application/health+json`."""
        checks = {
            name: [{"status": str(found.status)} | ({"output": found.output} if found.output else {})]
            for name, found in self.checks.items()
        }
        return {"status": str(self.status), "checks": checks}


def _all_vital_pass(checks: dict[str, ProbeResult]) -> bool:
    return not any(probes[name].is_vital and found.status is HealthStatus.FAIL for name, found in checks.items())


def health() -> Health:
    """Return the hub's health as it is now. Never raises."""
    checks: dict[str, ProbeResult] = {}
    for name, probe in probes.items():
        if probe.needs_database and not _all_vital_pass(checks):
            continue  # it would only say the same again
        checks[name] = _outcome(name, probe)
    order = list(HealthStatus)
    return Health(max((found.status for found in checks.values()), key=order.index), checks)


def _outcome(name: str, probe: Probe) -> ProbeResult:
    try:
        return probe.run()
    except Exception as error:  # noqa: BLE001  whatever is wrong with a part is the answer
        logger.warning("The probe “%s” failed: %s", name, type(error).__name__)
        return ProbeResult(
            HealthStatus.FAIL if probe.is_vital else HealthStatus.WARN, f"Failed: {type(error).__name__}."
        )


class Lasting:
    """A function's value, given again for some seconds; one thread at a time asks anew."""

    def __init__(self, ask: Callable[[], Any], seconds: float):
        self._ask, self._seconds = ask, seconds
        self._lock = Lock()
        self._kept: Any = None
        self._until = 0.0

    def __call__(self) -> Any:
        with self._lock:
            if time.monotonic() >= self._until:
                self._kept = self._ask()
                self._until = time.monotonic() + self._seconds
            return self._kept

    def forget(self) -> None:
        """Ask anew at the next call."""
        self._until = 0.0


current = Lasting(health, KEPT_FOR)


def database() -> ProbeResult:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()  # it may be of a server that is gone
        raise
    return PASSED


@cache
def _needed() -> frozenset[tuple[str, str]]:
    """Return the migrations of the program. A new hub, which runs those that replace others, keeps the others' names, too."""
    return frozenset(key for key, one in MigrationLoader(None).disk_migrations.items() if not one.replaces)


def unapplied() -> list[str]:
    """Return the migrations that the database lacks."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in _needed() - set(applied))


def migrations() -> ProbeResult:
    if missing := unapplied():
        return ProbeResult(HealthStatus.FAIL, f"{len(missing)} migrations are not applied.")
    if ContentVersion.current() is None:
        # The program that is older than the migration may go on, though it keeps no answers meanwhile.
        return ProbeResult(HealthStatus.WARN, "A migration is running, or was interrupted.")
    return PASSED


def shared_cache() -> ProbeResult:
    for alias in ("default", "kept", "limits"):
        server = caches[alias]
        if isinstance(server, SteadyRedisCache) and not server.answers():
            return ProbeResult(HealthStatus.WARN, "The shared cache doesn't answer; the hub goes on without it.")
    if number := corrupt_entries.within_the_hour():
        return ProbeResult(HealthStatus.WARN, f"Corrupt entries in the shared cache within the hour: {number}.")
    return PASSED


def disk() -> ProbeResult:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < ALMOST_NONE:
        return ProbeResult(HealthStatus.FAIL, "Less than 100 MB is free on the disk: what people save can get lost.")
    if free < LEAST_FREE:
        return ProbeResult(HealthStatus.WARN, "Less than 1 GB is free on the disk.")
    return PASSED


def worker() -> ProbeResult:
    seen = Heartbeat.last_seen()
    if seen is None:
        return ProbeResult(HealthStatus.WARN, "No worker is running.")
    now = timezone.now()
    if now - seen > AWAY_AFTER:
        return ProbeResult(HealthStatus.WARN, f"No worker has been seen for {clock.span(now - seen)}.")
    return PASSED


def jobs() -> ProbeResult:
    if late := overdue(timezone.now()):
        return ProbeResult(HealthStatus.WARN, f"Jobs that are overdue: {len(late)}.")
    return PASSED


def hub_clock() -> ProbeResult:
    problem = clock.problem()
    return ProbeResult(HealthStatus.WARN, problem) if problem else PASSED


def _mail() -> ProbeResult:
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        with get_connection(timeout=MAIL_PATIENCE):
            pass
    return PASSED


_lasting_mail = Lasting(lambda: _outcome("mail", Probe(_mail)), MAIL_KEPT_FOR)


def mail() -> ProbeResult:
    """Open a connection to the mail server, once a minute."""
    return _lasting_mail()


WORKER = "Start a worker, or look at the log of the one that was running."
for order, (name, probe) in enumerate(
    {
        "database": Probe(database, is_vital=True, hint="Start the database, or correct DATABASE_URL."),
        "migrations": Probe(
            migrations,
            needs_database=True,
            is_vital=True,
            hint="Run manage.py migrate, unless it is running.",
        ),
        "cache": Probe(shared_cache, hint="Look at the Redis of CACHE_URL and its log."),
        "disk": Probe(disk, hint="Make room on the disk of HUB_DATA."),
        "worker": Probe(worker, needs_database=True, hint=WORKER),
        "jobs": Probe(jobs, needs_database=True, hint="manage.py jobs names them. A worker may be missing or hang."),
        "clock": Probe(hub_clock, needs_database=True, hint="Have NTP set the clocks of all machines."),
        "mail": Probe(mail, hint="Look at the mail server, or correct EMAIL_URL."),
    }.items()
):
    probes.add(name, probe, order=order)
