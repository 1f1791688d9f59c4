"""The keys with which the hub posts. They are in the setting `SOCIAL_KEYS`, never in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cms.delivery.social_platforms import SocialPlatform
from cms.models import ProgrammeSite

# Where accounts of bsky.app sign in, wherever their data is.
BLUESKY_SERVER = "https://bsky.social"
BY_API = (SocialPlatform.MASTODON, SocialPlatform.BLUESKY)


@dataclass(frozen=True)
class AccountKey:
    """The key of an account and the server that takes it.

    The operator may name a server of their own, which then may be in a private network. `repr` never shows the key.
    """

    platform: SocialPlatform
    server: str
    is_own_server: bool
    account: str
    key: str = field(repr=False)


def key_of(channel: Any) -> AccountKey | None:
    """Return the key of a `cms.SocialChannel`; None if it has none, isn't in use, or the hub can't post on its platform.

    A key that is for one programme isn't found for an account of another. One statement if it is for one.
    """
    platform = channel.known_platform if channel and channel.active else None
    said = _said().get(_plain(channel.address)) if platform in BY_API else None
    if platform is None or said is None:
        return None
    programme = said.get("programme", "")
    if programme and not ProgrammeSite.objects.filter(site=channel.settings.site_id, key=programme).exists():
        return None
    host = urlsplit(channel.address).netloc
    usual = BLUESKY_SERVER if platform == SocialPlatform.BLUESKY else f"https://{host}"
    own = said.get("server", "").rstrip("/")
    return AccountKey(platform, own or usual, bool(own), account_of(channel), said["key"])


def account_of(channel: Any) -> str:
    """Return an account's name for its server: the last part of its address, without the “@” before it."""
    return (urlsplit(channel.address).path.rstrip("/").rpartition("/")[2] or channel.handle).removeprefix("@")


def has_keys() -> bool:
    """Say whether the hub has any key."""
    return bool(settings.SOCIAL_KEYS)


def _said() -> dict[str, dict[str, str]]:
    return {_plain(address): said for address, said in settings.SOCIAL_KEYS.items()}


def _plain(address: str) -> str:
    return address.rstrip("/").lower()
