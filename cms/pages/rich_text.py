"""Rich text for readers: links to non-public objects are dropped, and their words kept."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from bs4 import BeautifulSoup
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText as WagtailRichText
from wagtail.rich_text.rewriters import extract_attrs

from cms.batches.reader import BatchReader
from cms.visibility.rule import Visibility

from .addresses import public_link
from .anchors import anchor_of, free_anchor

LINK = re.compile(r"<a(\b[^>]*)>(.*?)</a>", re.DOTALL)
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
EMBED = re.compile(r"<embed(\b[^>]*?)/?>")


def source_of(value: WagtailRichText | str | None) -> str:
    """Return the stored form of a rich text from a field or a block."""
    return value.source if isinstance(value, WagtailRichText) else (value or "")


def linked_ids(source: str) -> dict[type, set[int]]:
    """Return the pages, documents and images that the text names, by model."""
    ids: dict[type, set[int]] = {}
    if "linktype" in source:
        models = {"page": Page, "document": get_document_model()}
        for match in LINK.finditer(source):
            attributes = extract_attrs(match.group(1))
            model = models.get(attributes.get("linktype"))
            if model and attributes.get("id", "").isdigit():
                ids.setdefault(model, set()).add(int(attributes["id"]))
    if "<embed" in source:
        for match in EMBED.finditer(source):
            attributes = extract_attrs(match.group(1))
            if attributes.get("embedtype") == "image" and attributes.get("id", "").isdigit():
                ids.setdefault(get_image_model(), set()).add(int(attributes["id"]))
    return ids


def expect_links(source: str, reader: BatchReader) -> None:
    """Announce the objects named in the text, so that they are read together with those of other texts."""
    for model, ids in linked_ids(source).items():
        if model is Page:
            reader.expect_links(ids)
        else:
            reader.expect(model, ids)


def expand(source: str, reader: BatchReader) -> str:
    """Return the stored text as HTML with absolute links and an anchor on each heading.

    What it links to should be expected by the reader.
    """

    def link(match: re.Match[str]) -> str:
        attributes, words = extract_attrs(match.group(1)), match.group(2)
        address = _address(attributes, reader)
        return f'<a href="{escape(address)}">{words}</a>' if address else words

    def embed(match: re.Match[str]) -> str:
        attributes = extract_attrs(match.group(1))
        if attributes.get("embedtype") != "image" or not attributes.get("id", "").isdigit():
            return ""
        image: Any = reader.get(get_image_model(), int(attributes["id"]))
        # A picture in running text becomes its alternative text: pictures have a block of their own, with sizes.
        return escape(attributes.get("alt") or image.description) if image else ""

    taken: set[str] = set()

    def heading(match: re.Match[str]) -> str:
        level, words = match.groups()
        anchor = free_anchor(anchor_of(unescape(strip_tags(words))), taken)
        return f'<h{level} id="{anchor}">{words}</h{level}>'

    html = LINK.sub(link, source) if "<a" in source else source
    html = EMBED.sub(embed, html) if "<embed" in html else html
    return HEADING.sub(heading, html) if "<h" in html else html


def _address(attributes: dict[str, str], reader: BatchReader) -> str | None:
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind == "page" and key.isdigit():
        page = reader.linked(int(key))
        return reader.visibility.url_of(page) if page else None
    if kind == "document" and key.isdigit():
        document: Any = reader.get(get_document_model(), int(key))
        return reader.visibility.base_url + document.url if document else None
    href = attributes.get("href", "")
    if kind or not re.match(r"(https?://|mailto:|tel:|#|/)", href):
        return None
    return public_link(href, reader)


def public_html(source: str, visibility: Visibility) -> str:
    """Return a stored rich text as HTML for a public page, marked safe for templates.

    `source` is the stored form; `visibility` is the request's. Texts of one request share objects.
    """
    reader = BatchReader.for_visibility(visibility)
    expect_links(source, reader)
    return mark_safe(expand(source, reader))  # noqa: S308  the source has passed the editor's allow-list


def plain_text(html: str) -> str:
    """Return the words of HTML, with one line for each paragraph or list item."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(["p", "li", "br", "h2", "h3", "h4"]):
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)
