"""An edition as data, from which its HTML, its text, the archive page and the print page are made.

It is stored with the edition as JSON, so the archive stays as it was sent. Templates get it only through `for_templates`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.base import words
from cms.batches.reader import BatchReader
from cms.pages.rich_text import expand, expect_links
from newsletter import replies
from newsletter.choices import EditionAudience
from newsletter.models import IssuePage

from .content import Node, Surroundings
from .findings import EditionFinding
from .fragments import as_lines, clean
from .proposals import list_values, page_ids


def item_of(node: Node, text: str, audiences: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a page in the issue; without a text of its own it has the page's summary. `entries` are the ledger entries known
    at this time, `audiences` those for whom the page is."""
    known = {name: getattr(node, name) for name in ("id", "kind", "title", "url", "facts")}
    return known | {
        "text": text or node.summary,
        "image": asdict(node.image) if node.image else None,
        "entries": [entry.id for entry in node.entries],
        "audiences": audiences,
    }


@dataclass(frozen=True)
class Block:
    """A part of an issue: a `section` or `links` with items, a `heading`, or `text`."""

    kind: str
    heading: str = ""
    level: int = 2
    html: str = ""
    items: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Stored:
    """An issue page's parts as they are stored: introduction, internal blocks and blocks for everybody."""

    introduction: str
    internal: list[dict[str, Any]]
    public: list[dict[str, Any]]

    @classmethod
    def of(cls, page: IssuePage) -> Stored:
        return cls(
            page.introduction,
            list(page.internal_sections.get_prep_value()),
            list(page.sections.get_prep_value()),
        )

    def page_ids(self) -> list[int]:
        """Return the numbers of all pages that it names."""
        return [*page_ids(self.internal), *page_ids(self.public)]

    def texts(self) -> Iterator[str]:
        """Yield every formatted text in it."""
        yield self.introduction
        for block in (*self.internal, *self.public):
            if block["type"] == "rich_text":
                yield block["value"]["text"]


def of_page(
    page: IssuePage,
    stored: Stored,
    audience: EditionAudience,
    nodes: dict[int, Node],
    for_whom: dict[int, tuple[str, ...]],
    around: Surroundings,
    reader: BatchReader,
) -> tuple[dict[str, Any], list[EditionFinding]]:
    """Return the page's edition for an audience, as values that JSON gives back the same, and what is to be said of it. Its
    items are those of `nodes`; others are left out, with a finding. `for_whom` has the audiences of the items' pages.

    `label` says which issue it is, `archive_url` where it can be read in a browser, `reply_to` to which address answers go,
    if not to the sender.

    `reader` is that of the public: links in texts lead to what is public. Internal blocks are in the internal edition alone.
    """
    for text in stored.texts():
        expect_links(text, reader)
    findings: list[EditionFinding] = []
    chosen = [*stored.internal, *stored.public] if audience == EditionAudience.INTERNAL else stored.public
    part = f", part {page.part}" if page.part > 1 else ""
    reply_to = _reply_to(page, reader, findings)
    # Readers find the page once an external list gets the issue. Colleagues may get theirs earlier, or nobody else may.
    has_page = bool(page.url_path) and (audience == EditionAudience.EXTERNAL or page.live)
    data = {
        "audience": audience,
        "subject": page.subject,
        "preheader": page.preheader,
        "label": f"{around.newsletter_name}, issue {page.number}{part}",
        "title": page.title,
        "date": words.day(page.date),
        "author": page.author,
        "introduction": clean(expand(stored.introduction, reader)),
        "blocks": [asdict(block) for block in _blocks(chosen, nodes, for_whom, reader, findings)],
        "archive_url": reader.visibility.url_of(page) if has_page else around.archive_url,
        "archive_is_issue": has_page,
        "surroundings": asdict(around),
        "reply_to": reply_to,
    }
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder)), findings


def _reply_to(page: IssuePage, reader: BatchReader, findings: list[EditionFinding]) -> str:
    """Return the address of the contact point to which answers go, the issue's own or that of the settings; empty without
    one."""
    contact = page.reply_to if page.reply_to_id else replies.default_contact(reader.visibility)
    if contact is None and page.reply_to_id is None:
        return ""
    address = replies.address_of(contact, reader.visibility)
    if not address:
        name = f"“{contact}”" if contact else "The contact point"
        findings.append(
            EditionFinding("error", f"{name} can't get replies: it isn't published, or has no e-mail address.")
        )
    return address


def _blocks(
    stored: Iterable[dict[str, Any]],
    nodes: dict[int, Node],
    for_whom: dict[int, tuple[str, ...]],
    reader: BatchReader,
    findings: list[EditionFinding],
) -> Iterator[Block]:
    for raw in stored:
        kind, value = raw["type"], raw["value"]
        if kind == "heading":
            yield Block("heading", value["text"], 3 if value.get("level") == "h3" else 2)
        elif kind == "rich_text":
            yield Block("text", html=clean(expand(value["text"], reader)))
        else:
            heading = value["heading"] if kind == "section" else value.get("title") or ""
            told = (
                [(item["page"], item.get("text") or "") for item in list_values(value["items"])]
                if kind == "section"
                else [(key, "") for key in list_values(value["pages"])]
            )
            items = tuple(
                item_of(nodes[key], text.strip(), for_whom.get(key, ())) for key, text in told if key in nodes
            )
            missing = len(told) - len(items)
            if missing:
                pages = (
                    "A page isn't public, so it is" if missing == 1 else f"{missing} pages aren't public, so they are"
                )
                findings.append(EditionFinding("warning", f"{pages} left out.", heading))
            if items:
                yield Block("section" if kind == "section" else "links", heading, items=items)
            else:
                findings.append(
                    EditionFinding("warning", "Nothing in the section is public, so it is left out.", heading)
                )


def for_templates(data: dict[str, Any]) -> dict[str, Any]:
    """Return an edition's data as templates take it: formatted text is cleaned once more, and only then marked safe."""
    blocks = [
        {**block, "html": clean(block["html"]), "lines": as_lines(clean(block["html"]))} for block in data["blocks"]
    ]
    introduction = clean(data["introduction"])
    return {
        **data,
        "introduction": introduction,
        "introduction_lines": as_lines(introduction),
        "blocks": blocks,
        "is_internal": data["audience"] == EditionAudience.INTERNAL,
    }
