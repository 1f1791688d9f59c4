"""Reads the calls of grapple's helpers. The hub keeps their names and arguments, and does the rest in its own way."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

from grapple.models import GraphQLField

from ..exposure import Objection


class DeclarationError(Exception):
    """Not supported by the hub: the reason, as the end of a sentence about the declaration, and the alternative."""

    def __init__(self, reason: str, instead: str):
        super().__init__(reason)
        self.reason, self.instead = reason, instead


class ExposureError(DeclarationError):
    """The declaration would show non-public data."""


def refuse(objection: Objection | None) -> None:
    """Raise ExposureError if there is an objection."""
    if objection:
        raise ExposureError(*objection)


@dataclass(frozen=True)
class Call:
    """A helper with its arguments: `targets` are those between the name and the options."""

    helper: str
    name: str
    targets: tuple[Any, ...]
    options: dict[str, Any]

    @classmethod
    def of(cls, item: Any) -> Call:
        """Return the call that made an item of `graphql_fields`. Raises DeclarationError if it isn't one of grapple's."""
        if isinstance(item, GraphQLField):
            kept = ("description", "deprecation_reason")
            options = {name: getattr(item, name) for name in kept} | {"source": item.field_source}
            return cls("GraphQLField", item.field_name, (item.field_type,), options)
        if getattr(item, "__module__", "") == "grapple.models":
            # A helper returns a function whose closure has the helper's arguments.
            said = dict(inspect.getclosurevars(item).nonlocals)
            targets = [said.pop(name) for name in ("nested_type", "content_type", "snippet_model") if name in said]
            targets += said.pop("args", ())
            options = said.pop("kwargs", {})
            return cls(item.__qualname__.partition(".")[0], said.pop("field_name"), tuple(targets), said | options)
        made = item() if callable(item) else None
        if isinstance(made, GraphQLField):
            return cls.of(made)
        raise DeclarationError(
            "isn't one of the helpers of grapple or of the hub.", "Write one of `cms.graphql.fields`."
        )

    @property
    def source(self) -> str:
        """The attribute that is read."""
        return self.options.get("source") or self.name

    @property
    def description(self) -> Any:
        """A text, or None: optional in grapple, required by the hub's helpers; W001 reports a missing one."""
        return self.options.get("description")

    @property
    def is_list(self) -> bool:
        return bool(self.options.get("is_list"))
