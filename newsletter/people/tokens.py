"""Signed links. They contain no address, and making one needs no query: the sender makes two per message.

Each kind has its own salt, so that none can be used for another. Links to leave never expire: somebody who finds an old
message must be able to. Links to a person's own page do, since it shows and deletes personal data.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.core import signing

from cms.base.active_site import active_site
from cms.visibility.hub_addresses import beginning_of, own_path

from .keys import earlier_secrets, secret

_SEPARATOR = "."  # not in the alphabet of a signature, and needs no escaping in an address (RFC 3986)


class BadSubscriberTokenError(ValueError):
    """A link is forged, incomplete, too old, of another kind, or nothing is left that it names. It isn't revealed which."""


class LinkContent(NamedTuple):
    """The key of the row that a link names, and the send whose message had the link, if any."""

    key: uuid.UUID
    send_id: int | None


@dataclass(frozen=True)
class SubscriberLink:
    """A kind of links, to the page of that name; valid for a time, or for ever."""

    page: str
    valid_for: datetime.timedelta | None = None

    def token(self, key: uuid.UUID, send_id: int | None = None, *, since: datetime.datetime | None = None) -> str:
        """Return the token that names a row, and perhaps a send; valid from now on, or since the given time."""
        return self._signer(since).sign(key.hex + (f"{_SEPARATOR}{send_id}" if send_id else ""))

    def read(self, token: str) -> LinkContent:
        """Return the content of a token. Raises BadSubscriberTokenError."""
        limit: dict[str, Any] = {"max_age": self.valid_for} if self.valid_for else {}
        try:
            key, _, send_id = self._signer().unsign(token, **limit).partition(_SEPARATOR)
        except signing.BadSignature:
            raise BadSubscriberTokenError from None
        return LinkContent(uuid.UUID(hex=key), int(send_id) if send_id else None)

    def url(
        self,
        key: uuid.UUID,
        send_id: int | None = None,
        *,
        since: datetime.datetime | None = None,
        beginning: str | None = None,
    ) -> str:
        """Return the full address with such a token.

        `beginning` is that of the site's addresses, if the caller has it; otherwise the active site's.
        """
        before, after = _path(self.page)
        start = beginning_of(active_site()) if beginning is None else beginning
        return f"{start}{before}{self.token(key, send_id, since=since)}{after}"

    def _signer(self, since: datetime.datetime | None = None) -> signing.Signer:
        options: dict[str, Any] = {
            "key": secret(),
            "fallback_keys": earlier_secrets(),
            "salt": f"newsletter.{self.page}",
            "sep": _SEPARATOR,
        }
        return _TimedSigner(since, **options) if self.valid_for else signing.Signer(**options)


class _TimedSigner(signing.TimestampSigner):
    """Signs with the time given, or with the present one."""

    def __init__(self, since: datetime.datetime | None, **options):
        super().__init__(**options)
        self._since = since

    def timestamp(self) -> str:
        return signing.b62_encode(int(self._since.timestamp())) if self._since else super().timestamp()


# The first and the last name a subscriber, those to leave and to undo it a subscription, the other a following. An erasure
# gives the subscriber another key, and so ends links to them.
CONFIRM_DAYS, PREFERENCES_DAYS = 7, 30
UNDO_FOR = datetime.timedelta(hours=1)
CONFIRM = SubscriberLink("confirm", datetime.timedelta(days=CONFIRM_DAYS))
LEAVE = SubscriberLink("leave")
UNDO = SubscriberLink("undo", UNDO_FOR)
UNFOLLOW = SubscriberLink("unfollow")
PREFERENCES = SubscriberLink("preferences", datetime.timedelta(days=PREFERENCES_DAYS))


@cache
def _path(page: str) -> list[str]:
    """Return the parts before and after the token in the path of a page, which is the same on every site."""
    return own_path(f"newsletter:{page}", "token").split("token")
