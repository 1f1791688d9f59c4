"""The recipients of a send, written down before the first message is handed over."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from newsletter.choices import SendState
from newsletter.models import Send, SendExclusion

from . import candidates


def prepare(send: Send) -> bool:
    """Write the recipients and exclusions of a send, count them, and freeze them by `prepared_at`.

    One transaction under the send's lock: if it is interrupted, nothing of it stays, and it is done again. Returns whether
    this call did it; False if another worker is doing it, or the send is no longer to be prepared. If
    `candidates = recipients + exclusions` doesn't hold, the send has failed, and its reason has both numbers.
    """
    with transaction.atomic():
        _one_at_a_time()
        locked = (
            Send.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=send.pk, state=SendState.PREPARING, prepared_at=None)
            .first()
        )
        if locked is None:
            return False
        lists = list(locked.lists.all())
        candidates.insert(locked, lists)
        # Each is counted again, rather than taken from the row counts of the statements.
        locked.candidates = candidates.candidates(lists).count()
        locked.recipients = locked.send_recipients.count()
        locked.excluded = locked.exclusions.count()
        if locked.candidates == locked.recipients + locked.excluded:
            locked.state, locked.prepared_at = SendState.PREPARED, timezone.now()
        else:
            locked.state = SendState.FAILED
            locked.reason = (
                f"There are {locked.candidates} active subscriptions, but {locked.recipients + locked.excluded} are"
                f" accounted for: {locked.recipients} recipients and {locked.excluded} excluded. Nothing was sent."
            )
        locked.save(update_fields=["state", "prepared_at", "reason", "candidates", "recipients", "excluded"])
    return True


def _one_at_a_time() -> None:
    """Let all statements of the transaction see the same subscriptions, even if people join and leave in between, and the
    recipients of every send prepared before.

    Otherwise two sends of one issue, prepared at once, wouldn't see each other, and people in both would get it twice. SQLite
    does this anyway. Within a caller's transaction the isolation level can no longer be set.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # Only preparation writes there. Unlike a query, this waits before the transaction's snapshot is taken.
        table = connection.ops.quote_name(SendExclusion._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
