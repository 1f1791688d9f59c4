"""What assistants can read by an address of the hub's own: pages by id, and what apps register beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms.base.registry import Registry

from .graphql.api import Hub
from .reading_tools import read_page
from .tools import ToolResult

SCHEME = "hub://"


@dataclass(frozen=True)
class Resource:
    """Content at an address. `address` is all of it, or has one `{part}` in it, which `read` gets; otherwise an empty text.

    `read` raises ToolError. `documents` are those that it asks.
    """

    address: str
    title: str
    description: str
    read: Callable[[Hub, str], ToolResult]
    documents: tuple[str, ...] = ()

    @property
    def is_template(self) -> bool:
        return "{" in self.address

    def part_in(self, address: str) -> str | None:
        """Return the part of an address of this kind; None if it is of another."""
        beginning = self.address.partition("{")[0]
        if not self.is_template:
            return "" if address == self.address else None
        return address[len(beginning) :] if address.startswith(beginning) and address != beginning else None


resources: Registry[Resource] = Registry("resource")

resources.add(
    "page",
    Resource(
        f"{SCHEME}page/{{id}}",
        "Page",
        "The beginning of a published page, as Markdown. `read_page` has the rest.",
        lambda hub, id: read_page(hub, {"id": id}),
    ),
)
