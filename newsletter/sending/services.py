"""What editors and commands do to sends. Each raises SendRefusedError, with a sentence, if it can't be done now."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from cms.base.registry import Registry
from newsletter import backends
from newsletter.choices import RecipientState, SendState
from newsletter.message import Content, MessageError, Personal, Template
from newsletter.models import Edition, IssuePage, MailingList, Send, SendRecipient, Snapshot

from . import closing, composing, log_actions
from .errors import SendRefusedError
from .installation import installation

MOST_PER_MINUTE = 1_000_000
RUNNING = (SendState.SCHEDULED, SendState.PREPARING, SendState.PREPARED, SendState.SENDING)
OPEN = (*RUNNING, SendState.PAUSED, SendState.HELD)

# Asked before a send is made: each says why the issue can't go out yet, or nothing.
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
    """Let a snapshot go to lists at a moment, or at once but for the time in which it can be recalled.

    Raises SendRefusedError if the snapshot isn't approved by a second person or not of the issue's latest revision, if
    there is no list or an edition for it is missing, if no message can be made of it, or if no backend is set up.
    """
    now = now or timezone.now()
    lists = list(lists)
    issue = snapshot.issue
    if per_minute is not None and not 0 <= per_minute <= MOST_PER_MINUTE:
        raise SendRefusedError(f"Messages a minute are {MOST_PER_MINUTE} at most, or 0 for no limit.")
    _may_be_sent(snapshot, lists)
    with transaction.atomic():
        send = Send.objects.create(
            snapshot=snapshot,
            issue=issue,
            installation=installation(),
            per_minute=settings.NEWSLETTER_PER_MINUTE if per_minute is None else per_minute,
            created_by=user,
            due_at=due_at or now + datetime.timedelta(seconds=settings.NEWSLETTER_RECALL_SECONDS),
        )
        send.lists.set(lists)
        send.work_streams.set(issue.get_latest_revision_as_object().work_streams.all())
        log_actions.write("schedule", send, user, lists=", ".join(each.name for each in lists))
    return send


def cancel(send: Send, user: User | None = None) -> None:
    """Stop a send for good: whoever hasn't got it gets nothing. Takes effect within one message a worker.

    To recall a send is the same before its moment has come: if it has begun meanwhile, what is left of it is stopped.
    """
    with transaction.atomic():
        _move(send, OPEN, SendState.CANCELLED, "It is over already.", reason="Cancelled.")
        closing.skip_waiting(send)
        closing.close(send)
        log_actions.write("cancel", send, user)


def pause(send: Send, reason: str = "", user: User | None = None) -> None:
    """Stop a send until somebody resumes it. Takes effect within one message a worker."""
    reason = reason.strip() or "Paused by an editor."
    with transaction.atomic():
        _move(send, (SendState.PREPARED, SendState.SENDING), SendState.PAUSED, "It isn't being sent.", reason=reason)
        log_actions.write("pause", send, user, reason=reason)


def resume(send: Send, user: User | None = None) -> None:
    """Let a paused send go on. Errors from before don't count any more."""
    after = SendState.SENDING if send.started_at else SendState.PREPARED
    with transaction.atomic():
        _move(send, (SendState.PAUSED,), after, "It isn't paused.", reason="", released_at=timezone.now())
        log_actions.write("resume", send, user)


def release(send: Send, user: User | None = None) -> None:
    """Let a held send go on, from this installation."""
    after = SendState.SENDING if send.started_at else SendState.PREPARED if send.prepared_at else SendState.SCHEDULED
    changes = {"reason": "", "released_at": timezone.now(), "installation": installation()}
    with transaction.atomic():
        _move(send, (SendState.HELD,), after, "It isn't held.", **changes)
        log_actions.write("release", send, user)


def settle(recipient: SendRecipient, again: bool, user: User | None = None) -> None:
    """Decide about an uncertain recipient: send the message again, at the risk that it comes twice, or leave it.

    Left, it stays uncertain and is no longer asked about.
    """
    changes = (
        {"state": RecipientState.PENDING, "not_before": None, "error": ""} if again else {"settled_at": timezone.now()}
    )
    with transaction.atomic():
        send = Send.objects.select_for_update().get(pk=recipient.send_id)
        if again and send.state in (SendState.CANCELLED, SendState.FAILED, SendState.FAILED_VERIFICATION):
            raise SendRefusedError("The send is over, so nothing is sent again.")
        unsettled = SendRecipient.objects.filter(closing.UNSETTLED, pk=recipient.pk)
        if not unsettled.update(**changes):
            raise SendRefusedError("It isn't uncertain any more.")
        if again and send.state in (SendState.FINISHED, SendState.FINISHED_UNCERTAIN):
            Send.objects.filter(pk=send.pk).update(
                state=SendState.SENDING, finished_at=None, released_at=timezone.now()
            )
        log_actions.write(f"settle_{'again' if again else 'leave'}", send, user, recipient=recipient.pk)
        if not again:
            closing.recount(send)
    recipient.refresh_from_db()


def _may_be_sent(snapshot: Snapshot, lists: list[MailingList]) -> None:
    if not lists:
        raise SendRefusedError("Choose at least one list.")
    for function in objections.values():
        if objection := function(snapshot.issue):
            raise SendRefusedError(objection)
    if snapshot.approved_by_id is None or snapshot.approved_by_id == snapshot.written_by_id:
        raise SendRefusedError("Somebody other than its writer has to approve the issue first.")
    if snapshot.revision_id != snapshot.issue.latest_revision_id:
        raise SendRefusedError("The issue was changed after it was approved, so it has to be approved again.")
    editions = {edition.audience: edition for edition in snapshot.editions.all()}
    missing = {each.kind for each in lists} - editions.keys()
    if missing:
        raise SendRefusedError(f"There is no {' or '.join(sorted(missing))} edition of the issue.")
    if any(edition.sha256 != edition.digest() for edition in editions.values()):
        raise SendRefusedError("What is stored isn't what was approved. Approve the issue again.")
    try:
        _try_headers(snapshot.issue, editions.values(), lists)
    except MessageError as error:
        raise SendRefusedError(f"No message can be made of it: {error}") from error
    try:
        backends.load()
    except ImproperlyConfigured as error:
        raise SendRefusedError(f"Nothing can be sent: {error}") from error


def _try_headers(issue: IssuePage, editions: Iterable[Edition], lists: list[MailingList]) -> None:
    """Make one message for each list as the worker will. Raises MessageError if a name or the subject doesn't fit."""
    origin = composing.origin_of(issue, timezone.now())
    templates = {each.audience: Template.of(Content(each.subject, each.html, each.text), origin) for each in editions}
    for each in lists:
        name = {"list_name": each.name, "list_id": composing.list_id(each)}
        blank = {"leave_url": "", "preferences_url": "", "reason": "", "message_id": ""}
        templates[each.kind].for_recipient(Personal(address=origin.sender_address, **name, **blank))


def _move(send: Send, before: Iterable[SendState], after: SendState, otherwise: str, **changes: Any) -> None:
    """Change the state of a send if it is one of those before. Raises SendRefusedError otherwise."""
    if not Send.objects.filter(pk=send.pk, state__in=before).update(state=after, **changes):
        raise SendRefusedError(otherwise)
    send.refresh_from_db()
