"""Exports of lists and of the whole hub take minutes, so workers make them: one at a time, in a thread of their own."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.base import pdf
from cms.jobs.registry import Stop, job
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import notify
from home.handover.errors import HandoverRefusedError

from .exports import Export, Scope, check, make
from .models import KEPT_DAYS, EvidenceExport, EvidenceState
from .rights import may_export

EVIDENCE = "evidence"
MOST_WAITING = 5
# Seconds between two notes of how far it is.
NOTED_EVERY = 1.0
# A worker that wasn't at it for so long was killed, and another begins anew; so often at most.
LOST = datetime.timedelta(minutes=15)
MOST_TRIES = 3
GIVEN_UP = "It was begun several times and never finished. The hub's log says why."


class _EndedError(Exception):
    """The worker is to end."""


def register() -> None:
    """Register the kind of notification."""
    kinds.add(EVIDENCE, NotificationKind("An export that you asked for is ready", may_export, _visible), order=80)


def _visible(user: User, subjects: set[str]) -> set[str]:
    return subjects if may_export(user) else set()


def ask(user: User, moment: datetime.datetime, scope: Scope) -> EvidenceExport:
    """Leave an export to the workers.

    Raises HandoverRefusedError if there was no such list then, if the same one waits or is being made, or if too many are.
    """
    check(moment, scope)
    others = unfinished()
    if others.filter(as_at__date=timezone.localdate(moment), address=scope.address).exists():
        raise HandoverRefusedError("This export is being made already: it is in the table below.")
    if others.count() >= MOST_WAITING:
        raise HandoverRefusedError(f"{MOST_WAITING} exports aren’t ready yet. Ask again when one of them is.")
    return EvidenceExport.objects.create(as_at=moment, address=scope.address, asked_by=user)


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return the moment of the next export to make: when it was asked for, or when its worker is given up."""
    found = map(_due_at, unfinished())
    return min((moment for moment in found if after is None or moment > after), default=None)


@job("Evidence: make exports", at=next_moment)
def make_next(stop: Stop) -> bool:
    """Make the export that was asked for first. Returns whether another one waits."""
    now = timezone.now()
    for export in unfinished().order_by("asked_at", "pk"):
        if _due_at(export) <= now and _take(export, now):
            _make(export, stop)
            return not stop() and unfinished().filter(state=EvidenceState.WAITING).exists()
    return False


@job("Evidence: delete old exports", every=60 * 60)
def forget(stop: Stop) -> bool:
    """Delete finished exports after some days, and those that may have what was withheld since."""
    for export in EvidenceExport.objects.filter(ended_at__isnull=False):
        if export.is_over() or export.is_outdated():
            if export.file:
                default_storage.delete(export.file)
            export.delete()
    return False


def unfinished() -> QuerySet[EvidenceExport]:
    """Return the exports that wait or are being made."""
    return EvidenceExport.objects.filter(state__in=(EvidenceState.WAITING, EvidenceState.MAKING))


def _due_at(export: EvidenceExport) -> datetime.datetime:
    return export.seen_at + LOST if export.state == EvidenceState.MAKING and export.seen_at else export.asked_at


def _take(export: EvidenceExport, now: datetime.datetime) -> bool:
    """Claim an export and say whether this worker got it: if two try, only one changes the row."""
    same = EvidenceExport.objects.filter(pk=export.pk, state=export.state, seen_at=export.seen_at)
    values: dict[str, Any] = {"begun_at": now, "seen_at": now, "steps": 0, "tries": F("tries") + 1}
    taken = same.update(state=EvidenceState.MAKING, **values)
    if taken:
        export.refresh_from_db()
    return bool(taken)


def _make(export: EvidenceExport, stop: Stop) -> None:
    """Make a claimed export and notify the person who asked. Passes errors on, and gives up after some."""
    if export.tries > MOST_TRIES:
        _fail(export, GIVEN_UP)
        return
    scope = Scope(export.address, is_list=bool(export.address))
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / export.file_name
            made = make(file, export.as_at, scope, _noting(export, stop), with_pdf=pdf.is_possible())
            _keep(export, file, made)
    except _EndedError:
        _update(export, state=EvidenceState.WAITING, tries=export.tries - 1)
    except HandoverRefusedError as error:
        _fail(export, str(error))
    except Exception:
        if export.tries >= MOST_TRIES:
            _fail(export, GIVEN_UP)
        else:
            _update(export, state=EvidenceState.WAITING)
        raise


def _noting(export: EvidenceExport, stop: Stop) -> Callable[[Iterable[str]], Iterator[str]]:
    """Return what counts the files of an export, and ends it if the worker ends."""
    steps, noted = 0, time.monotonic()

    def track(files: Iterable[str]) -> Iterator[str]:
        nonlocal steps, noted
        for file in files:
            if stop():
                raise _EndedError
            yield file
            steps += 1
            if time.monotonic() - noted >= NOTED_EVERY:
                _update(export, steps=steps, seen_at=timezone.now())
                noted = time.monotonic()

    return track


def _keep(export: EvidenceExport, file: Path, made: Export) -> None:
    with file.open("rb") as content:
        name = default_storage.save(f"{EVIDENCE}/{export.pk}-{export.file_name}", File(content))
    values = {"pages": made.pages, "missing": len(made.missing), "size": file.stat().st_size}
    if not _update(export, state=EvidenceState.DONE, ended_at=timezone.now(), file=name, **values):
        default_storage.delete(name)
        return
    _tell(export, f"The export of {export} is ready. It can be downloaded for {KEPT_DAYS} days.")


def _fail(export: EvidenceExport, why: str) -> None:
    if _update(export, state=EvidenceState.FAILED, ended_at=timezone.now(), failure=why):
        _tell(export, f"The export of {export} couldn’t be made.")


def _update(export: EvidenceExport, **values: Any) -> bool:
    """Change a claimed export, unless another worker has claimed it since. Returns whether it was changed."""
    claimed = EvidenceExport.objects.filter(pk=export.pk, begun_at=export.begun_at, state=EvidenceState.MAKING)
    return bool(claimed.update(**values))


def _tell(export: EvidenceExport, text: str) -> None:
    if export.asked_by:
        notify(EVIDENCE, [export.asked_by], key=f"{export.pk}", subject=export.pk, text=text, url=reverse("evidence"))
