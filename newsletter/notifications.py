"""Sends that don't go on without somebody, or whose outcome is uncertain: as reminders, notifications, and for operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Warning
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.permissions import page_permission_policy

from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext, Editing
from cms.jobs.registry import Stop, job
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import notify
from cms.notifications.models import Notification
from cms.operations.doctor import check_of_state
from cms.pages.addresses import site_of_page
from cms.visibility.hub_addresses import path_on
from newsletter.choices import SendState
from newsletter.models import Send, SendRecipient
from newsletter.sending.completion import UNSETTLED

SEND = "send"
STOPPED = (SendState.HELD, SendState.PAUSED, SendState.FAILED, SendState.FAILED_VERIFICATION)
FOR_OPERATORS = tuple(state for state in STOPPED if state != SendState.PAUSED)  # somebody paused it


def register() -> None:
    """Register them."""
    attention.reporters.add("newsletter.sends", stopped)
    kinds.add(SEND, NotificationKind("A send of the newsletter is held, paused or uncertain", sends, visible), order=60)


def visible(user: User, subjects: set[str]) -> set[str]:
    """Return the keys of those sends whose issue the user may edit. Two statements."""
    editing = Editing(user)
    rows = Send.objects.filter(pk__in=subjects).values_list("pk", "issue__path", "issue__owner_id")
    return {str(pk) for pk, path, owner in rows if editing.may_edit(path, owner)}


def sends(user: User) -> bool:
    """Say whether the user may send issues: people who may publish pages, and newsletter senders."""
    return user.has_perm("newsletter.add_send") or page_permission_policy.user_has_permission(user, "publish")


@job("Notifications: sends that stopped", every=30)
def notify_of_stopped(stop: Stop) -> bool:
    """Notify people who may send issues of each send that stopped, or has ended uncertain, once until it is resumed."""
    stopped = Send.objects.filter(state__in=(*STOPPED, SendState.FINISHED_UNCERTAIN)).select_related("issue")
    found = {f"{send.pk} {send.state} {send.released_at or ''}": send for send in stopped}
    known = set(Notification.objects.filter(kind=SEND, key__in=found).values_list("key", flat=True))
    if found.keys() == known:
        return False
    people = [user for user in get_user_model().objects.filter(is_active=True) if sends(user)]
    for key in found.keys() - known:
        send = found[key]
        notify(
            SEND,
            people,
            key=key,
            subject=send.pk,
            text=f"The send of “{send.issue.title}”: {SendState(send.state).label.lower()}.",
            url=path_on(site_of_page(send.issue), "newsletter_send", send.pk),
        )
    return False


@check_of_state
def stopped_sends() -> Iterator[CheckMessage]:
    """Sends that don't go on without somebody."""
    for send in Send.objects.filter(state__in=FOR_OPERATORS).order_by("pk"):
        yield Warning(
            f"A send of the newsletter needs somebody: number {send.pk}, {send.get_state_display().lower()}.",
            hint="Its report in the admin says why, and what can be done.",
            obj=str(send.pk),
            id="hub.send",
        )


def stopped(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Reports sends that stopped, and sends with uncertain recipients. Two queries."""
    uncertain = SendRecipient.objects.filter(UNSETTLED).values("send")
    yield AttentionGroup(
        "sends-that-stopped",
        "sends that failed or wait for a decision",
        "Until somebody decides, some or all people on the lists don't have the issue.",
        _lines(asked, Send.objects.filter(state__in=STOPPED)),
        AttentionUrgency.STOPPED,
    )
    yield AttentionGroup(
        "uncertain-sends",
        "sends with uncertain recipients",
        "For some recipients it isn't known whether the message arrived: send it again, or leave it.",
        _lines(asked, Send.objects.filter(pk__in=uncertain), "For some recipients it isn't known whether it arrived."),
        AttentionUrgency.STOPPED,
    )


def _lines(asked: DeskContext, found: QuerySet[Send], reason: str = "") -> list[AttentionLine]:
    here = found.filter(asked.visibility.in_own_tree("issue__path"))
    rows = here.values_list("pk", "issue__title", "issue__path", "issue__owner_id", "state", "reason")
    return [
        AttentionLine(
            title,
            reason or (f"{SendState(state).label}: {why}" if why else f"{SendState(state).label}."),
            reverse("newsletter_send", args=[pk]),
            key=f"{pk} {state}",
        )
        for pk, title, path, owner, state, why in rows
        if asked.editing.may_edit(path, owner)
    ]
