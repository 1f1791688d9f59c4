"""Mails to operators about what is wrong and lasts: one for each finding, until it is gone and comes again.

Administrators get a notification of jobs that failed.
"""

from __future__ import annotations

import datetime
import logging
import threading

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.mail import send_mail
from django.db import Error, connections, models, transaction
from django.utils import timezone

from cms.base.hub_name import hub_name
from cms.base.records import WorkRecord
from cms.jobs.registry import Stop, job

from . import doctor, failed_jobs, health

logger = logging.getLogger(__name__)

# What is over sooner needs nobody: a restart, a job that is tried again.
LASTS = datetime.timedelta(minutes=5)
EVERY = 60  # seconds


class Notice(WorkRecord):
    """A finding of the doctor, since when it is there, and when operators were mailed it."""

    key = models.CharField(max_length=200, primary_key=True)
    since = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)


@job("Operators: mail what is wrong", every=EVERY)
def mail_findings(stop: Stop) -> bool:
    look(timezone.now())
    return False


def look(now: datetime.datetime) -> int:
    """Mail operators the findings that have lasted and weren't mailed yet; return how many.

    Administrators are notified of those about jobs and tasks, also without operators.
    """
    findings = doctor.of_state() if settings.OPERATORS else failed_jobs.findings()
    found = {_key(one): one for one in findings}
    Notice.objects.exclude(key__in=found).delete()
    Notice.objects.bulk_create([Notice(key=key, since=now) for key in found], ignore_conflicts=True)
    with transaction.atomic():
        # Two processes may look at once; the rows of one are left out by the other.
        due = Notice.objects.select_for_update(skip_locked=True).filter(mailed_at=None, since__lte=now - LASTS)
        keys = [notice.key for notice in due]
        for notice in due:
            failed_jobs.notify_of(found[notice.key], notice.since)
        if keys and settings.OPERATORS:
            # If the server doesn't take it, the rows stay as they are, and it is tried again in a minute.
            _mail([found[key] for key in keys])
        Notice.objects.filter(key__in=keys).update(mailed_at=now)
    return len(keys)


def _look_or_say() -> None:
    try:
        look(timezone.now())
    except (Error, OSError) as error:  # mail servers that don't answer are among them
        logger.warning("Operators couldn't be mailed: %s", type(error).__name__)


# Workers mail what is wrong; that none is there has to be noticed by a process that answers requests.
mail_instead_of_workers = health.Lasting(_look_or_say, EVERY)


def watch(over: threading.Event) -> None:
    """Each minute until it is over, mail operators what is wrong if no worker is there to do so. For a thread of its own.

    The first look is after a minute: when the hub starts, its workers aren't there yet.
    """
    while not over.wait(EVERY):
        try:
            if health.worker() != health.PASSED:
                mail_instead_of_workers()
        except Error:
            pass  # the next look may find the database again; `health` says that it is away
        finally:
            connections.close_all()


def _key(finding: CheckMessage) -> str:
    return f"{finding.id} {finding.obj or ''}".strip()[:200]


def _mail(findings: list[CheckMessage]) -> None:
    first = str(findings[0].msg)
    subject = first if len(findings) == 1 else f"{first} And {len(findings) - 1} more."
    parts = [f"{one.msg}\n{one.hint}" for one in findings]
    closing = f"{settings.BASE_URL}/admin/reports/doctor/ and manage.py doctor show what is wrong at present."
    send_mail(
        f"[{hub_name()}] {subject}",
        "\n\n".join([*parts, closing]),
        settings.DEFAULT_FROM_EMAIL,
        settings.OPERATORS,
    )
