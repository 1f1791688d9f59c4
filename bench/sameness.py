"""Are two answers the same data? What may differ is how each engine wraps it, and that alone is evened out here."""

from __future__ import annotations

from typing import Any

from bench.answers import Taken

PREFIX = "Hub"  # as in `bench.stock.fields`, which only a process of stock grapple can import
BASE_URL = "http://localhost"
# A number with us, the name of an HTML element such as h2 with grapple.
LEVEL = "level"


def differences(ours: list[Taken], stock: list[Taken]) -> list[str]:
    """Return a line for every place where the data differ, with its path; empty when all is the same."""
    found = []
    for mine, other in zip(ours, stock, strict=True):
        found += compare(root(mine), root(other), mine.name)
    return found


def root(taken: Taken) -> Any:
    """Return the evened data of a document's only root field, whose name each engine chooses for itself."""
    (value,) = taken.body["data"].values()
    return even(value)


def even(value: Any, name: str = "") -> Any:
    """Return the data without an engine's wrapping.

    A connection's or page's items become a list, with the total beside it if it was asked for; a rich text becomes its
    HTML, and a kind its key; the level of a heading is a number; links on the site lose the site's address.
    """
    if isinstance(value, list):
        return [even(item) for item in value]
    if isinstance(value, str):
        if name == LEVEL:
            return int(value.removeprefix("h"))
        if name == "__typename":
            return value.removeprefix(PREFIX)
        return value.replace(f'href="{BASE_URL}/', 'href="/')
    if not isinstance(value, dict):
        return value
    items = value.get("nodes", value.get("items"))
    if items is not None:
        total = value.get("totalCount", value.get("pagination", {}).get("total"))
        return {"items": even(items), "total": total} if total is not None else even(items)
    if set(value) in ({"html"}, {"key"}):
        return even(next(iter(value.values())), name)
    return {key: even(item, key) for key, item in value.items()}


def compare(mine: Any, other: Any, path: str) -> list[str]:
    """Return where two evened values differ."""
    if isinstance(mine, dict) and isinstance(other, dict):
        if set(mine) != set(other):
            return [f"{path}: fields {sorted(set(mine) ^ set(other))} are on one side only"]
        return [line for key in mine for line in compare(mine[key], other[key], f"{path}.{key}")]
    if isinstance(mine, list) and isinstance(other, list):
        if len(mine) != len(other):
            return [f"{path}: {len(mine)} items, stock grapple has {len(other)}"]
        pairs = enumerate(zip(mine, other, strict=True))
        return [line for i, (a, b) in pairs for line in compare(a, b, f"{path}[{i}]")]
    return [] if mine == other else [f"{path}: {mine!r:.120}, stock grapple has {other!r:.120}"]
