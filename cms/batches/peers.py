"""Objects that were read together: what one of them needs is read for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

PEERS = "_peers"


class Peers(list[Any]):
    """Objects that were read together. Groups are compared by identity: so a group can be a key, and stays alive as
    long as the data under that key."""

    def __init__(self, things: Iterable[Any] = ()):
        super().__init__(things)
        self._by_class: dict[type, list[Any]] = {}
        self._shared: dict[Hashable, Any] = {}

    __hash__ = object.__hash__  # type: ignore[assignment]  # unlike other lists, these are keys

    def __eq__(self, other: object) -> bool:
        return self is other

    def of(self, kind: type) -> list[Any]:
        """Return the objects of exactly this class. Call it only when the group is complete."""
        found = self._by_class.get(kind)
        if found is None:
            found = self._by_class[kind] = [thing for thing in self if type(thing) is kind]
        return found

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the group's value for the key, which is made on the first call."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]


def adopt(things: Iterable[Any]) -> Peers:
    """Make the objects peers of each other and return them."""
    group = Peers(things)
    for thing in group:
        setattr(thing, PEERS, group)
    return group


def group_of(thing: Any) -> Peers:
    """Return all objects that were read together with this one, of any class, including itself."""
    group = thing.__dict__.get(PEERS)
    return adopt([thing]) if group is None else group


def peers(thing: Any) -> list[Any]:
    """Return the objects of the same class that were read together with this one, including itself."""
    return group_of(thing).of(type(thing))
