"""The statements that run once a message. Written out, because building them each time would take longer than they do."""

from __future__ import annotations

import datetime
import uuid

from django.db import connection

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
_LOG = """
INSERT INTO {Attempt} (send_id, recipient_id, number, at, outcome, detail) VALUES (%s, %s, %s, %s, %s, %s)
""".format(**_TABLES)


def submit(
    *,
    send_id: int,
    recipient_id: int,
    subscription_id: int,
    subscriber_id: int,
    token: uuid.UUID,
    now: datetime.datetime,
) -> bool:
    """Write that a message is about to be handed over, if it still may be. Returns whether it may."""
    params = [
        _moment(now),
        recipient_id,
        token.hex,
        send_id,
        subscription_id,
        subscriber_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SUBMIT, params)
        return cursor.rowcount == 1


def record(
    *,
    send_id: int,
    recipient_id: int,
    token: uuid.UUID,
    attempt: int,
    state: str,
    provider_id: str,
    error: str,
    not_before: datetime.datetime | None,
    outcome: str,
    detail: str,
    now: datetime.datetime,
) -> bool:
    """Write what came of an attempt, if it is still the worker's own. Returns whether it was."""
    at = _moment(now)
    params = [state, provider_id, error, not_before and _moment(not_before), at, recipient_id, token.hex]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, params)
        if cursor.rowcount != 1:
            return False
        cursor.execute(_LOG, [send_id, recipient_id, attempt, at, outcome, detail])
    return True


def _moment(value: datetime.datetime):
    return connection.ops.adapt_datetimefield_value(value)
