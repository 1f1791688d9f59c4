"""Services for sends, called by views and commands. Each raises SendRefusedError, with a sentence, if it isn't possible."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.base.registry import Registry
from cms.pages.addresses import site_of_page
from cms.pages.viewer import end_of_site
from cms.sites.rows import rows_of
from newsletter import backends
from newsletter.choices import RecipientState, SendState
from newsletter.message import MessageError, Personal, Template
from newsletter.models import Edition, IssuePage, MailingList, Send, SendRecipient, Snapshot

from . import completion, log_actions, messages
from .errors import SendRefusedError
from .installation import installation

MOST_PER_MINUTE = 1_000_000
RUNNING = (SendState.SCHEDULED, SendState.PREPARING, SendState.PREPARED, SendState.SENDING)
OPEN = (*RUNNING, SendState.PAUSED, SendState.HELD)

# Called before a send is created: each returns why the issue can't go out yet, or an empty string.
objections: Registry[Callable[[IssuePage], str]] = Registry("objection to sends")


def schedule(
    snapshot: Snapshot,
    lists: Iterable[MailingList],
    *,
    due_at: datetime.datetime | None = None,
    per_minute: int | None = None,
    user: User | None = None,
    now: datetime.datetime | None = None,
) -> Send:
    """Schedule a snapshot for lists at a moment, or at once after the time in which it can be recalled.

    Raises SendRefusedError if the snapshot isn't approved by a second person or not of the issue's latest revision, if
    there is no list or an edition for it is missing, if no message can be composed, or if no backend is set up.
    """
    now = now or timezone.now()
    lists = list(lists)
    issue = snapshot.issue
    if per_minute is not None and not 0 <= per_minute <= MOST_PER_MINUTE:
        raise SendRefusedError(f"Give {MOST_PER_MINUTE} messages per minute at most, or 0 for no limit.")
    _may_be_sent(snapshot, lists)
    with transaction.atomic():
        # A program that saves another draft waits, and then finds the send.
        pages = Page.objects.select_for_update().filter(pk=issue.pk)
        if snapshot.revision_id != pages.values_list("latest_revision_id", flat=True).get():
            raise SendRefusedError("The issue was changed after it was approved, so it has to be approved again.")
        approved = issue.get_latest_revision_as_object()
        _refuse_deleted_subjects(issue, approved)
        send = Send.objects.create(
            snapshot=snapshot,
            issue=issue,
            installation=installation(),
            per_minute=settings.NEWSLETTER_PER_MINUTE if per_minute is None else per_minute,
            created_by=user,
            due_at=due_at or now + datetime.timedelta(seconds=settings.NEWSLETTER_RECALL_SECONDS),
        )
        send.lists.set(lists)
        send.work_streams.set(approved.work_streams.all())
        send.audiences.set(approved.audiences.all())
        log_actions.write("schedule", send, user, lists=", ".join(each.name for each in lists))
    return send


def _refuse_deleted_subjects(issue: IssuePage, approved: IssuePage) -> None:
    """Raise SendRefusedError if a work stream or audience that the approved issue names was deleted: with the last of them
    gone it would be for everybody."""
    content = issue.get_latest_revision().content
    for name in ("work_streams", "audiences"):
        if len(content.get(name, ())) > getattr(approved, name).count():
            raise SendRefusedError(
                "Something that this issue is for was deleted after it was approved. Choose again who gets it, and have it "
                "approved again."
            )


def cancel(send: Send, user: User | None = None, reason: str = "Cancelled.") -> None:
    """Stop a send permanently: recipients without a message get none. Takes effect within one message per worker.

    Recalling a send is the same before its moment: if it has begun in the meantime, the rest is stopped.
    """
    with transaction.atomic():
        _move(send, OPEN, SendState.CANCELLED, "The send is already over.", reason=reason)
        completion.skip_waiting(send)
        completion.close(send)
        log_actions.write("cancel", send, user)


def pause(send: Send, reason: str = "", user: User | None = None) -> None:
    """Stop a send until somebody resumes it. Takes effect within one message per worker."""
    reason = reason.strip() or "Paused by an editor."
    with transaction.atomic():
        _move(send, (SendState.PREPARED, SendState.SENDING), SendState.PAUSED, "It isn't being sent.", reason=reason)
        log_actions.write("pause", send, user, reason=reason)


def resume(send: Send, user: User | None = None) -> None:
    """Resume a paused send. Earlier errors no longer count."""
    after = SendState.SENDING if send.started_at else SendState.PREPARED
    with transaction.atomic():
        _move(send, (SendState.PAUSED,), after, "It isn't paused.", reason="", released_at=timezone.now())
        log_actions.write("resume", send, user)


def release(send: Send, user: User | None = None) -> None:
    """Release a held send, to continue from this installation."""
    after = SendState.SENDING if send.started_at else SendState.PREPARED if send.prepared_at else SendState.SCHEDULED
    changes = {"reason": "", "released_at": timezone.now(), "installation": installation()}
    with transaction.atomic():
        _move(send, (SendState.HELD,), after, "It isn't held.", **changes)
        log_actions.write("release", send, user)


def settle(recipient: SendRecipient, again: bool, user: User | None = None) -> None:
    """Settle an uncertain recipient: send the message again, at the risk that it arrives twice, or leave it.

    If it is left, it stays uncertain, but no decision is asked for any more.
    """
    changes = (
        {"state": RecipientState.PENDING, "not_before": None, "error": ""} if again else {"settled_at": timezone.now()}
    )
    with transaction.atomic():
        send = Send.objects.select_for_update().get(pk=recipient.send_id)
        if again and send.state in (SendState.CANCELLED, SendState.FAILED, SendState.FAILED_VERIFICATION):
            raise SendRefusedError("The send is over, so nothing is sent again.")
        unsettled = SendRecipient.objects.filter(completion.UNSETTLED, pk=recipient.pk)
        if not unsettled.update(**changes):
            raise SendRefusedError("It is no longer uncertain.")
        if again and send.state in (SendState.FINISHED, SendState.FINISHED_UNCERTAIN):
            Send.objects.filter(pk=send.pk).update(
                state=SendState.SENDING, finished_at=None, released_at=timezone.now()
            )
        log_actions.write(f"settle_{'again' if again else 'leave'}", send, user, recipient=recipient.pk)
        if not again:
            completion.recount(send)
    recipient.refresh_from_db()


def _may_be_sent(snapshot: Snapshot, lists: list[MailingList]) -> None:
    if not lists:
        raise SendRefusedError("Choose at least one list.")
    site = site_of_page(snapshot.issue)
    if site and (end := end_of_site(site.pk)):
        raise SendRefusedError(f"{end.sentence} Nothing more is sent to its lists.")
    # Such as those of a page that was copied from another programme.
    here = MailingList.objects.filter(rows_of(site), pk__in=[each.pk for each in lists])
    if strange := {each.pk for each in lists} - set(here.values_list("pk", flat=True)):
        names = ", ".join(f"“{each.name}”" for each in lists if each.pk in strange)
        raise SendRefusedError(f"{names}: a list of another programme. Choose lists of the issue's own.")
    for function in objections.values():
        if objection := function(snapshot.issue):
            raise SendRefusedError(objection)
    if snapshot.approved_by_id is None or snapshot.approved_by_id == snapshot.written_by_id:
        raise SendRefusedError("Somebody other than its writer has to approve the issue first.")
    editions = {edition.audience: edition for edition in snapshot.editions.all()}
    missing = {each.kind for each in lists} - editions.keys()
    if missing:
        raise SendRefusedError(f"There is no {' or '.join(sorted(missing))} edition of the issue.")
    if any(edition.sha256 != edition.digest() for edition in editions.values()):
        raise SendRefusedError("The stored issue differs from the approved one. Approve the issue again.")
    try:
        _try_headers(snapshot.issue, editions.values(), lists)
    except MessageError as error:
        raise SendRefusedError(f"The message can't be composed: {error}") from error
    try:
        backends.load()
    except ImproperlyConfigured as error:
        raise SendRefusedError(f"Nothing can be sent: {error}") from error


def _try_headers(issue: IssuePage, editions: Iterable[Edition], lists: list[MailingList]) -> None:
    """Compose one message for each list as the worker will. Raises MessageError if a name or the subject isn't valid."""
    origin = messages.origin_of(issue, timezone.now())
    templates = {each.audience: Template.of(each.content, origin) for each in editions}
    for each in lists:
        name = {"list_name": each.name, "list_id": messages.list_id(each)}
        blank = {"leave_url": "", "preferences_url": "", "reason": "", "message_id": ""}
        templates[each.kind].for_recipient(Personal(address=origin.sender_address, **name, **blank))


def _move(send: Send, before: Iterable[SendState], after: SendState, otherwise: str, **changes: Any) -> None:
    """Change the state of a send if it is one of those before. Raises SendRefusedError otherwise."""
    if not Send.objects.filter(pk=send.pk, state__in=before).update(state=after, **changes):
        raise SendRefusedError(otherwise)
    send.refresh_from_db()
