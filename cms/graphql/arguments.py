"""The arguments of connections: slice, filter and order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet

from cms.batches.reader import BuildQuery
from cms.visibility.rule import Visibility

from .connections import ConnectionRows, Slice
from .context import Context
from .filters import Condition, condition_of
from .orders import chosen_order


@dataclass(frozen=True)
class ListArguments:
    """The arguments of a connection to rows of a model."""

    model: type[Model]
    part: Slice
    order: tuple[str, ...]
    condition: Condition | None
    context: Context

    @classmethod
    def of(cls, model: type[Model], arguments: dict[str, Any], context: Context) -> ListArguments:
        """Return the parsed arguments of a field. Raises ApiError if they are invalid."""
        part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
        order = chosen_order(model, arguments.get("order_by"))
        return cls(model, part, order, condition_of(model, arguments.get("where"), context.site), context)

    @property
    def key(self) -> Hashable:
        """The key of these arguments among others of the same field, for shared results."""
        condition = self.condition
        return self.part, self.order, condition and (condition.shape, repr(condition.values))

    def rows(
        self,
        key: Hashable,
        build: BuildQuery,
        bound: Mapping[str, Any] = MappingProxyType({}),
        *,
        is_all: bool = False,
    ) -> ConnectionRows:
        """Return the rows of `build` that match. The arguments are those of `ConnectionRows`."""
        condition = self.condition
        if condition is None:
            return ConnectionRows(self.model, key, build, self.order, self.part, self.context, bound, is_all=is_all)

        def narrowed(visibility: Visibility) -> QuerySet[Any]:
            return build(visibility).filter(condition.build(visibility))

        values = {**bound, **condition.values}
        whole = (key, build) if condition.models and not bound else None
        key = (key, condition.key(self.context.visibility))
        return ConnectionRows(self.model, key, narrowed, self.order, self.part, self.context, values, whole)
