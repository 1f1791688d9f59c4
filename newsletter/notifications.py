"""Notifications about sends that don't go on without somebody, or whose outcome is uncertain."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from wagtail.permissions import page_permission_policy

from cms.editing.permissions import Editing
from cms.jobs.registry import Stop, job
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import notify
from cms.notifications.models import Notification
from cms.pages.addresses import site_of_page
from cms.visibility.hub_addresses import path_on
from newsletter.choices import SendState
from newsletter.models import Send

SEND = "send"
STOPPED = (SendState.HELD, SendState.PAUSED, SendState.FAILED, SendState.FAILED_VERIFICATION)


def register() -> None:
    """Register the kind."""
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
