"""Drafts in the calendar: moved to another day without opening their form."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cms.base import words
from cms.models import BasePage
from cms.pages import kinds


class NotMovableError(ValueError):
    """The draft can't be moved to that day. The message gives the reason in a sentence."""


@transaction.atomic
def move_to(page: BasePage, day: datetime.date, user: User) -> BasePage:
    """Move a draft to the day, with its time and its length, and return it. A day in its title is changed, too.

    Raises PermissionDenied, or NotMovableError if it is public, locked, or has no day to move.
    """
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    draft, kind = page.get_latest_revision_as_object(), getattr(page, "page_kind", None)
    known = kinds.known_date(draft, kind.date) if kind else None
    if kind is None or page.live or known is None or known.is_vague:
        raise NotMovableError("Only drafts with a day can be moved here. Change the date in the form.")
    lock = draft.get_lock()
    if lock and lock.for_user(user):
        raise NotMovableError(f"“{draft.title}” is locked. Unlock it before you move it.")
    days = day - known.first_day
    draft.title = draft.title.replace(words.day(known.first_day), words.day(day))
    columns: dict[str, Any] = {}
    for name in filter(None, (kind.date, kind.end)):
        if value := getattr(draft, name):
            columns[name] = _later(value, days)
            setattr(draft, name, columns[name])
    if kinds.has_field(type(draft), "date_is_typed"):
        draft.date_is_typed = columns["date_is_typed"] = True  # or else it would follow the schedule
    # It may be unfinished: only the form asks for what is missing.
    draft.save_revision(user=user, clean=False, log_action="wagtail.edit")
    type(page).objects.filter(pk=page.pk).update(**columns)  # which the calendar and lists read
    return draft


def _later(value: datetime.date, days: datetime.timedelta) -> datetime.date:
    """Return the date or moment some days later; a moment at the same time of day, also when the clocks change."""
    if not isinstance(value, datetime.datetime):
        return value + days
    there = timezone.localtime(value).replace(tzinfo=None)
    return timezone.make_aware(there + days)
