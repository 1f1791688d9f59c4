"""Hiding from past days with the deletion or withdrawal itself, in one transaction.

Somebody who may take a thing from the public may hide its past at once, provisionally unless they may withhold: it waits
for an administrator, who confirms it or shows it again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page

from cms.base.typed_dates import in_words
from cms.base.user_fields import name_of
from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from cms.history import spans, withheld
from cms.history.models import Withholding, WithholdingReason
from cms.history.moments import beginning
from cms.history.readable import readable
from cms.history.things import PastThing
from cms.notifications.kinds import NotificationKind, kinds, with_right
from cms.notifications.lists import notify
from cms.visibility.period import no_period

HIDDEN = "hidden"
# How long an administrator has to settle what was hidden provisionally.
TO_SETTLE = datetime.timedelta(days=7)
DELETE, UNPUBLISH, RESTRICT = "delete", "unpublish", "restrict"
DONE = {DELETE: "deleted", UNPUBLISH: "unpublished", RESTRICT: "set private"}


class HidePastForm(forms.Form):
    """Whether the past of what is taken from the public is to be hidden, and why."""

    hide_past = forms.ChoiceField(
        label="Hide from past days, too",
        required=False,
        choices=[
            ("", "No: it can still be read as of past days"),
            *((value, f"Yes. {label}") for value, label in WithholdingReason.choices),
        ],
        help_text="It is gone from past days at once.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_withhold(user):
            self.fields[
                "hide_past"
            ].help_text += f" An administrator confirms that within {TO_SETTLE.days} days, or shows it again."


def register() -> None:
    """Register the queue, its notification, and the hiding in the views that take things from the public."""
    from wagtail.admin.views import generic, page_privacy
    from wagtail.admin.views.bulk_action import BulkAction
    from wagtail.admin.views.pages import delete

    attention.reporters.add("cms.past_days", reports, order=3)
    may_see = with_right(withheld.PERMISSION)
    kinds.add(HIDDEN, NotificationKind("Somebody hid something from past days", may_withhold, may_see), order=80)
    for view, method in (
        (generic.DeleteView, "form_valid"),
        (generic.UnpublishView, "post"),
        (delete.DeleteView, "post"),
        (BulkAction, "form_valid"),
        (page_privacy.SetPrivacyView, "form_valid"),
    ):
        setattr(view, method, hiding(getattr(view, method)))


def may_withhold(user: Any) -> bool:
    """Say whether the user withholds things from past days: administrators, and whom they gave the permission."""
    return user.has_perm(withheld.PERMISSION)


def hiding(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view's method that hides from past days what it takes from the public, if the form asks for that."""

    @wraps(act)
    def acting(view: Any, *args: Any, **kwargs: Any) -> Any:
        form = HidePastForm(view.request.POST, user=view.request.user)
        reason = form.cleaned_data["hide_past"] if form.is_valid() else ""
        if not reason:
            return act(view, *args, **kwargs)
        pasts = pasts_of(things_of(view))  # before, since a deletion empties keys
        with transaction.atomic():
            response = act(view, *args, **kwargs)
            _hide(view, [one for one in pasts if _is_taken(view, one)], reason)
        return response

    return acting


def action_of(view: Any) -> str:
    """Return which way of taking things from the public a view is; empty if none."""
    if hasattr(view, "restriction_on_ancestor"):
        return RESTRICT
    if hasattr(view, "action_type"):
        return view.action_type if view.action_type in DONE else ""
    return UNPUBLISH if hasattr(view, "objects_to_unpublish") else DELETE


def things_of(view: Any) -> list[Model]:
    """Return what a view takes from the public: with translations that go with a page, or all that were ticked."""
    if not action_of(view):
        return []
    if hasattr(view, "action_type"):
        return list(view.get_actionable_objects()[0])
    for name in ("pages_to_delete", "objects_to_unpublish"):
        if found := getattr(view, name, None):
            return list(found)
    return [getattr(view, "page", None) or view.object]


def pasts_of(things: Iterable[Model]) -> list[PastThing]:
    """Return those of the things that can be read as of past days, with the time."""
    return [past for past in map(readable, things) if past]


def _is_taken(view: Any, past: PastThing) -> bool:
    """Say whether the action has taken place: it may have been refused, or asked for a name to be typed."""
    found = past.model._default_manager.filter(pk=past.key)
    action = action_of(view)
    if action == DELETE:
        return not found.exists()
    if action == UNPUBLISH:
        return not found.filter(live=True).exists()
    return bool(found.get().get_view_restrictions())  # type: ignore[attr-defined]  # only pages are set private


