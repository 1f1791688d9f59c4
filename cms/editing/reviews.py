"""Reviews of pages: on the dashboard of those who are asked, and in notifications, to reviewers when a review is requested
and to the person who asked when it is over.

The notifications take the place of Wagtail's mails, whose receivers have the same identifiers.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.signals import task_submitted, workflow_approved, workflow_cancelled, workflow_rejected, workflow_submitted

from cms.base.dates import length
from cms.base.user_fields import name_of
from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import NOTHING, DeskContext, Editing
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import mark_over, notify

REVIEW, REVIEWED = "review", "reviewed"


def register() -> None:
    """Register the reminders and both kinds of notification, and take the place of Wagtail's mails."""
    attention.reporters.add("cms.reviews", reports, order=2)
    kinds.add(
        REVIEW,
        NotificationKind(
            "Somebody asks for a review of a page", may_publish, visible_pages, switch="submitted_notifications"
        ),
        order=10,
    )
    kinds.add(
        REVIEWED,
        NotificationKind(
            "Your page is approved, or changes are requested", may_edit, visible_pages, switch="approved_notifications"
        ),
        order=30,
    )
    _replace(task_submitted, TaskState, "group_approval_task_submitted_email_notification", requested)
    _replace(workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", _nothing)
    _replace(workflow_approved, WorkflowState, "workflow_state_approved_email_notification", approved)
    _replace(workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", changes_requested)
    workflow_cancelled.connect(cancelled, sender=WorkflowState, dispatch_uid="cms.editing.reviews.cancelled")


def visible_pages(user: User, subjects: set[str]) -> set[str]:
    """Return the keys of those pages that the user sees in the admin, drafts included. Two statements."""
    editing = Editing(user)
    rows = Page.objects.filter(pk__in=subjects).values_list("pk", "path")
    return {str(pk) for pk, path in rows if editing.may_see_draft(path)}


def may_publish(user: User) -> bool:
    """Say whether the user may publish some page, and so is asked for reviews."""
    return page_permission_policy.user_has_permission(user, "publish")


def may_edit(user: User) -> bool:
    """Say whether the user may edit some page."""
    return page_permission_policy.user_has_any_permission(user, ["add", "change"])


def requested(instance: TaskState, user: User | None = None, **kwargs) -> None:
    """Notify those who may approve the page of the request, but not the person who asks."""
    page = instance.workflow_state.content_object
    task = instance.task.specific
    if not isinstance(page, Page) or not hasattr(task, "groups"):
        return
    asker = user or instance.workflow_state.requested_by
    members = get_user_model().objects.filter(Q(groups__in=task.groups.all()) | Q(is_superuser=True), is_active=True)
    reviewers = [
        member
        for member in members.exclude(pk=asker.pk if asker else 0).distinct()
        if any(name == "approve" for name, *_ in task.get_actions(page, member))
    ]
    notify(
        REVIEW,
        reviewers,
        key=f"{instance.pk}",
        subject=page.pk,
        text=f"{name_of(asker)} asks for a review of “{page.get_admin_display_title()}”.",
        url=_address(page),
    )


def approved(instance: WorkflowState, user: User | None = None, **kwargs) -> None:
    """Notify the person who asked that the page is approved."""
    _answered(instance, user, "approved “{}”.")


def changes_requested(instance: WorkflowState, user: User | None = None, **kwargs) -> None:
    """Notify the person who asked that changes are requested. The comment isn't quoted: the form shows it."""
    _answered(instance, user, "asks for changes to “{}”.")


def cancelled(instance: WorkflowState, **kwargs) -> None:
    """Nobody has to review the page any more."""
    mark_over(REVIEW, instance.object_id)


def reports(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Pages that wait for the user's review, and the user's own to which changes were requested. The number of queries
    depends on the kinds of tasks only.
    """
    states = TaskState.objects.reviewable_by(asked.user).filter(
        _here(asked, "workflow_state__object_id"), workflow_state__base_content_type=_pages()
    )
    rows = states.exclude(workflow_state__requested_by=asked.user).order_by("started_at")
    yield AttentionGroup(
        "reviews",
        "pages that wait for your review",
        "Somebody asked for a review and can’t publish before it.",
        [
            _line(state.revision, _requested(asked, state.workflow_state.requested_by, state.started_at), state.pk)
            for state in rows.select_related("revision", "workflow_state__requested_by")
        ],
        AttentionUrgency.WAITING,
    )
    returned = WorkflowState.objects.filter(
        _here(asked, "object_id"),
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        requested_by=asked.user,
        base_content_type=_pages(),
    )
    yield AttentionGroup(
        "changes-requested",
        "pages to which changes were requested",
        "You asked for their review. The form shows the comment.",
        [
            _line(state.current_task_state.revision, "Changes were requested.", state.current_task_state_id)
            for state in returned.select_related("current_task_state__revision")
        ],
        AttentionUrgency.WAITING,
    )


def _here(asked: DeskContext, lookup: str) -> Q:
    """Return the condition for pages of the site, if a program asks; people see their reviews in every programme."""
    if not asked.is_program:
        return Q()
    trees = reduce(or_, (Q(path__startswith=root.path) for root in asked.visibility.roots), NOTHING)
    return Q((f"{lookup}__in", Page.objects.filter(trees).annotate(key=Cast("pk", CharField())).values("key")))


def _pages() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _requested(asked: DeskContext, user: User | None, at: datetime.datetime) -> str:
    days = (asked.today - timezone.localdate(at)).days
    return f"{name_of(user)} asked {f'{length(days)} ago' if days else 'today'}."


def _line(revision: Revision, reason: str, key: int) -> AttentionLine:
    return AttentionLine(
        revision.object_str, reason, reverse("wagtailadmin_pages:edit", args=[revision.object_id]), key=f"{key}"
    )


def _answered(state: WorkflowState, user: User | None, deed: str) -> None:
    mark_over(REVIEW, state.object_id)
    page, asker = state.content_object, state.requested_by
    if isinstance(page, Page) and asker is not None and asker != user:
        notify(
            REVIEWED,
            [asker],
            key=f"{state.pk}-{state.current_task_state_id}-{state.status}",
            subject=page.pk,
            text=f"{name_of(user)} {deed.format(page.get_admin_display_title())}",
            url=_address(page),
        )


def _address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _nothing(**kwargs) -> None:
    """Administrators are notified with the others who may approve."""


def _replace(signal: Signal, sender: type, identifier: str, receiver) -> None:
    """Connect a receiver instead of Wagtail's, whichever app is loaded first: an identifier is connected once only."""
    signal.disconnect(sender=sender, dispatch_uid=identifier)
    signal.connect(receiver, sender=sender, dispatch_uid=identifier)
