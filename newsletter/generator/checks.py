"""Checks of a finished edition for its readers, their screen readers and their mail programs.

Sources: WCAG 2.2 (language, headings, names of links and pictures, text size and spacing); Gmail cuts a message off at about
102 kB of HTML as it is sent (https://github.com/mjmlio/mjml/issues/2010), and the link to leave goes with the rest.
"""

from __future__ import annotations

import quopri
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from newsletter.message import CONTROL, LEAVE_URL, PLACEHOLDERS, PREFERENCES_URL

from .findings import EditionFinding
from .fragments import written

WARN_AT, REFUSE_AT = 80_000, 100_000
SMALLEST_FONT, SMALLEST_LINE = 16, 1.4
# The start of the personal part of each message.
FOOT = 'class="foot"'
TOKEN = re.compile(r"HUBX[A-Z]+X")
SAYS_NOTHING = {"click here", "here", "read more", "more", "link", "this"}
ADDRESS = re.compile(r"https?://[^\s<>]+|HUBX[A-Z]+X")
FONT_SIZE = re.compile(r"font-size:\s*([\d.]+)px")
LINE_HEIGHT = re.compile(r"line-height:\s*([\d.]+)(?![\d.]*(?:px|%))")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


def size_of(html: str) -> int:
    """Return how many bytes the HTML has as it is sent: in UTF-8 and quoted-printable. Pictures don't count."""
    return len(quopri.encodestring(html.encode()))


def check(html: str, text: str, data: dict[str, Any]) -> list[EditionFinding]:
    """Return the findings in an edition, errors first. `data` is the edition's data."""
    page = _Page()
    page.feed(html)
    page.close()
    found = [
        *_structure(page),
        *_links(page, text),
        *_placeholders(html, text),
        *_size(html),
        *_subject(data["subject"]),
        *_lead(data),
        *_empty_headings(data["blocks"]),
    ]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.level)


def _error(message: str, where: str = "") -> EditionFinding:
    return EditionFinding("error", message, where)


def _structure(page: _Page) -> Iterator[EditionFinding]:
    if not page.language:
        yield _error("The language isn't given.")
    if not page.title.strip():
        yield _error("There is no title.")
    if page.forbidden:
        yield _error(f"There is something that mail programs run, fetch or drop: {page.forbidden[0]}.")
    levels = [level for level, _ in page.headings]
    if levels.count(1) != 1:
        yield _error(f"There are {levels.count(1)} main headings instead of one.")
    for (above, _), (level, words) in zip(page.headings, page.headings[1:], strict=False):
        if level > above + 1:
            yield _error(f"A heading of level {level} follows one of level {above}.", words.strip())
    for _, words in page.headings:
        if not words.strip():
            yield _error("A heading is empty.")
    for source in page.without_alt:
        yield _error("A picture has no alternative text, not even an empty one.", source)
    if page.data_tables:
        yield _error("A layout table isn't marked as presentation.")
    for size in page.small:
        yield _error(f"Text is {size} pixels high; the minimum is {SMALLEST_FONT}.")
    for height in page.tight:
        yield _error(f"The line height is {height}; the minimum is {SMALLEST_LINE}.")


def _links(page: _Page, text: str) -> Iterator[EditionFinding]:
    for address, words in page.links:
        said = " ".join(words.split())
        if not said:
            yield _error("A link has no words.", address)
        elif said.lower().rstrip(".") in SAYS_NOTHING:
            yield EditionFinding("warning", "The text of a link doesn't say where it leads.", said)
    tokens = {token.strip("<>(),.;:!?") for token in text.split()}
    spaceless = re.sub(r"\s", "", text)
    for address in sorted({address for address, _ in page.links}):
        plain = written(address)
        if plain not in tokens and (plain == address or plain not in spaceless):
            yield _error("A link isn't in the text part.", address)
    known = {address for address, _ in page.links} | set(ADDRESS.findall("".join(page.words)))
    for address in sorted(set(ADDRESS.findall(text)) - known - set(PLACEHOLDERS)):
        yield _error("The text part has a link that isn't in the HTML.", address)


