"""Registries, through which later apps extend earlier ones that must not import them, such as the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

Value = TypeVar("Value")


class Registry(Mapping[Any, Value]):
    """Values by name, in their order and then as they were added. Apps add theirs when they are loaded.

    `noun` names the kind of value in errors.
    """

    def __init__(self, noun: str):
        self._noun = noun
        self._entries: dict[Any, tuple[int, Value]] = {}

    def add(self, name: Any, value: Value, *, order: int = 100) -> None:
        """Add a value. Raises ValueError if another has the name."""
        if self.get(name, value) != value:
            raise ValueError(f"“{name}” is already the name of another {self._noun}.")
        entries = self._entries | {name: (order, value)}
        self._entries = dict(sorted(entries.items(), key=lambda entry: entry[1][0]))

    def __getitem__(self, name: Any) -> Value:
        return self._entries[name][1]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
