"""Names of other records in values, before their rows are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import models

from cms.models import HubDocument

LINK = re.compile(r'<a linktype="(page|document)" (?:path|key)="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class PageReference:
    """A page by its address. If an editor deleted the page, it is left out, even where it is `required`."""

    path: str
    required: bool = False


@dataclass(frozen=True)
class SnippetReference:
    """A snippet by its slug."""

    model: type[models.Model]
    slug: str
    required: bool = False


Reference = PageReference | SnippetReference


@dataclass(frozen=True)
class LinkedRichText:
    """Rich text as Wagtail stores it, but its links name pages by address, and files by key."""

    html: str


GONE = object()  # an item of a list whose target is gone


class TargetGoneError(Exception):
    """A required reference has no target."""


class Rows:
    """The row of each record. Filled while pages are created."""

    def __init__(self):
        self._pages: dict[str, int] = {}
        self._snippets: dict[tuple[type[models.Model], str], int] = {}

    def add_page(self, path: str, pk: int) -> None:
        self._pages[path] = pk

    def add_snippet(self, model: type[models.Model], slug: str, pk: int) -> None:
        self._snippets[model, slug] = pk

    def page(self, path: str) -> int | None:
        """Return the key of the page with this address in the files, or None if there is none."""
        return self._pages.get(path)

    def resolve(self, value: Any) -> Any:
        """Return the value with keys in place of names. Raises TargetGoneError if a required target is missing.

        A missing target is left out of a list, turns a link in rich text into plain words, and is None elsewhere.
        """
        match value:
            case PageReference() | SnippetReference():
                return self._key(value)
            case LinkedRichText():
                return LINK.sub(self._link, value.html)
            case list():
                return [item for item in map(self._resolve_item, value) if item is not GONE]
            case dict():
                return {name: self.resolve(item) for name, item in value.items()}
            case _:
                return value

    def _key(self, reference: Reference) -> int | None:
        if isinstance(reference, PageReference):
            pk = self._pages.get(reference.path)
        else:
            pk = self._snippets.get((reference.model, reference.slug))
        if pk is None and reference.required:
            raise TargetGoneError
        return pk

    def _resolve_item(self, item: Any) -> Any:
        try:
            found = self.resolve(item)
        except TargetGoneError:
            return GONE
        return GONE if found is None and isinstance(item, Reference) else found

    def _link(self, match: re.Match[str]) -> str:
        kind, name, words = match.groups()
        pk = self._pages.get(name) if kind == "page" else self._snippets.get((HubDocument, name))
        return words if pk is None else f'<a linktype="{kind}" id="{pk}">{words}</a>'
