"""Each person's list of notifications: adding to it, reading it, marking what was read."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from cms.jobs.registry import Stop, job

from .kinds import kinds
from .models import Notification

KEPT = datetime.timedelta(days=90)
LONGEST = 300
A_DAY = 24 * 60 * 60


def notify(kind: str, users: Iterable[User], *, key: str, subject: object, text: str, url: str) -> None:
    """Add a notification to the lists of those users who may see its subject. `key` names what happened: once is enough.

    The text is one sentence. It goes into mails, so it quotes nothing.
    """
    sentence = " ".join(text.split())
    if len(sentence) > LONGEST:
        sentence = f"{sentence[: LONGEST - 1]}…"
    values = {"kind": kind, "key": key[:200], "subject": str(subject), "text": sentence, "url": url}
    Notification.objects.bulk_create(
        [
            Notification(user=user, **values)
            for user in {user.pk: user for user in users}.values()
            if may_see(user, kind, str(subject))
        ],
        ignore_conflicts=True,
    )


def may_see(user: User, kind: str, subject: str) -> bool:
    """Say whether the user works in the admin and may see the subject."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin") and bool(kinds[kind].visible(user, {subject}))


def visible(user: User, found: Iterable[Notification]) -> list[Notification]:
    """Return those notifications whose subjects the user may still see. The statements depend on the kinds only."""
    found = list(found)
    subjects: dict[str, set[str]] = defaultdict(set)
    for each in found:
        if each.kind in kinds:
            subjects[each.kind].add(each.subject)
    allowed = {kind: kinds[kind].visible(user, keys) for kind, keys in subjects.items()}
    return [each for each in found if each.subject in allowed.get(each.kind, ())]


def of_user(user: User) -> QuerySet[Notification]:
    """Return a user's notifications, the newest first."""
    return Notification.objects.filter(user=user)


def unread(user: User) -> int:
    """Return how many notifications the user hasn't read."""
    return of_user(user).filter(read_at=None).count()


def mark_read(found: QuerySet[Notification]) -> None:
    """Mark notifications as read. They aren't mailed any more either."""
    found.filter(read_at=None).update(read_at=timezone.now())


def mark_over(kind: str, subject: object) -> None:
    """Mark the notifications of a subject as read by everybody: nothing waits there any more."""
    mark_read(Notification.objects.filter(kind=kind, subject=str(subject)))


@job("Notifications: forget old ones", every=A_DAY)
def forget(stop: Stop) -> bool:
    """Delete notifications after 90 days."""
    Notification.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return False
