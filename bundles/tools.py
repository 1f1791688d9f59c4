"""What assistants can do with bundles: find those of their person, and put a draft into one. People publish them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.assistants.graphql.api import Hub, stored
from cms.assistants.tools import CURSOR, Tool, ToolResult, listed, text, tools
from cms.assistants.writing_tools import REQUEST, request_of, written
from cms.tokens.scopes import WRITE

own = partial(stored, Path(__file__).resolve().parent)
MOST_BUNDLES = 10


def list_bundles(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the bundles that aren't published yet."""
    variables = {"first": MOST_BUNDLES, "after": given.get("cursor")}
    found = hub.ask(own("ListBundles"), variables)["bundles"]
    edges = [{"cursor": one["id"], "node": one} for one in found]
    return listed(edges, has_more=len(found) == MOST_BUNDLES)


def add_to_bundle(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Put a draft into a bundle."""
    target = {name: given[name] for name in ("id", "version", "bundle")}
    answer = hub.ask(own("AddToBundle"), {"input": target | request_of(given)})
    return written(answer["addToBundle"], "bundle")


tools.add(
    "list_bundles",
    Tool(
        "List bundles",
        "The bundles of the person behind the token that aren't published yet, with the drafts in them.",
        list_bundles,
        {"cursor": CURSOR},
        scopes=(WRITE,),
        documents=(own("ListBundles"),),
    ),
    order=120,
)
tools.add(
    "add_to_bundle",
    Tool(
        "Put a draft into a bundle",
        "Puts the latest draft of a page into a bundle that is being written. People review and publish it.",
        add_to_bundle,
        {
            "id": text("The page's `id`."),
            "version": text("The version that is to be in it, the latest, as `read_page` gives it."),
            "bundle": text("The `id` of the bundle, as `list_bundles` gives it."),
        }
        | REQUEST,
        ("id", "version", "bundle"),
        scopes=(WRITE,),
        writes=True,
        documents=(own("AddToBundle"),),
    ),
    order=130,
)
