"""The records of a load with their objects, and what becomes of them."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models

from . import memory
from .files import Record
from .rows import RowKind, kind_of
from .values import Values


class LoadOutcome(enum.StrEnum):
    """The result for a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept as editors left them"


@dataclass
class Report:
    """The results of a load, by record key."""

    outcomes: dict[str, LoadOutcome] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # why

    def count(self, outcome: LoadOutcome) -> int:
        return Counter(self.outcomes.values())[outcome]


@dataclass
class Task:
    """A record, the values its object should have, and the object once it is known."""

    record: Record
    values: Values
    instance: Any = None
    loaded: memory.Loaded | None = None
    outcome: LoadOutcome | None = None

    @property
    def model(self) -> type[models.Model]:
        return self.record.model

    @property
    def is_new(self) -> bool:
        return self.outcome is LoadOutcome.CREATED

    @property
    def row_kind(self) -> RowKind:
        """How a row belongs to the programme."""
        return cast(RowKind, kind_of(self.model))
