"""Rate limits by network, address, account or link. Only keyed hashes are stored, for some hours, or a month once an address
is confirmed.

What people send is counted in a table, exactly, whichever process takes it; the count is over before a form's own transaction
begins. What they read (`spent`) isn't worth a write: it is counted in the cache, and without Redis each process counts its own.
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterator
from enum import Enum, auto
from typing import Protocol

from django.core.cache import BaseCache, caches
from django.db import connection, models
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.base.caches import CacheDownError
from cms.base.records import WorkRecord
from cms.base.registry import Registry

PERIOD = 60 * 60  # seconds, unless a limit has a period of its own
CONFIRMED_FOR = 30 * 24 * 60 * 60  # seconds for which a confirmed address adds to the limits of its network
PER_CONFIRMED = 10
# The highest limit of a network, and the number from which nothing is taken past the limit, in times of the limit.
HIGHEST, FAR_PAST = 10, 10
# An IPv6 /48 has 65,536 networks of one household, and may be a council's or one person's. Its limit is theirs times this.
WIDER = 4

# The forms whose use operators can see, by purpose, each in a few words.
limited_forms: Registry[str] = Registry("form with a limit")


class HasMeta(Protocol):
    """The part of an HTTP request that is needed here."""

    META: dict


class Verdict(Enum):
    """What becomes of something that is sent: it is taken, or only once it is confirmed by e-mail, or it isn't taken."""

    TAKE = auto()
    CONFIRM = auto()
    REFUSE = auto()


class LimitCount(WorkRecord):
    """How often something was done within a period, which begins with the first time, and within the one just before it.

    Of a confirmed address, the purpose is the hash of its network.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=64, db_index=True)
    amount = models.PositiveBigIntegerField()
    before = models.PositiveBigIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    graphql_fields: list = []


def network_of(request: HasMeta) -> str:
    """Return the client's network: the first 24 bits of an IPv4 address, the first 64 of IPv6; empty if unknown.

    `cms.base.proxies` has put the client's address into the request.
    """
    return next(_networks_of(request))[0]


def _networks_of(request: HasMeta | None) -> Iterator[tuple[str, int]]:
    """Yield the client's network and, for IPv6, the /48 around it, each with how many times a limit it has."""
    try:
        found = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "") if request else "")
    except ValueError:
        yield "", 1
        return
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    yield str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False)), 1
    if found.version == 6:
        yield str(ipaddress.ip_network((found, 48), strict=False)), WIDER


def verdict_on(purpose: str, request: HasMeta | None, most: int, *, grows: bool = True) -> Verdict:
    """Count what a client sends, and say whether its networks are within their limits.

    `most` is the limit within an hour of a network in which nobody has confirmed an address; with `grows` it grows with
    those that are confirmed.
    """
    for network, times in _networks_of(request):
        # The wider network has another purpose, so that nothing counts twice in a sum.
        number = asked(purpose if times == 1 else f"{purpose}/48", network)
        limit = most * times
        if number > limit and grows:
            limit = min(limit + PER_CONFIRMED * _confirmed_in(network, limit), limit * HIGHEST)
        if number > limit:
            return Verdict.CONFIRM if number <= limit * FAR_PAST else Verdict.REFUSE
    return Verdict.TAKE


def note_confirmed(request: HasMeta, address: str) -> None:
    """Note that somebody confirmed an e-mail address: for a month the limits of their networks are higher."""
    for network, _ in _networks_of(request):
        _count(_digest("confirmed", f"{network} {address.lower()}"), _digest("confirmed", network), 1, CONFIRMED_FOR)


def _confirmed_in(network: str, most: int) -> int:
    found = LimitCount.objects.filter(purpose=_digest("confirmed", network), ends_at__gt=timezone.now())
    return found[:most].count()


def asked(purpose: str, text: str, period: int = PERIOD) -> int:
    """Count a request in the table, and return the number of requests within the period (an hour), including this one.

    `text` identifies the client: a network or an address. It can't be recovered from the stored hash.
    """
    return _count(_digest(purpose, text), purpose, 1, period)


def spent(purpose: str, text: str, amount: int, period: int = PERIOD) -> int:
    """Count an amount in the cache, and return the sum within the period, which is in seconds and begins with the first.

    For what is read, however often. If the cache is a server that doesn't answer, the table counts meanwhile.
    """
    digest = _digest(purpose, text)
    try:
        return _count_in_cache(caches["limits"], f"limit:{purpose}:{digest}", amount, period)
    except CacheDownError:
        return _count(digest, purpose, amount, period)


def lately() -> dict[str, int]:
    """Return how often each form was used within its last two periods, by purpose."""
    since = timezone.now() - datetime.timedelta(seconds=PERIOD)
    found = LimitCount.objects.filter(purpose__in=limited_forms, ends_at__gt=since).order_by("purpose")
    return dict(found.values_list("purpose").annotate(sent=Sum(F("amount") + F("before"))))


def forget() -> None:
    """Delete the counts that nobody needs any more."""
    LimitCount.objects.filter(ends_at__lte=timezone.now() - datetime.timedelta(seconds=PERIOD)).delete()


def _digest(purpose: str, text: str) -> str:
    return salted_hmac(f"cms.base.rate_limits.{purpose}", text, algorithm="sha256").hexdigest()


def _count(digest: str, purpose: str, amount: int, period: int) -> int:
    """Add to a row of the table and return its sum. One statement, so that no process misses another's."""
    table, length, now = LimitCount._meta.db_table, datetime.timedelta(seconds=period), timezone.now()
    adapted = connection.ops.adapt_datetimefield_value
    is_over = f"{table}.ends_at <= %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (digest, purpose, amount, before, ends_at) VALUES (%s, %s, %s, 0, %s) "  # noqa: S608
            "ON CONFLICT (digest) DO UPDATE SET "
            f"before = CASE WHEN {is_over} THEN 0 WHEN {is_over} THEN {table}.amount ELSE {table}.before END, "
            f"amount = excluded.amount + CASE WHEN {is_over} THEN 0 ELSE {table}.amount END, "
            f"ends_at = CASE WHEN {is_over} THEN excluded.ends_at ELSE {table}.ends_at END RETURNING amount",
            # Of a period that ended longer than another ago, nothing is left.
            [digest, purpose, amount, adapted(now + length), adapted(now - length), *[adapted(now)] * 3],
        )
        ((total,),) = cursor.fetchall()
    return total


def _count_in_cache(cache: BaseCache, key: str, amount: int, period: int) -> int:
    if cache.add(key, amount, period):
        return amount
    try:
        return cache.incr(key, amount)
    except ValueError:  # its period ended between the two
        cache.set(key, amount, period)
        return amount
