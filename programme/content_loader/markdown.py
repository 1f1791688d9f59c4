"""Turns Markdown into the blocks of a StreamField, or into rich text.

It takes paragraphs, lists, bold, italic, links, headings of level 2 and 3, quotes, and any other block as TOML between
`~~~ name` and `~~~`. Anything else is reported as a problem, so that nothing is silently lost.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import markdown
from django.urls import Resolver404, resolve
from wagtail import blocks
from wagtail.models import Page

from cms.models import HubDocument

from .markup import MarkupError, check_markup
from .raw import linked, referenced
from .references import LinkedRichText, Reference

HEADING = re.compile(r"^(#+)\s+(.*?)\s*#*$")
FENCE = re.compile(r"^~~~\s*(\w+)\s*$")
WHOLE_RAW = re.compile(r"~~~ raw\n(.*)\n~~~", re.DOTALL)
SPEAKER = re.compile(r"^(?:—|--)\s*(.+)$")
LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?>')
WAGTAIL_TAGS = {"strong": "b", "em": "i"}
# Blocks whose value is the text as written.
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock, blocks.ChoiceBlock)

Report = Callable[[int, str], None]  # line and message of a problem
CheckPage = Callable[[str, type[Page], int], None]  # reports an address that isn't a page of this type
Refer = Callable[[Any, str, int, bool], Reference]  # model, name, line, and whether it must be there
RAW = "raw"  # the fence around JSON
NOT_RAW = 'Not what this fence takes: JSON such as {"block": "table", "value": {…}}, or a text between quotes.'
FILE = "file:"  # how a link names a file of `media/`


@dataclass(frozen=True)
class Piece:
    """A part of a text that becomes one block."""

    block: str
    value: dict[str, Any]
    line: int


@dataclass(frozen=True)
class MarkdownReader:
    """Reads the Markdown of one file. Problems go to `report`, each address of a page to `check_page`."""

    report: Report
    check_page: CheckPage
    refer: Refer

    def rich_text(self, text: str, line: int) -> LinkedRichText:
        """Return a text without headings and blocks."""
        at = line + text[: -len(text.lstrip())].count("\n")
        if (match := WHOLE_RAW.fullmatch(text.strip())) and (html := self._json(match[1], at, str)) is not None:
            try:
                return linked(html, self._refer_at(at))
            except MarkupError as error:
                self.report(at, str(error))
                return LinkedRichText("")
        for number, raw in enumerate(text.splitlines(), line):
            if HEADING.match(raw) or FENCE.match(raw) or raw.startswith(">"):
                self.report(number, "This field takes paragraphs, lists and links, but no headings, quotes or blocks.")
        return self._paragraphs(text, line)

    def pieces(self, text: str, line: int, stream: blocks.StreamBlock) -> list[Piece]:
        """Return the blocks of a text, each with its line."""
        found = []
        for piece in self._split(text, line, stream):
            if piece.block in stream.child_blocks:
                found.append(piece)
            else:
                names = ", ".join(stream.child_blocks)
                self.report(piece.line, f"There is no block “{piece.block}” here. There are: {names}.")
        return found

    def _split(self, text: str, first_line: int, stream: blocks.StreamBlock) -> Iterator[Piece]:
        lines = list(enumerate(text.splitlines(), first_line))
        position = 0

        def take(belongs: Callable[[str], bool]) -> list[tuple[int, str]]:
            nonlocal position
            start = position
            while position < len(lines) and belongs(lines[position][1]):
                position += 1
            return lines[start:position]

        while position < len(lines):
            number, raw = lines[position]
            if not raw.strip():
                position += 1
            elif match := HEADING.match(raw):
                position += 1
                yield self._heading(match, number)
            elif match := FENCE.match(raw):
                position += 1
                inside = take(lambda line: line.strip() != "~~~")
                if position == len(lines):
                    self.report(number, f"The block “{match[1]}” isn't closed by a line of ~~~.")
                position += 1
                yield self._fenced(match[1], inside, number, stream)
            elif raw.startswith(">"):
                yield self._quote(take(lambda line: line.startswith(">")), number)
            else:
                chunk = take(lambda line: not (HEADING.match(line) or FENCE.match(line) or line.startswith(">")))
                source = "\n".join(line for _, line in chunk)
                yield Piece("rich_text", {"text": self._paragraphs(source, number)}, number)

    def _heading(self, match: re.Match[str], line: int) -> Piece:
        level = len(match[1])
        if level not in (2, 3):
            self.report(line, "Headings in a text are ## or ###: the first level is the title of the page.")
        return Piece("heading", {"text": match[2], "level": f"h{level}"}, line)

    def _quote(self, lines: list[tuple[int, str]], line: int) -> Piece:
        words = [raw.lstrip("> ").strip() for _, raw in lines]
        words = [word for word in words if word]
        speaker = SPEAKER.match(words[-1]) if words else None
        quote = " ".join(words[:-1] if speaker else words)
        return Piece("quote", {"quote": quote, "speaker": speaker[1] if speaker else ""}, line)

    def _fenced(self, name: str, inside: list[tuple[int, str]], line: int, stream: blocks.StreamBlock) -> Piece:
        """Return a block written as TOML, with its values converted for its fields."""
        if name == RAW:
            return self._raw("\n".join(raw for _, raw in inside), line, stream)
        block = stream.child_blocks.get(name)
        try:
            written = tomllib.loads("\n".join(raw for _, raw in inside))
        except tomllib.TOMLDecodeError as error:
            self.report(line, f"Not valid TOML in the block “{name}”: {error}.")
            written = {}
        lines = {key: next((number for number, raw in inside if raw.startswith(key)), line) for key in written}
        value = self._struct(block, written, lines, line, name) if isinstance(block, blocks.StructBlock) else {}
        return Piece(name, value, line)

    def _raw(self, text: str, line: int, stream: blocks.StreamBlock) -> Piece:
        """Return a block written as JSON, as it is stored."""
        written = self._json(text, line, dict) or {}
        name, item = written.get("block", RAW), written.get("value")
        if not isinstance(name, str) or name not in stream.child_blocks:
            return Piece(str(name), {}, line)
        try:
            return Piece(name, referenced(stream.child_blocks[name], item, self._refer_at(line)), line)
        except MarkupError as error:
            self.report(line, str(error))
            return Piece(name, {}, line)
        except (KeyError, TypeError, AttributeError, ValueError):
            self.report(line, NOT_RAW)
            return Piece(name, {}, line)

    def _json(self, text: str, line: int, wanted: type) -> Any:
        """Return the value that the text is as JSON; if it isn't one of this type, report it and return None."""
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        return value if self._is(wanted, value, line, NOT_RAW) else None

    def _refer_at(self, line: int) -> Callable[[type[Any], str, bool], Reference]:
        return lambda model, name, required: self.refer(model, name, line, required)

    def _struct(
        self, block: blocks.StructBlock, written: dict[str, Any], lines: dict[str, int], line: int, name: str
    ) -> dict[str, Any]:
        """Return the values of a block's fields, each with its line if that is known."""
        value = {}
        for key, item in written.items():
            at = lines.get(key, line)
            if key in block.child_blocks:
                value[key] = self._field(block.child_blocks[key], item, at, key)
            else:
                self.report(at, f"The block “{name}” has no “{key}”.")
        return value

    def _field(self, field: blocks.Block, item: Any, line: int, name: str) -> Any:
        """Return the value of a block's field for the item written. If it is invalid, report a problem and return None."""
        match field:
            case blocks.PageChooserBlock():
                if self._is(str, item, line, f"“{name}” must be the address of a page, between quotes."):
                    return self.refer(field.model_class, item, line, field.required)
            case blocks.ChooserBlock():
                if self._is(str, item, line, f"“{name}” must name a record, between quotes."):
                    return self.refer(field.model_class, item, line, field.required)
            case blocks.ListBlock():
                if self._is(list, item, line, f"“{name}” is a list: write it between [ and ]."):
                    return [self._field(field.child_block, each, line, name) for each in item]
            case blocks.StructBlock():
                if self._is(dict, item, line, f"“{name}” is a table: write it between {{ and }}."):
                    return self._struct(field, item, {}, line, name)
            case blocks.BooleanBlock():
                if self._is(bool, item, line, f"“{name}” must be true or false."):
                    return item
            case blocks.RichTextBlock():
                if self._is(str, item, line, f"“{name}” must be text between quotes."):
                    return self.rich_text(item, line)
            case _ if isinstance(field, TEXT_BLOCKS):
                if self._is(str, item, line, f"“{name}” must be text between quotes."):
                    return item
            case _:
                self.report(line, "This field of the block can't be filled from a file; add it in the admin.")
        return None

    def _is(self, wanted: type, item: Any, line: int, message: str) -> bool:
        """Return whether the item has this type; if not, report the message."""
        if isinstance(item, wanted):
            return True
        self.report(line, message)
        return False

    def _paragraphs(self, source: str, line: int) -> LinkedRichText:
        """Return paragraphs and lists as the rich text editor stores them."""
        text = markdown.markdown(source.strip())
        for markdown_tag, wagtail_tag in WAGTAIL_TAGS.items():
            text = re.sub(rf"<(/?){markdown_tag}>", rf"<\1{wagtail_tag}>", text)
        at = line
        for number, raw in enumerate(source.splitlines(), line):
            for path in re.findall(r"\]\((/[^)\s]*)", raw):
                if not _is_served_by_the_hub(path):
                    self.check_page(path, Page, number)
                at = number
        text = LINK.sub(lambda match: self._link(html.unescape(match[1]), at), text)
        try:
            check_markup(text)
        except MarkupError as error:
            self.report(line, str(error))
        return LinkedRichText(text)

    def _link(self, address: str, line: int) -> str:
        """Return the opening tag of a link as Wagtail stores it. A page is named by its address until it is saved."""
        if address.startswith(FILE):
            name = address.removeprefix(FILE)
            self.refer(HubDocument, name, line, False)
            return f'<a linktype="document" key="{html.escape(name)}">'
        if address.startswith("/") and not _is_served_by_the_hub(address):
            return f'<a linktype="page" path="{html.escape(address)}">'
        if not address.startswith(("/", "https://", "mailto:")):
            self.report(line, f"A link must begin with https:// or be the address of a page here: {address}")
        return f'<a href="{html.escape(address)}">'


def _is_served_by_the_hub(address: str) -> bool:
    """Whether the path belongs to a view rather than a page, such as the feedback form."""
    try:
        return resolve(address).url_name != "wagtail_serve"
    except Resolver404:
        return False
