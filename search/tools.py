"""What assistants can search for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cms.assistants.graphql.api import Hub, stored
from cms.assistants.tools import CURSOR, Tool, ToolResult, listed, quoting_types, text, tools

own = partial(stored, Path(__file__).resolve().parent)
MOST_RESULTS = 10


def search(hub: Hub, given: dict[str, Any]) -> ToolResult:
    """Return the pages about words, best first."""
    where = {"types": given["types"]} if given.get("types") else None
    variables = {"query": given["query"], "first": MOST_RESULTS, "after": given.get("cursor"), "where": where}
    found = hub.ask(own("FindPages"), variables)["search"]
    edges = [edge | {"node": _result(edge["node"])} for edge in found["edges"]]
    result = listed(edges, found["pageInfo"]["hasNextPage"])
    about = {name: found[name] for name in ("searchedFor", "totalCount", "suggestion") if found[name]}
    kinds = {edge["node"]["page"]["__typename"] for edge in found["edges"] if edge["node"]["page"]}
    return ToolResult(
        about | {"results": result.content}, result.next_cursor, from_public=not quoting_types.isdisjoint(kinds)
    )


def _result(node: dict[str, Any]) -> dict[str, Any]:
    page, document, status = node["page"] or {}, node["document"], node["status"]
    told = {
        "id": page.get("id"),
        "type": page.get("__typename"),
        "path": page.get("path"),
        "title": node["title"]["plainText"],
        "excerpt": node["excerpt"]["plainText"],
        "kind": node["typeLabel"],
        "facts": node["facts"],
        "date": node["date"],
        "status": status and status["label"],
        "document": document,
    }
    return {name: value for name, value in told.items() if value}


tools.add(
    "search",
    Tool(
        "Search",
        "Pages about words or a question, best first, whether the words are in a page or in a document on it.",
        search,
        {
            "query": text("Words or a question."),
            "types": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Only these types of pages, such as NEWS_PAGE.",
            },
            "cursor": CURSOR,
        },
        ("query",),
        documents=(own("FindPages"),),
    ),
    order=10,
)
