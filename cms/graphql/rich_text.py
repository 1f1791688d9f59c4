"""Rich text for readers: links to what isn't public are dropped, their words stay."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

import graphene
from bs4 import BeautifulSoup
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from markdownify import markdownify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText as WagtailRichText
from wagtail.rich_text.rewriters import extract_attrs

from cms.anchors import Heading, anchor_of, free_anchor
from cms.visibility.rule import Visibility

from .addresses import public_link
from .context import Context

LINK = re.compile(r"<a(\b[^>]*)>(.*?)</a>", re.DOTALL)
HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
HEADING_ANCHOR = re.compile(r'<h([1-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
EMBED = re.compile(r"<embed(\b[^>]*?)/?>")

# What a text shows of the documents and pictures that it names.
SHOWN = {"cms.HubDocument": ["file"], "cms.HubImage": ["description"]}


def source_of(value: WagtailRichText | str | None) -> str:
    """Return the stored form of a rich text, whether it comes from a field or from a block."""
    return value.source if isinstance(value, WagtailRichText) else (value or "")


def linked_ids(source: str) -> dict[type, set[int]]:
    """Return which pages, documents and images the text names, by model."""
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


def expect_links(source: str, context: Context) -> None:
    """Announce what the text names, so that it is read together with what other texts name."""
    for model, ids in linked_ids(source).items():
        if model is Page:
            context.expect_links(ids)
        else:
            context.expect(model, ids)


def expand(source: str, context: Context) -> str:
    """Return the stored text as HTML with absolute links and an anchor on each heading.

    What it links to should be expected by the context.
    """

    def link(match: re.Match) -> str:
        attributes, words = extract_attrs(match.group(1)), match.group(2)
        address = _address(attributes, context)
        return f'<a href="{escape(address)}">{words}</a>' if address else words

    def embed(match: re.Match) -> str:
        attributes = extract_attrs(match.group(1))
        if attributes.get("embedtype") != "image" or not attributes.get("id", "").isdigit():
            return ""
        image: Any = context.get(get_image_model(), int(attributes["id"]))
        # A picture in running text is read out, not shown: pictures have a block of their own with sizes.
        return escape(attributes.get("alt") or image.description) if image else ""

    taken: set[str] = set()

    def heading(match: re.Match) -> str:
        level, words = match.groups()
        anchor = free_anchor(anchor_of(unescape(strip_tags(words))), taken)
        return f'<h{level} id="{anchor}">{words}</h{level}>'

    html = LINK.sub(link, source) if "<a" in source else source
    html = EMBED.sub(embed, html) if "<embed" in html else html
    return HEADING.sub(heading, html) if "<h" in html else html


def _address(attributes: dict[str, str], context: Context) -> str | None:
    kind, key = attributes.get("linktype"), attributes.get("id", "")
    if kind == "page" and key.isdigit():
        page = context.linked(int(key))
        return context.url_of(page) if page else None
    if kind == "document" and key.isdigit():
        document: Any = context.get(get_document_model(), int(key))
        return context.base_url + document.url if document else None
    href = attributes.get("href", "")
    if kind or not re.match(r"(https?://|mailto:|tel:|#|/)", href):
        return None
    return public_link(href, context)


def public_html(source: str, visibility: Visibility) -> str:
    """Return a stored rich text as HTML for a public page, marked safe for templates.

    `source` is what the database holds; `visibility` is the request's. Texts of one request share what they read.
    """
    context = Context.for_visibility(visibility)
    expect_links(source, context)
    return mark_safe(expand(source, context))  # noqa: S308  the editor's allow-list made the source


def plain_text(html: str) -> str:
    """Return the words of HTML, one line a paragraph or list item."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(["p", "li", "br", "h2", "h3", "h4"]):
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)


class PublicText:
    """A rich text as the public may read it; each form is made when it is asked for."""

    def __init__(self, value: WagtailRichText | str | None, context: Context):
        self.source = source_of(value)
        self.context = context

    @cached_property
    def html(self) -> str:
        return expand(self.source, self.context)

    @property
    def plain_text(self) -> str:
        return plain_text(self.html)

    @property
    def markdown(self) -> str:
        return markdownify(self.html, heading_style="ATX", bullets="-").strip()

    @property
    def headings(self) -> list[Heading]:
        found = HEADING_ANCHOR.findall(self.html)
        return [Heading(int(level), unescape(strip_tags(words)).strip(), anchor) for level, anchor, words in found]


class ContentsEntry(graphene.ObjectType):
    """A heading, for a list of contents."""

    level = graphene.Int(required=True, description="How deep it stands: 2 for a section, 3 for a part of one.")
    text = graphene.String(required=True, description="The heading's words.")
    anchor = graphene.String(required=True, description="Fragment of the address that leads here, without the #.")


class RichText(graphene.ObjectType):
    """Formatted text. Links are absolute; a link to something that isn't public is dropped and its words stay."""

    html = graphene.String(required=True, description="As HTML: paragraphs, lists, bold, italic and links.")
    plain_text = graphene.String(required=True, description="The words alone, one line a paragraph.")
    markdown = graphene.String(required=True, description="As Markdown.")
    headings = graphene.List(
        graphene.NonNull(ContentsEntry),
        required=True,
        description="The headings in `html`, each with its anchor; empty where editors can't set headings.",
    )
