"""Rich text for readers: links to non-public objects are dropped, and their words kept."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText as WagtailRichText
from wagtail.rich_text.rewriters import extract_attrs

from cms.batches.reader import BatchReader
from cms.visibility.frontend import origin_of
from cms.visibility.rule import Visibility

from .addresses import public_link
from .anchors import anchor_of, free_anchor

LINK = re.compile(r"<a(\b[^>]*)>(.*?)</a>", re.DOTALL)
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
# The addresses of links that a browser should follow.
FOLLOWED = re.compile(r"(https?://|mailto:|tel:|#|/)")
EMBED = re.compile(r"<embed(\b[^>]*?)/?>")
# What the editor notes for itself in an opening tag.
EDITOR_ATTRIBUTE = re.compile(r' data-[\w-]+="[^"]*"(?=[^<>]*>)')


class LinkTarget(NamedTuple):
    """The target of a link: its address, and the page or document if it is one of the hub's."""

    address: str
    thing: Model | None = None


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
    """Return the stored text as HTML with absolute links, an anchor on each heading, without the editor's attributes.

    What it links to should be expected by the reader.
    """

    def link(match: re.Match[str]) -> str:
        attributes, words = extract_attrs(match.group(1)), match.group(2)
        target = target_of(attributes, reader)
        return f'<a href="{escape(target.address)}">{words}</a>' if target else words

    def embed(match: re.Match[str]) -> str:
        attributes = extract_attrs(match.group(1))
        image = image_of(attributes, reader)
        # A picture in running text becomes its alternative text: pictures have a block of their own, with sizes.
        return escape(attributes.get("alt") or image.description) if image else ""

    taken: set[str] = set()

    def heading(match: re.Match[str]) -> str:
        level, words = match.groups()
        anchor = free_anchor(anchor_of(unescape(strip_tags(words))), taken)
        return f'<h{level} id="{anchor}">{words}</h{level}>'

    html = EDITOR_ATTRIBUTE.sub("", source)
    html = LINK.sub(link, html) if "<a" in html else html
    html = EMBED.sub(embed, html) if "<embed" in html else html
    return HEADING.sub(heading, html) if "<h" in html else html


def target_of(attributes: dict[str, str], reader: BatchReader) -> LinkTarget | None:
    """Return the target of a stored link, or None if the public may not see it or a browser should not follow it."""
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind == "page" and key.isdigit():
        page = reader.linked(int(key))
        address = reader.visibility.url_of(page) if page else None
        return LinkTarget(address, page) if address else None
    if kind == "document" and key.isdigit():
        document: Any = reader.get(get_document_model(), int(key))
        path = document.url if document else ""
        return LinkTarget(reader.visibility.base_url + path, document) if path else None
    href = attributes.get("href", "")
    if kind or not FOLLOWED.match(href):
        return None
    address = public_link(reader.visibility.typed_path(href) if href.startswith("/") else href, reader)
    return LinkTarget(address) if address else None


def image_of(attributes: dict[str, str], reader: BatchReader) -> Any:
    """Return the picture of an `embed` element, or None if it isn't one or the public may not see it."""
    if attributes.get("embedtype") != "image" or not attributes.get("id", "").isdigit():
        return None
    return reader.get(get_image_model(), int(attributes["id"]))


def relative(html: str, visibility: Visibility) -> str:
    """Return the HTML with links to the frontend without its host."""
    for origin in {origin_of(address) for address in visibility.frontends.values()}:
        html = html.replace(f'href="{origin}/', 'href="/')
    return html


def on_own_site(html: str, visibility: Visibility) -> str:
    """Return the HTML with links within the hub's own site, relative, so that they work under any of its host names."""
    homes = {address: language for language, address in visibility.frontends.items()} | {visibility.base_url: ""}
    for address in sorted(homes, key=len, reverse=True):
        html = html.replace(f'href="{escape(address)}/', f'href="{homes[address]}/')
    return html


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
