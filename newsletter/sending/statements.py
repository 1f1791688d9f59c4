"""The statements that run once per message. They are written out because building them each time would take longer than they do.

One commit records the outcome of one message and that the next is about to be handed over. With SQLite that is three statements,
which cost little each. With PostgreSQL each would be a round trip to the server, so it is a single statement there, and
it is planned once per turn.
"""

from __future__ import annotations

import datetime
import itertools
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction

from newsletter.choices import RecipientState, SendState, SubscriptionState
from newsletter.models import Attempt, Send, SendRecipient, Subscriber, Subscription, Suppression

_TABLES = {
    model.__name__: connection.ops.quote_name(model._meta.db_table)
    for model in (Attempt, Send, SendRecipient, Subscriber, Subscription, Suppression)
}

# Only if the token is still the worker's own and nothing has changed since: still subscribed, the address still takes
# mail, the send still goes on.
_SUBMIT = """
UPDATE {SendRecipient} SET state = '{submitting}', attempts = attempts + 1, changed_at = %s
WHERE id = %s AND lease_token = %s AND state = '{claimed}'
AND EXISTS (SELECT 1 FROM {Send} WHERE id = %s AND state = '{sending}')
AND EXISTS (SELECT 1 FROM {Subscription} WHERE id = %s AND state = '{active}')
AND EXISTS (
    SELECT 1 FROM {Subscriber} s WHERE s.id = %s AND s.undeliverable_since IS NULL AND s.normalised IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM {Suppression} p WHERE p.digest = s.digest)
)
""".format(  # noqa: S608  names of our own tables and states
    **_TABLES,
    submitting=RecipientState.SUBMITTING,
    claimed=RecipientState.CLAIMED,
    sending=SendState.SENDING,
    active=SubscriptionState.ACTIVE,
)
_RECORD = """
UPDATE {SendRecipient} SET state = %s, provider_id = %s, error = %s, not_before = %s, changed_at = %s,
lease_token = NULL, lease_until = NULL
WHERE id = %s AND lease_token = %s AND state = '{submitting}'
""".format(**_TABLES, submitting=RecipientState.SUBMITTING)
_INTO_LOG = "INSERT INTO {Attempt} (send_id, recipient_id, number, at, outcome, detail)".format(**_TABLES)
_LOG = f"{_INTO_LOG} VALUES (%s, %s, %s, %s, %s, %s)"
# For PostgreSQL. All parts see the rows as they were when it began, which is enough: the recipients are two. The commit
# that ends it doesn't wait for the disk; `durability` says why it need not.
_ALL = f"""
WITH recorded AS ({_RECORD} RETURNING id),
logged AS ({_INTO_LOG} SELECT %s, %s, %s, %s, %s, %s FROM recorded),
submitted AS ({_SUBMIT} RETURNING id)
SELECT count(*), set_config('synchronous_commit', 'off', true) FROM submitted
"""  # noqa: S608  made of the statements above
_PARAMETERS = _ALL.count("%s")
_EXECUTE = f"EXECUTE newsletter_record_and_submit ({', '.join(['%s'] * _PARAMETERS)})"


class Submission(NamedTuple):
    """A message that is about to be handed over, by the worker that holds the token."""

    send_id: int
    recipient_id: int
    subscription_id: int
    subscriber_id: int
    token: uuid.UUID
    now: datetime.datetime


class Result(NamedTuple):
    """The outcome of an attempt by the worker that holds the token, and the recipient's new state."""

    send_id: int
    recipient_id: int
    token: uuid.UUID
    attempt: int
    state: str
    provider_id: str
    error: str
    not_before: datetime.datetime | None
    outcome: str
    detail: str
    now: datetime.datetime


@contextmanager
def prepared() -> Iterator[None]:
    """Have PostgreSQL plan the statement of `record_and_submit` only once in the block. Planning takes longer than running it.

    It is planned anew each turn, since plans that were made for a few recipients are bad ones for many.
    """
    if not _can_be_prepared():
        yield
        return
    numbers = itertools.count(1)
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE newsletter_record_and_submit AS {re.sub('%s', lambda _: f'${next(numbers)}', _ALL)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE newsletter_record_and_submit")


def record_and_submit(result: Result | None, submission: Submission) -> bool:
    """Record the outcome of an attempt, if there was one, and that the next message is about to be handed over: one commit.

    Each only if still permitted, as in `record` and `submit`. Returns whether the message may be handed over. Within
    `prepared`.
    """
    if connection.vendor != "postgresql":
        with transaction.atomic():
            if result is not None:
                record(result)
            return submit(submission)
    recorded = [None] * (_PARAMETERS - 6) if result is None else [*_record_params(result), *_log_params(result)]
    with connection.cursor() as cursor:
        cursor.execute(_EXECUTE if _can_be_prepared() else _ALL, [*recorded, *_submit_params(submission)])
        return cursor.fetchone()[0] == 1


def submit(submission: Submission) -> bool:
    """Record that a message is about to be handed over, if that is still permitted. Returns whether it is."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBMIT, _submit_params(submission))
        return cursor.rowcount == 1


def record(result: Result) -> bool:
    """Record the outcome of an attempt, if the recipient still belongs to the worker. Returns whether it did."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, _record_params(result))
        if cursor.rowcount != 1:
            return False
        cursor.execute(_LOG, _log_params(result))
    return True


def _submit_params(submission: Submission) -> list[Any]:
    send_id, recipient_id, subscription_id, subscriber_id, token, now = submission
    return [_moment(now), recipient_id, token.hex, send_id, subscription_id, subscriber_id]


def _record_params(result: Result) -> list[Any]:
    not_before = result.not_before and _moment(result.not_before)
    at = _moment(result.now)
    return [result.state, result.provider_id, result.error, not_before, at, result.recipient_id, result.token.hex]


def _log_params(result: Result) -> list[Any]:
    at = _moment(result.now)
    return [result.send_id, result.recipient_id, result.attempt, at, result.outcome, result.detail]


def _can_be_prepared() -> bool:
    """Say whether the next statement is sure to go to the same session. With a pooler that shares connections between
    transactions it isn't; this setting says that there is one."""
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def _moment(value: datetime.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
