"""Notifications by e-mail: at once, or all of a day together in the morning, as each person chooses."""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable
from smtplib import SMTPRecipientsRefused

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.base import words
from cms.base.hub_name import hub_name
from cms.base.restorations import is_held
from cms.jobs.registry import Stop, job
from cms.visibility.hub_addresses import full_address

from .kinds import kinds
from .lists import visible
from .models import Notification, NotificationMail, NotificationPreference

logger = logging.getLogger(__name__)

EVERY = 15  # seconds
# The local hour at which those of the day before are mailed together.
MORNING = 8
# Older ones, from a time when nothing could be mailed, are no news any more. They stay in the list.
STALE = datetime.timedelta(days=3)

Choices = dict[tuple[int, str], str]


@job("Notifications: mail", every=EVERY)
def mail_due(stop: Stop) -> bool:
    """Mail what is due. Nothing while the hub is held after a restoration."""
    if not is_held():
        send_due(timezone.now(), stop)
    return False


def send_due(now: datetime.datetime, stop: Stop = lambda: False) -> None:
    """Mail each person the notifications that are due and unread. If the mail server fails, the next run goes on."""
    waiting = Notification.objects.filter(mailed_at=None, read_at=None).select_related("user").order_by("created_at")
    by_user: dict[User, list[Notification]] = defaultdict(list)
    for each in waiting:
        by_user[each.user].append(each)
    choices = choices_of(by_user)
    morning = _last_morning(now)
    for user, found in by_user.items():
        if stop():
            break
        due = [each for each in found if _is_due(each, choices[user.pk, each.kind], now, morning)]
        if due:
            _send(user, due, choices, now)


def choices_of(users: Iterable[User]) -> Choices:
    """Return when each user wants mail of each kind, by the user's key and the kind. Two statements.

    Without a choice it is sent at once, unless the user had turned it off in Wagtail's profile.
    """
    profiles = {profile.user_id: profile for profile in UserProfile.objects.filter(user__in=list(users))}
    found: Choices = defaultdict(lambda: NotificationMail.AT_ONCE)
    for user, profile in profiles.items():
        for name, kind in kinds.items():
            if kind.switch and not getattr(profile, kind.switch):
                found[user, name] = NotificationMail.NEVER
    rows = NotificationPreference.objects.filter(user__in=list(users))
    found.update({(user, kind): mail for user, kind, mail in rows.values_list("user", "kind", "mail")})
    return found


def _last_morning(now: datetime.datetime) -> datetime.datetime:
    local = timezone.localtime(now)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning <= local else morning - datetime.timedelta(days=1)


def _is_due(one: Notification, choice: str, now: datetime.datetime, morning: datetime.datetime) -> bool:
    return choice != NotificationMail.DAILY or one.created_at < morning or one.created_at < now - STALE


def _send(user: User, due: list[Notification], choices: Choices, now: datetime.datetime) -> None:
    """Mail a person those that they want by mail and may see, in one message. All are marked first: never twice."""
    rows = Notification.objects.filter(pk__in=[each.pk for each in due])
    rows.update(mailed_at=now)
    wanted = [each for each in due if _is_wanted(each, choices[user.pk, each.kind], now)]
    if not (wanted and user.is_active and user.email):
        return
    if not (shown := visible(user, wanted)):
        return
    try:
        send_mail(_subject(shown), _text(shown), [user.email])
    except SMTPRecipientsRefused:
        logger.warning("The mail server doesn't take the address of user %d", user.pk)
    except Exception:
        rows.update(mailed_at=None)
        raise


def _is_wanted(one: Notification, choice: str, now: datetime.datetime) -> bool:
    return choice != NotificationMail.NEVER and one.created_at >= now - STALE


def _subject(shown: list[Notification]) -> str:
    said = shown[0].text if len(shown) == 1 else f"{len(shown)} notifications"
    return f"[{hub_name()}] {said}"


def _text(shown: list[Notification]) -> str:
    parts = [
        f"{each.text}\n{words.day(timezone.localdate(each.created_at))}, {timezone.localtime(each.created_at):%H:%M}\n"
        f"{full_address('notification', each.pk)}"
        for each in shown
    ]
    account = f"{full_address('wagtailadmin_account')}#tab-notifications"
    return "\n\n".join([*parts, f"Choose what you get by e-mail, and when: {account}"])
