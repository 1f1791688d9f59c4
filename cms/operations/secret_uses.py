"""What is still signed or hashed with an earlier secret, as far as it can be known, for `manage.py secrets`.

Signatures are in links and cookies, which are kept elsewhere: of those only their number or their longest life is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from cms.base.registry import Registry
from cms.editing.models import DiaryAddress
from cms.pages import preview_links
from cms.pages.link_kinds import LinkKind


class SecretUse(NamedTuple):
    """One use of a secret: how much of it needs an earlier secret, in a few words, and until when."""

    setting: str
    name: str
    earlier: str
    until: str


sources: Registry[Callable[[], Iterator[SecretUse]]] = Registry("use of a secret")

UNKNOWN = "not known"
KEY = "SECRET_KEY"


def secret_uses() -> list[SecretUse]:
    """Return all uses of secrets, those of later apps included."""
    return [use for source in sources.values() for use in source()]


def out_of(number: int) -> str:
    """Say that nobody knows which of a number need an earlier secret."""
    return f"some of {number}" if number else "none"


def of_the_hub() -> Iterator[SecretUse]:
    """Uses of `SECRET_KEY` by Django and the admin."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    yield SecretUse(KEY, "Sessions", str(earlier_sessions()), f"the next request of each, {hours} hours at most")
    yield SecretUse(KEY, "Cookies of known browsers", UNKNOWN, "the next sign-in, a year at most")
    yield SecretUse(KEY, "Links for a new password, previews", UNKNOWN, "an hour at most")
    yield SecretUse(KEY, "Addresses of free picture sizes", UNKNOWN, "frontends ask the API for the addresses anew")
    yield from of_links(preview_links.LINKS)
    active = DiaryAddress.objects.filter(active=True).count()
    yield SecretUse(KEY, "Calendar addresses of editors", out_of(active), "they copy the address anew")


def of_links(kind: LinkKind[Any]) -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by the open links of a kind."""
    last = kind.open_links().order_by("-expires_at").values_list("expires_at", flat=True).first()
    until = f"{last:%Y-%m-%d}" if last else "none is open"
    yield SecretUse(KEY, kind.name, out_of(kind.open_links().count()), until)


def earlier_sessions() -> int:
    """Return the number of sessions that aren't signed with the present key."""
    store = SessionStore()
    number = 0
    for data in (
        Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_data", flat=True).iterator()
    ):
        try:
            signing.loads(data, salt=store.key_salt, serializer=store.serializer, fallback_keys=[])
        except signing.BadSignature:
            number += 1
    return number


sources.add("hub", of_the_hub, order=10)
