"""What a client says about a list: which part of it, which rows, in which order. The same for every connection."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet

from cms.visibility.rule import Visibility

from .connections import Rows, Slice
from .context import Context
from .filters import Condition, condition_of
from .orders import chosen_order


@dataclass(frozen=True)
class Asked:
    """The arguments of a connection to rows of a model."""

    model: type[Model]
    part: Slice
    order: tuple[str, ...]
    condition: Condition | None
    context: Context

    @classmethod
    def of(cls, model: type[Model], arguments: dict[str, Any], context: Context) -> Asked:
        """Return what a field's arguments say. Raises ApiError for what makes no sense."""
        part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
        order = chosen_order(model, arguments.get("order_by"))
        return cls(model, part, order, condition_of(model, arguments.get("where"), context.site), context)

    @property
    def key(self) -> Hashable:
        """What tells these arguments from others of the same field, for what is read once and kept."""
        condition = self.condition
        return self.part, self.order, condition and (condition.shape, repr(condition.values))

    def rows(
        self,
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        bound: Mapping[str, Any] = MappingProxyType({}),
    ) -> Rows:
        """Return the rows to answer from: those of `build` that fit. The arguments are those of `Rows`."""
        condition = self.condition
        if condition is None:
            return Rows(self.model, key, build, self.order, self.part, self.context, bound)

        def narrowed(visibility: Visibility) -> QuerySet:
            return build(visibility).filter(condition.build(visibility))

        values = {**bound, **condition.values}
        whole = (key, build) if condition.models and not bound else None
        key = (key, condition.key(self.context.visibility))
        return Rows(self.model, key, narrowed, self.order, self.part, self.context, values, whole)