def _hide(view: Any, pasts: list[PastThing], reason: str) -> None:
    if connection.vendor == "postgresql":
        connection.check_constraints()  # its triggers keep what was public now, not at the commit
    request = view.request
    whole = action_of(view) != UNPUBLISH or bool(request.POST.get("include_descendants"))
    hidden: list[Withholding] = []
    for past in pasts:
        one = _withholding(past, whole=whole)
        one.reason, one.by = reason, request.user
        one.words = f"Hidden when it was {DONE[action_of(view)]}."
        if not may_withhold(request.user):
            one.settle_by = timezone.localdate(one.at + TO_SETTLE)
        try:
            with no_period():  # what is read here isn't committed
                withheld.withhold(one)
        except withheld.NotWithheldError as error:
            messages.error(request, f"Past days still show “{one}”. {error}")
        else:
            hidden.append(one)
    if hidden:
        _say(request, hidden)


def _withholding(past: PastThing, *, whole: bool) -> Withholding:
    """Return the withholding of a thing until now, for a page with all that was below it if `whole`, not yet carried out."""
    states = spans.states(past.model._meta.db_table, {past.key})
    ends = [until for _, _, until, _ in states if until != spans.LAST]
    now = max([timezone.now(), *ends])  # the database's clock may be ahead
    since = None if whole or past.model is not Page else beginning()
    return Withholding(model=past.label, key=str(past.key), title=past.title[:255], since=since, until=now, at=now)


def _say(request: Any, hidden: list[Withholding]) -> None:
    """Tell the person what is hidden, and administrators what waits for them."""
    waiting = [one for one in hidden if one.settle_by]
    if not waiting:
        messages.success(request, "It is withheld from past days, too.")
        return
    day = in_words(waiting[0].settle_by)  # type: ignore[arg-type]  # those that wait have one
    messages.success(
        request, f"It is hidden from past days. An administrator confirms that, or shows it again, by {day}."
    )
    administrators = get_user_model().objects.with_perm(
        withheld.PERMISSION, backend="django.contrib.auth.backends.ModelBackend"
    )
    for one in waiting:
        notify(
            HIDDEN,
            administrators,
            key=str(one.pk),
            subject=one.pk,
            text=f"{name_of(request.user)} hid something from past days. Confirm it, or show it again, by {day}.",
            url=_address(one),
        )


def reports(asked: DeskContext) -> Iterable[AttentionGroup]:
    """What was hidden provisionally, for those who may settle it. One query."""
    if not may_withhold(asked.user):
        return
    waiting = Withholding.objects.filter(settle_by__isnull=False, lifted_at=None).select_related("by").order_by("at")
    yield AttentionGroup(
        "hidden-past",
        "things hidden from past days provisionally",
        "Somebody hid them when they were withdrawn. Confirm each, or show it again.",
        [AttentionLine(str(one), _reason(one, asked.today), _address(one), key=str(one.pk)) for one in waiting],
        AttentionUrgency.WAITING,
    )


def _reason(one: Withholding, today: datetime.date) -> str:
    hidden = f"{name_of(one.by)} hid it on {in_words(timezone.localdate(one.at))}."
    day: Any = one.settle_by
    if day < today:
        return f"{hidden} Overdue: it was to be settled by {in_words(day)}. It stays hidden."
    return f"{hidden} To be settled by {in_words(day)}."


def _address(one: Withholding) -> str:
    return reverse("past_days_lift", args=[one.pk])


def sentence(pasts: list[PastThing], most: int = 10) -> str:
    """Return what past days keep of things, for the person who takes them from the public; empty if nothing."""
    if len(pasts) < 2:
        return "".join(f"Readers can still read it as of past days, {_time(one)}." for one in pasts)
    named = "; ".join(f"“{one.title}” {_time(one)}" for one in pasts[:most])
    more = f"; and {len(pasts) - most} more" if len(pasts) > most else ""
    return f"Readers can still read {len(pasts)} of these as of past days: {named}{more}."


def _time(past: PastThing) -> str:
    end = in_words(timezone.localdate(past.until)) if past.until else "today"
    return f"from {in_words(timezone.localdate(past.since))} to {end}"
