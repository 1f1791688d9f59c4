"""Rich text in the API, in the forms that a client may want."""

from __future__ import annotations

import re
from html import unescape

import graphene
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from markdownify import markdownify
from wagtail.rich_text import RichText as WagtailRichText

from cms.pages.anchors import Heading
from cms.pages.rich_text import expand, plain_text, source_of

from .context import Context

HEADING_ANCHOR = re.compile(r'<h([1-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)

# The columns needed for documents and pictures in a text.
SHOWN = {"cms.HubDocument": ["file"], "cms.HubImage": ["description"]}


class PublicText:
    """A rich text for the public; each form is made on request."""

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

    level = graphene.Int(required=True, description="Its level: 2 for a section, 3 for a subsection.")
    text = graphene.String(required=True, description="The heading's words.")
    anchor = graphene.String(required=True, description="Fragment of the address that leads here, without the #.")


class RichText(graphene.ObjectType):
    """Formatted text. Links are absolute; a link to something that isn't public is dropped, and its words are kept."""

    html = graphene.String(required=True, description="As HTML: paragraphs, lists, bold, italic and links.")
    plain_text = graphene.String(
        required=True, description="The words without formatting, with one line for each paragraph."
    )
    markdown = graphene.String(required=True, description="As Markdown.")
    headings = graphene.List(
        graphene.NonNull(ContentsEntry),
        required=True,
        description="The headings in `html`, each with its anchor; empty if the field doesn't allow headings.",
    )
