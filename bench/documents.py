"""The documents that are measured, each with its variables for the site that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FOLDER = Path(__file__).resolve().parent / "documents"
STOCK_FOLDER = FOLDER / "stock"
NAMES = ("home", "list", "item", "stream", "navigation")
STREAM = "neglect"

Ask = Callable[["Document"], dict[str, Any]]


@dataclass(frozen=True)
class Document:
    """One request: a document and the values of its variables."""

    name: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The path and query string of the request as a frontend sends it by GET."""
        variables = {"variables": json.dumps(self.variables, separators=(",", ":"))} if self.variables else {}
        return "/graphql/?" + urlencode({"query": self.text} | variables)


def read(name: str, variables: dict[str, Any] | None = None, *, folder: Path = FOLDER) -> Document:
    """Return the document of the file, its white space as it is."""
    return Document(name, (folder / f"{name.title()}.graphql").read_text(), variables or {})


def ours(ask: Ask) -> list[Document]:
    """Return the five documents. `ask` answers a document from the site: the third page is found by its cursor."""
    return [
        read("home"),
        read("list"),
        read("item", {"slug": item_slug()}),
        read("stream", {"slug": STREAM, "after": third_page(ask)}),
        read("navigation"),
    ]


def stock() -> list[Document]:
    """Return the documents that bring the same data from stock grapple."""
    return [
        read("home", folder=STOCK_FOLDER),
        read("list", folder=STOCK_FOLDER),
        read("item", {"slug": item_slug()}, folder=STOCK_FOLDER),
        read("stream", {"slug": STREAM, "page": 3}, folder=STOCK_FOLDER),
        read("navigation", folder=STOCK_FOLDER),
    ]


def item_slug() -> str:
    """Return the slug of a news item in the middle of the list that has a picture and a block of each kind."""
    from programme.models import NewsPage

    slugs = NewsPage.objects.filter(image__isnull=False, commitments__isnull=False).order_by("pk")
    slugs = [slug for slug in slugs.values_list("slug", flat=True) if slug.endswith("0")]
    return slugs[len(slugs) // 2]


def third_page(ask: Ask) -> str:
    """Return the cursor at which the third page of the stream's news starts, going there as a reader does."""
    after = None
    for _ in range(2):
        data = ask(read("stream", {"slug": STREAM, "after": after}))["data"]
        after = data["workStream"]["news"]["pageInfo"]["endCursor"]
    return after
