"""A bounded store in the memory of one process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any


class Bounded:
    """A least-recently-used store, bounded by total weight. Thread-safe."""

    def __init__(self, capacity: int, largest: int | None = None):
        self.capacity = capacity
        # The heaviest value that is stored; by default a tenth of the capacity.
        self.largest = capacity // 10 if largest is None else largest
        self._weight = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any | None:
        """Return the value under the key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, value: Any, weight: int) -> bool:
        """Store the value unless it is too heavy. Return whether it was stored."""
        if weight > self.largest:
            return False
        with self._lock:
            self._weight += weight - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, weight)
            while self._weight > self.capacity:
                _, (_, gone) = self._kept.popitem(last=False)
                self._weight -= gone
        return True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._weight = 0
