"""Redis as a cache that may fail: nobody waits for it long, and the hub goes on without it."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient, RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds for one step on the network, and those after a failure in which the server isn't asked again.
PATIENCE = 0.5
REST = 5
AN_HOUR = 60 * 60

# Until when a server isn't asked again, by its address.
_resting: dict[str, float] = {}


class CorruptEntries:
    """When this process found entries that it couldn't read; the last thousand."""

    def __init__(self) -> None:
        self._found: deque[float] = deque(maxlen=1_000)

    def note(self, error: Exception) -> None:
        """Write down that an entry couldn't be read. It counts as missing."""
        self._found.append(time.monotonic())
        logger.warning("A corrupt entry of the cache is left out: %s", type(error).__name__)

    def within_the_hour(self) -> int:
        """Return how many were found within the last hour."""
        since = time.monotonic() - AN_HOUR
        return sum(moment > since for moment in list(self._found))


corrupt_entries = CorruptEntries()


class SteadySerializer(RedisSerializer):
    """Django's, except that an entry that can't be read is None: whatever it was, it can be made anew."""

    def loads(self, data: Any) -> Any:
        try:
            return super().loads(data)
        except Exception as error:  # noqa: BLE001  there is nothing that a damaged pickle can't raise
            corrupt_entries.note(error)
            return None


# A connection that the server has closed meanwhile is opened again once, at once.
OPTIONS = {
    "socket_connect_timeout": PATIENCE,
    "socket_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 1),
    "serializer": SteadySerializer,
}


class CacheDownError(Exception):
    """The cache's server doesn't answer, or didn't a moment ago."""


class SteadyClient:
    """Asks Django's client, unless the server has just failed. A failure is logged once, and so is its end."""

    def __init__(self, client: RedisCacheClient, server: str):
        self._client = client
        self._server = server

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._ask, getattr(self._client, name))

    def _ask(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        until = _resting.get(self._server)
        if until is not None and time.monotonic() < until:
            raise CacheDownError
        try:
            answer = method(*args, **kwargs)
        except (RedisError, OSError) as error:
            _resting[self._server] = time.monotonic() + REST
            if until is None:
                logger.warning("The cache doesn't answer; the hub goes on without it: %s", error)
            raise CacheDownError from error
        if _resting.pop(self._server, None) is not None:
            logger.warning("The cache answers again.")
        return answer


class OptionalClient(SteadyClient):
    """The same, but without the server reads find nothing and writes are dropped."""

    def _ask(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._ask(method, *args, **kwargs)
        except CacheDownError:
            if method.__name__ == "incr":
                raise ValueError("The cache is down, so it has no such key.") from None
            if method.__name__ == "get":
                return args[1]  # the default
            return {} if method.__name__ == "get_many" else False


class SteadyRedisCache(RedisCache):
    """Django's cache in Redis for those who have another way without it: every method may raise CacheDownError."""

    client = SteadyClient

    def __init__(self, server: str, params: dict[str, Any]):
        super().__init__(server, params | {"OPTIONS": OPTIONS | params.get("OPTIONS", {})})
        self._address = str(server)

    @cached_property
    def _cache(self) -> SteadyClient:  # type: ignore[override]  # it has the methods of Django's client
        return self.client(super()._cache, self._address)

    def answers(self) -> bool:
        """Say whether the server takes an entry and gives it back."""
        key, value = "cms.base.caches.answers", "yes"
        try:
            self.set(key, value, REST)
            return bool(self.get(key) == value)
        except CacheDownError:
            return False


class OptionalRedisCache(SteadyRedisCache):
    """Django's cache in Redis for what can be made anew. It never fails."""

    client = OptionalClient
