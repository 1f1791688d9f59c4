"""Signed links. They contain no address, and making one needs no query: the sender makes two per message.

Each kind has its own salt, so that none can be used for another. Links to leave never expire: somebody who finds an old
message must be able to. Links to a person's own page do, since it shows and deletes personal data.
"""

from __future__ import annotations

import datetime
import uuid
from typing import NamedTuple

from django.core import signing

from cms.base.active_site import active_site
from cms.visibility.hub_addresses import beginning_of, own_path

from .keys import earlier_secrets, secret

CONFIRM_DAYS = 7
CONFIRM_FOR = datetime.timedelta(days=CONFIRM_DAYS)
PREFERENCES_FOR = datetime.timedelta(days=30)
UNDO_FOR = datetime.timedelta(hours=1)
_SEPARATOR = "."  # not in the alphabet of a signature, and needs no escaping in an address (RFC 3986)


class BadSubscriberTokenError(ValueError):
    """A link is forged, incomplete, too old or of another kind. It isn't revealed which."""


class Leaving(NamedTuple):
    """The content of a link to unsubscribe: a subscription, and the send whose message had the link, if any."""

    subscription_key: uuid.UUID
    send_id: int | None


def confirm_token(subscriber_key: uuid.UUID) -> str:
    """Return the token that confirms a subscriber's request; valid for a week."""
    return _timed("confirm").sign(subscriber_key.hex)


def read_confirm(token: str) -> uuid.UUID:
    """Return the subscriber's key. Raises BadSubscriberTokenError."""
    return _key(_unsign(_timed("confirm"), token, max_age=CONFIRM_FOR))


def leave_token(subscription_key: uuid.UUID, send_id: int | None = None) -> str:
    """Return the token that ends a subscription; valid for ever."""
    return _plain("leave").sign(subscription_key.hex + (f"{_SEPARATOR}{send_id}" if send_id else ""))


def read_leave(token: str) -> Leaving:
    """Return the content of the token. Raises BadSubscriberTokenError."""
    key, _, send_id = _unsign(_plain("leave"), token).partition(_SEPARATOR)
    return Leaving(_key(key), int(send_id) if send_id else None)


def unfollow_token(following_key: uuid.UUID) -> str:
    """Return the token that ends a following; valid for ever."""
    return _plain("unfollow").sign(following_key.hex)


def read_unfollow(token: str) -> uuid.UUID:
    """Return the key of the following. Raises BadSubscriberTokenError."""
    return _key(_unsign(_plain("unfollow"), token))


def undo_token(subscription_key: uuid.UUID) -> str:
    """Return the token that undoes an unsubscription; valid for an hour."""
    return _timed("undo").sign(subscription_key.hex)


def read_undo(token: str) -> uuid.UUID:
    """Return the key of the subscription that was ended. Raises BadSubscriberTokenError."""
    return _key(_unsign(_timed("undo"), token, max_age=UNDO_FOR))


def preferences_token(subscriber_key: uuid.UUID, since: datetime.datetime | None = None) -> str:
    """Return the token of a subscriber's own page; valid for 30 days, from now on or since the given time.

    An erasure gives the subscriber another key, and so ends it.
    """
    return _timed("preferences", since).sign(subscriber_key.hex)


def read_preferences(token: str) -> uuid.UUID:
    """Return the subscriber's key. Raises BadSubscriberTokenError."""
    return _key(_unsign(_timed("preferences"), token, max_age=PREFERENCES_FOR))


def confirm_url(subscriber_key: uuid.UUID) -> str:
    """Return the full address of the page that asks to confirm."""
    return _url("confirm", confirm_token(subscriber_key))


def leave_url(subscription_key: uuid.UUID, send_id: int | None = None, *, beginning: str | None = None) -> str:
    """Return the full address at which a subscription is ended, by a person or by one click (RFC 8058).

    `beginning` is that of the site's addresses, if the caller has it; otherwise the active site's.
    """
    return _url("leave", leave_token(subscription_key, send_id), beginning)


def unfollow_url(following_key: uuid.UUID) -> str:
    """Return the full address at which a following is ended, by a person or by one click (RFC 8058)."""
    return _url("unfollow", unfollow_token(following_key))


def preferences_url(
    subscriber_key: uuid.UUID, since: datetime.datetime | None = None, *, beginning: str | None = None
) -> str:
    """Return the full address of a subscriber's own page on a site; see `preferences_token` and `leave_url`."""
    return _url("preferences", preferences_token(subscriber_key, since), beginning)


def _url(page: str, token: str, beginning: str | None = None) -> str:
    before, after = _path(page)
    return f"{beginning_of(active_site()) if beginning is None else beginning}{before}{token}{after}"


# Filled by the first use: making a link needs no look at the addresses of all views.
_paths: dict[str, tuple[str, str]] = {}


def _path(page: str) -> tuple[str, str]:
    """Return the parts before and after the token in the path of a page, which is the same on every site."""
    if page not in _paths:
        before, after = own_path(f"newsletter:{page}", "token").split("token")
        _paths[page] = before, after
    return _paths[page]


def _plain(kind: str) -> signing.Signer:
    return signing.Signer(key=secret(), fallback_keys=[*earlier_secrets()], salt=f"newsletter.{kind}", sep=_SEPARATOR)


class _TimedSigner(signing.TimestampSigner):
    """Signs with the time given, or with the present one."""

    def __init__(self, since: datetime.datetime | None, **options):
        super().__init__(**options)
        self._since = since

    def timestamp(self) -> str:
        return signing.b62_encode(int(self._since.timestamp())) if self._since else super().timestamp()


def _timed(kind: str, since: datetime.datetime | None = None) -> signing.TimestampSigner:
    return _TimedSigner(since, key=secret(), fallback_keys=earlier_secrets(), salt=f"newsletter.{kind}", sep=_SEPARATOR)


def _unsign(signer: signing.Signer, token: str, **options) -> str:
    try:
        return signer.unsign(token, **options)
    except signing.BadSignature:
        raise BadSubscriberTokenError("This link doesn't work.") from None


def _key(text: str) -> uuid.UUID:
    return uuid.UUID(hex=text)
