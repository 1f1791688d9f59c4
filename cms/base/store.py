"""The cache of the API's answers and of public pages, as sent, under a key that changes with the content.

The cache is bounded and optional. A value is in the memory of this process and, if there is one, in the shared cache.
Requests that strangers can vary at will, such as ad-hoc documents, have a small part of the memory and a ceiling per value,
aren't shared, and expire after some minutes.
"""

from __future__ import annotations

import time
import zlib
from typing import Any, Generic, TypeVar

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache

from . import tallies
from .caches import corrupt_entries
from .memory import Bounded

ALIAS = "kept"
MEGABYTE = 1024 * 1024
# The overhead of a value beside its bytes.
FRAME = 1_000
# For requests that strangers can vary at will: their part of the memory, the largest value, and the lifetime in seconds.
STRANGERS_PART = 4
STRANGERS_LARGEST = 256 * 1024
STRANGERS_SECONDS = 300
# The longest that the shared cache keeps a value, in seconds: after a change nobody asks for it again.
SHARED_SECONDS = 60 * 60
# Hashes of requests that have been answered before.
MOST_KNOWN = 50_000

Value = TypeVar("Value", bound=tuple[Any, ...])


class Store(Generic[Value]):
    """Values of one kind, named tuples. A key must cover everything that its value depends on, including the content's token."""

    def __init__(self, name: str, kind: type[Value], megabytes: int = 32):
        self._name = name
        self._hit, self._miss = f"{name}:hit", f"{name}:miss"
        self._kind = kind
        self._own = Bounded(megabytes * MEGABYTE)
        self._strangers = Bounded(megabytes * MEGABYTE // STRANGERS_PART, STRANGERS_LARGEST)
        self._known = Bounded(MOST_KNOWN)

    def knows(self, request: bytes) -> bool:
        """Say whether this process has answered a request with this hash before.

        Only then is it worth reading the content's token before the request is parsed.
        """
        return self.noted(request) is not None

    def noted(self, request: bytes) -> str | None:
        """Return the text that was noted with the request; None if this process hasn't answered it."""
        return self._known.get(request)

    def note(self, request: bytes, text: str = "") -> None:
        """Remember that a request with this hash can be answered, and a short text with it."""
        self._known.keep(request, text, 1)

    def load(self, key: str) -> Value | None:
        """Return the value from this process or the shared cache; None if neither has it."""
        found = self._own.get(key) or self._of_strangers(key)
        if found is None and _is_shared():
            found = self._of_the_shared(key)
        tallies.count(self._hit if found is not None else self._miss)
        return found

    def keep(self, key: str, value: Value, seconds: int, *, of_strangers: bool = False) -> None:
        """Store the value, in the shared cache for this number of seconds at most.

        `of_strangers` says that strangers can vary its request at will.
        """
        if of_strangers:
            until = time.monotonic() + STRANGERS_SECONDS
            self._strangers.keep(key, (until, value), _weight(value))
        elif self._own.keep(key, value, _weight(value)) and _is_shared():
            shared = (_checksum(value), *value)
            caches[ALIAS].set(self._shared_key(key), shared, max(1, min(seconds, SHARED_SECONDS)))

    def forget(self) -> None:
        """Forget all values of this process."""
        for memory in (self._own, self._strangers, self._known):
            memory.clear()

    def _of_the_shared(self, key: str) -> Value | None:
        shared = caches[ALIAS].get(self._shared_key(key))
        if shared is None:
            return None
        try:
            checksum, *parts = shared
            found = self._kind(*parts)
            if _checksum(found) != checksum:
                raise ValueError("It isn't as it was kept.")
        except (TypeError, ValueError) as error:  # it isn't a value of ours
            corrupt_entries.note(error)
            return None
        self._own.keep(key, found, _weight(found))
        return found

    def _of_strangers(self, key: str) -> Value | None:
        until, value = self._strangers.get(key) or (0, None)
        return value if time.monotonic() < until else None

    def _shared_key(self, key: str) -> str:
        return f"{self._name}:{key}"


def _weight(value: tuple[Any, ...]) -> int:
    return FRAME + sum(len(part) for part in value if isinstance(part, (bytes, str)))


def _checksum(value: tuple[Any, ...]) -> int:
    total = 0
    for part in value:
        total = zlib.crc32(part if isinstance(part, bytes) else repr(part).encode(), total)
    return total


def _is_shared() -> bool:
    """Say whether the cache is shared: one in this process's memory would hold everything twice."""
    return not isinstance(caches[ALIAS], LocMemCache | DummyCache)