def _placeholders(html: str, text: str) -> Iterator[EditionFinding]:
    for part, name in ((html, "HTML"), (text, "text part")):
        found = Counter(TOKEN.findall(part))
        for token in sorted(set(found) - set(PLACEHOLDERS)):
            yield _error("There is an unknown placeholder.", f"{token} in the {name}")
        for token in PLACEHOLDERS:
            if found[token] != 1:
                yield _error(f"The {name} has the placeholder {token} {found[token]} times instead of once.")
    foot = html.find(FOOT)
    if foot < 0 or any(0 <= html.find(token) < foot for token in PLACEHOLDERS):
        yield _error("A personal placeholder is outside the footer.")
    for token in (LEAVE_URL, PREFERENCES_URL):
        if f'href="{token}"' not in html:
            yield _error(f"The HTML has no link for {token}.")


def _size(html: str) -> Iterator[EditionFinding]:
    size = size_of(html)
    if size >= REFUSE_AT:
        yield _error(f"The HTML has {size / 1000:.0f} kB. Gmail would cut the message off: split the issue into parts.")
    elif size >= WARN_AT:
        yield EditionFinding(
            "warning", f"The HTML has {size / 1000:.0f} kB; from {REFUSE_AT // 1000} kB on, messages are refused."
        )


def _subject(subject: str) -> Iterator[EditionFinding]:
    if not subject.strip():
        yield _error("There is no subject.")
    elif CONTROL.search(subject):
        yield _error("The subject has a line break or another character that isn't allowed in a header.", subject)


def _lead(data: dict[str, Any]) -> Iterator[EditionFinding]:
    if not data["blocks"] and not data["introduction"]:
        yield _error("The issue is empty.")
    elif not data["introduction"]:
        yield EditionFinding("warning", "There is no introduction.")
    if not data["preheader"]:
        yield EditionFinding("warning", "There is no preview line, which mail programs show after the subject.")


def _empty_headings(blocks: list[dict[str, Any]]) -> Iterator[EditionFinding]:
    """Sections bring their items; a heading of its own can be left with nothing under it."""
    for block, after in zip_longest(blocks, blocks[1:]):
        if block["kind"] != "heading":
            continue
        begins = after is not None and after["kind"] in ("heading", "section")
        if after is None or (begins and after["level"] <= block["level"]):
            yield _error("A heading has nothing under it.", block["heading"])


class _Page(HTMLParser):
    """Reads an HTML part once and keeps the facts that the checks need."""

    CDATA_CONTENT_ELEMENTS = ("style",)

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.without_alt: list[str] = []
        self.forbidden: list[str] = []
        self.small: list[str] = []
        self.tight: list[str] = []
        self.data_tables = 0
        self._open: list[tuple[str, bool]] = []

    @property
    def _hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        style = values.get("style", "")
        hidden = "display:none" in style.replace(" ", "")
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "img" and "alt" not in values:
            self.without_alt.append(values.get("src", ""))
        elif tag == "table" and values.get("role") != "presentation":
            self.data_tables += 1
        elif tag == "a":
            self.links.append((values.get("href", ""), ""))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((int(tag[1]), ""))
        self._forbid(tag, values)
        if not hidden and not self._hidden:
            self._measure(style)
        if tag not in VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag):
        while self._open:
            closed, _ = self._open.pop()
            if closed == tag:
                break

    def handle_data(self, data):
        tags = [tag for tag, _ in self._open]
        if "title" in tags:
            self.title += data
        elif "style" in tags:
            if re.search(r"@import|url\s*\(", data, re.I):
                self.forbidden.append("a style from elsewhere")
            self._measure(data)
        elif not self._hidden:
            self.words.append(data)
            heading = next((tag for tag in tags if re.fullmatch(r"h[1-6]", tag)), None)
            if heading:
                level, words = self.headings[-1]
                self.headings[-1] = level, words + data
            if "a" in tags:
                address, words = self.links[-1]
                self.links[-1] = address, words + data

    def _forbid(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("script", "iframe", "form", "object", "embed", "link", "video", "audio", "base"):
            self.forbidden.append(f"<{tag}>")
        elif tag == "meta" and "http-equiv" in values:
            self.forbidden.append("http-equiv")
        elif any(name.startswith("on") for name in values):
            self.forbidden.append("a script in an attribute")
        elif values.get("href", "").lower().lstrip().startswith(("javascript:", "data:", "vbscript:")):
            self.forbidden.append("a link that runs a script")
        elif tag == "img" and values.get("width") in ("0", "1"):
            self.forbidden.append("a picture that only counts readers")

    def _measure(self, style: str) -> None:
        self.small += [size for size in FONT_SIZE.findall(style) if 0 < float(size) < SMALLEST_FONT]
        self.tight += [height for height in LINE_HEIGHT.findall(style) if 0 < float(height) < SMALLEST_LINE]
