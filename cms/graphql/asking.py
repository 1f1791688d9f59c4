"""What a client says about a list: which part of it, which rows, in which order. The same for every connection."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from .connections import Rows, Slice
from .context import Context
from .filters import narrow
from .orders import chosen_order


@dataclass(frozen=True)
class Asked:
    """The arguments of a connection."""

    part: Slice
    order: tuple[str, ...]
    where: dict[str, Any] | None = None

    @classmethod
    def of(cls, model: type[Model], arguments: dict[str, Any]) -> Asked:
        """Return what a field's arguments say about a list of the model. Raises ApiError for what makes no sense."""
        part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
        return cls(part, chosen_order(model, arguments.get("order_by")), arguments.get("where"))

    @property
    def key(self) -> Hashable:
        """What tells these arguments from others, for what is read once and kept."""
        return self.part, self.order, repr(self.where) if self.where else None

    def rows(self, queryset: QuerySet, context: Context) -> Rows:
        """Return what the list is answered from. Raises ApiError for a value in `where` that makes no sense."""
        return Rows(narrow(queryset, self.where, context), self.order, self.part, context)
