"""Signed links. No address is in them, and making one asks the database nothing: the sender makes two a message.

Each kind has a salt of its own, so that none can be used for another. Links in issues never expire: whoever finds an old
message must be able to leave.
"""

from __future__ import annotations

import datetime
import uuid
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .keys import secret

CONFIRM_DAYS = 7
CONFIRM_FOR = datetime.timedelta(days=CONFIRM_DAYS)
UNDO_FOR = datetime.timedelta(hours=1)
_SEPARATOR = "."  # not in the alphabet of a signature, and needs no escaping in an address (RFC 3986)


class BadTokenError(ValueError):
    """A link is forged, incomplete, too old or of another kind. Which of them, nobody is told."""


class Leaving(NamedTuple):
    """What a link to leave names: a subscription, and the send whose message it stood in, if any."""

    subscription_key: uuid.UUID
    send_id: int | None


def confirm_token(subscriber_key: uuid.UUID) -> str:
    """Return the token that confirms what a subscriber asked for; valid for a week."""
    return _timed("confirm").sign(subscriber_key.hex)


def read_confirm(token: str) -> uuid.UUID:
    """Return the subscriber's key. Raises BadTokenError."""
    return _key(_unsign(_timed("confirm"), token, max_age=CONFIRM_FOR))


def leave_token(subscription_key: uuid.UUID, send_id: int | None = None) -> str:
    """Return the token that ends a subscription; valid for ever."""
    return _plain("leave").sign(subscription_key.hex + (f"{_SEPARATOR}{send_id}" if send_id else ""))


def read_leave(token: str) -> Leaving:
    """Return what the token names. Raises BadTokenError."""
    key, _, send_id = _unsign(_plain("leave"), token).partition(_SEPARATOR)
    return Leaving(_key(key), int(send_id) if send_id else None)


def undo_token(subscription_key: uuid.UUID) -> str:
    """Return the token that takes leaving back; valid for an hour."""
    return _timed("undo").sign(subscription_key.hex)


def read_undo(token: str) -> uuid.UUID:
    """Return the key of the subscription that was ended. Raises BadTokenError."""
    return _key(_unsign(_timed("undo"), token, max_age=UNDO_FOR))


def preferences_token(subscriber_key: uuid.UUID) -> str:
    """Return the token of a subscriber's own page. An erasure gives the subscriber another key, and so ends it."""
    return _plain("preferences").sign(subscriber_key.hex)


def read_preferences(token: str) -> uuid.UUID:
    """Return the subscriber's key. Raises BadTokenError."""
    return _key(_unsign(_plain("preferences"), token))


def confirm_url(subscriber_key: uuid.UUID) -> str:
    """Return the full address of the page that asks to confirm."""
    return _url("confirm", confirm_token(subscriber_key))


def leave_url(subscription_key: uuid.UUID, send_id: int | None = None) -> str:
    """Return the full address at which a subscription is ended, by a person or by one click (RFC 8058)."""
    return _url("leave", leave_token(subscription_key, send_id))


def preferences_url(subscriber_key: uuid.UUID) -> str:
    """Return the full address of a subscriber's own page."""
    return _url("preferences", preferences_token(subscriber_key))


def _url(page: str, token: str) -> str:
    before, after = _path(page)
    return f"{settings.BASE_URL}{before}{token}{after}"


@cache
def _path(page: str) -> tuple[str, str]:
    """Return what stands before and after the token in the path of a page."""
    before, after = reverse(f"newsletter:{page}", args=["token"]).split("token")
    return before, after


def _plain(kind: str) -> signing.Signer:
    return signing.Signer(key=secret(), salt=f"newsletter.{kind}", sep=_SEPARATOR)


def _timed(kind: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(key=secret(), salt=f"newsletter.{kind}", sep=_SEPARATOR)


def _unsign(signer: signing.Signer, token: str, **options) -> str:
    try:
        return signer.unsign(token, **options)
    except signing.BadSignature:
        raise BadTokenError("This link doesn't work.") from None


def _key(text: str) -> uuid.UUID:
    return uuid.UUID(hex=text)
