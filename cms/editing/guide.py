"""The guides under `docs/` as safe HTML: those that editors read in the admin."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.conf import settings
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from cms.base.own_words import active_words, worded

FOLDER = settings.PROJECT_ROOT / "docs"
PICTURES = FOLDER / "pictures" / "editors"
HOME = "editors"  # the guide that leads to the others
HEADINGS = ("h2", "h3", "h4")
TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "img", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", *HEADINGS),
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}} | {heading: {"id"} for heading in HEADINGS}

# Guides about the programme's things, for those who edit: they have its own words. Others are about the hub itself.
OF_EDITORS = {
    *("editors", "desk", "hub", "progress-and-meetings", "newsletter"),
    *("bundles", "engagement", "quarter", "feedback", "writing-help"),
}
# Names of files and fields, labels that are the same in every programme, and phrases about something else.
AS_WRITTEN = re.compile(
    r"(<(?:code|pre)>.*?</(?:code|pre)>|<strong>(?:Actions|Update|Groups for signposts)</strong>|“Actions”"
    r"|“(?:Regular|Internal) update”|other actions|needs no action"
    r"|[Aa] group has its heading|each\s+group\s+(?:of people|with words)|groups\s+of\s+people)",
    re.DOTALL,
)

Address = Callable[[str], str]  # from a name to its address


@dataclass(frozen=True)
class Guide:
    """One guide: its title, its text as HTML, and its sections as pairs of anchor and heading."""

    title: str
    html: str
    sections: list[tuple[str, str]]


def names() -> set[str]:
    """Return the names of all guides."""
    return {path.stem for path in FOLDER.glob("*.md")}


def picture(name: str) -> Path | None:
    """Return the file of one of the guide's pictures; None if there is none of that name."""
    return next((path for path in PICTURES.glob("*.png") if path.stem == name), None)


def read(name: str, *, guide_address: Address, picture_address: Address) -> Guide:
    """Return the guide. Links to guides lead to where those are shown, and links to other files of the project are plain text.

    Raises LookupError if there is no such guide.
    """
    if name not in names():
        raise LookupError(name)
    title, _, text = (FOLDER / f"{name}.md").read_text().partition("\n")
    places = _Places(guide_address, picture_address)
    writer = markdown.Markdown(
        extensions=["tables", "fenced_code", "sane_lists", TocExtension(slugify=heading_anchor), places]
    )
    html = nh3.clean(
        writer.convert(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    sections = [(token["id"], token["name"]) for token in writer.toc_tokens if token["level"] == 2]
    title = title.lstrip("# ")
    if name in OF_EDITORS and active_words().words:
        return Guide(worded(title), _worded_html(html), [(anchor, worded(heading)) for anchor, heading in sections])
    return Guide(title, html, sections)


def _worded_html(html: str) -> str:
    """Return a guide's HTML in the words of the active site's programme; anchors and addresses stay."""
    pieces = AS_WRITTEN.split(html)
    # A thing's name may be broken across lines.
    pieces[::2] = [worded(re.sub(r"\s+", " ", piece)) for piece in pieces[::2]]
    return "".join(pieces)


def heading_anchor(words: str, separator: str) -> str:
    """Return the anchor that GitHub gives a heading, so that a link leads to its place in both."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", separator)


class _Places(Extension):
    """Makes links and pictures lead to their addresses in the admin."""

    def __init__(self, guide_address: Address, picture_address: Address):
        super().__init__()
        self.guide_address, self.picture_address = guide_address, picture_address

    def extendMarkdown(self, md):  # noqa: N802  the library's name
        md.treeprocessors.register(_PlacesProcessor(md, self), "places", priority=0)


class _PlacesProcessor(Treeprocessor):
    def __init__(self, md, places: _Places):
        super().__init__(md)
        self.places = places

    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            image.set("src", self.places.picture_address(Path(image.get("src", "")).stem))
        for link in root.iter("a"):
            if address := self._address(link.get("href", "")):
                link.set("href", address)
            else:
                link.tag = "em"
                link.attrib.clear()

    def _address(self, href: str) -> str:
        """Return the link's address in the admin; empty for a file that the admin doesn't show."""
        parts = urlsplit(href)
        if parts.scheme or not parts.path:
            return href
        path = Path(parts.path)
        if path.parent != Path() or path.suffix != ".md" or path.stem not in names():
            return ""
        return self.places.guide_address(path.stem) + (f"#{parts.fragment}" if parts.fragment else "")
