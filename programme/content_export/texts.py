"""Rich text and blocks as the files write them: as Markdown if that is read back as the same, otherwise as JSON."""

from __future__ import annotations

import html as entities
import json
import re
from typing import Any

from django.db import models
from markdownify import markdownify
from wagtail import blocks
from wagtail.admin.rich_text.converters.db_html import DbHTMLConverter
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

from cms.models import HubDocument
from cms.pages.blocks.content import RICH_TEXT_FEATURES
from cms.pages.rich_text import FOLLOWED
from cms.pages.rich_text import LINK as STORED_LINK
from programme.content_loader.markdown import FENCE, FILE, HEADING, RAW, MarkdownReader, Piece
from programme.content_loader.raw import referenced
from programme.content_loader.references import LINK, LinkedRichText, PageReference, Reference, SnippetReference

from . import toml
from .names import Names

AROUND_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li)>|<br ?/?>)\s*")
LINKED = {"page": Page, "document": HubDocument}


def rich_text(stored: str, names: Names) -> str:
    """Return a rich text as Markdown, or as JSON between fences."""
    html = portable_html(stored, names)
    return as_markdown(html) or f"~~~ {RAW}\n{_json(html)}\n~~~"


def portable_html(stored: str, names: Names) -> str:
    """Return a stored rich text with names in its links. One to something that the folder doesn't have becomes words."""

    def link(match: re.Match[str]) -> str:
        attributes = extract_attrs(match[1])
        kind = attributes.get("linktype", "")
        if kind not in LINKED:
            address = attributes.get("href", "")
            return f'<a href="{entities.escape(address)}">{match[2]}</a>' if FOLLOWED.match(address) else match[2]
        name = names.name(LINKED[kind], attributes.get("id"))
        attribute = "path" if kind == "page" else "key"
        return f'<a linktype="{kind}" {attribute}="{entities.escape(name)}">{match[2]}</a>' if name else match[2]

    # What the editor no longer stores, such as a heading in an old text, couldn't be loaded.
    stored, _ = DbHTMLConverter(RICH_TEXT_FEATURES).clean(stored)
    return AROUND_BLOCKS.sub(r"\1", STORED_LINK.sub(link, stored)).strip()


def as_markdown(html: str) -> str:
    """Return Markdown that is read back as this text; nothing if there is none."""

    def link(match: re.Match[str]) -> str:
        kind, name, words = match.groups()
        return f'<a href="{name if kind == "page" else FILE + name}">{words}</a>'

    for escape in (False, True):
        text = markdownify(LINK.sub(link, html), heading_style="ATX", bullets="-", escape_misc=escape).strip()
        if not any(HEADING.match(line) or FENCE.match(line) or line.startswith(">") for line in text.splitlines()):
            read = _Reading()
            found = read.reader.rich_text(text, 1).html
            if read.is_good and _same(found) == _same(html):
                return text
    return ""


def blocks_text(stream: blocks.StreamBlock, stored: list[dict[str, Any]], names: Names) -> str:
    """Return the blocks of a stored stream, one below the other."""
    parts: list[str] = []
    before = ""
    for each in stored:
        name = each["type"]
        if name not in stream.child_blocks:
            continue
        value = portable(stream.child_blocks[name], each["value"], names)
        if value is GONE:
            continue
        # Two texts in a row would be read as one.
        text = _block(stream, name, value, as_fence=name == before == "rich_text")
        parts.append(text)
        before = "" if text.startswith("~~~") else name
    return "\n\n".join(parts)


GONE = object()  # the value of a block without something that it must have


def portable(block: blocks.Block, stored: Any, names: Names) -> Any:
    """Return the stored value of a block with names in place of keys, without its ids; GONE if it can't be given."""
    match block:
        case blocks.StructBlock():
            found = {
                name: portable(block.child_blocks[name], each, names)
                for name, each in (stored or {}).items()
                if name in block.child_blocks
            }
            return GONE if GONE in found.values() else {name: each for name, each in found.items() if each is not None}
        case blocks.StreamBlock():
            given = [(e["type"], portable(block.child_blocks[e["type"]], e["value"], names)) for e in stored or ()]
            return [{"type": kind, "value": value} for kind, value in given if value is not GONE]
        case blocks.ListBlock():
            plain = [e["value"] if isinstance(e, dict) and e.get("type") == "item" else e for e in stored or ()]
            kept = [e for e in (portable(block.child_block, e, names) for e in plain) if e not in (GONE, None)]
            return GONE if plain and not kept else kept
        case BaseTypedTableBlock():
            if not stored:
                return None
            columns = [block.child_blocks[column["type"]] for column in stored["columns"]]
            rows = [[portable(c, v, names) for c, v in zip(columns, r["values"], strict=False)] for r in stored["rows"]]
            return stored | {"rows": [{"values": row} for row in rows]}
        case blocks.ChooserBlock():
            name = names.name(block.model_class, stored)
            return GONE if name is None and block.required else name
        case blocks.RichTextBlock():
            return portable_html(stored or "", names)
        case blocks.DecimalBlock():
            return None if stored is None else str(stored)
        case _:
            return stored


class _Reading:
    """A reader that takes every name for one that exists, and notes whether it complained."""

    def __init__(self) -> None:
        self.is_good = True
        self.reader = MarkdownReader(
            report=self._report,
            check_page=lambda *_: None,
            refer=lambda model, name, _line, required: _refer(model, name, required),
        )

    def _report(self, line: int, message: str) -> None:
        self.is_good = False


def _refer(model: type[models.Model], name: str, required: bool) -> Reference:
    is_page = issubclass(model, Page)
    return PageReference(name, required=required) if is_page else SnippetReference(model, name, required=required)


def _block(stream: blocks.StreamBlock, name: str, value: dict[str, Any], *, as_fence: bool) -> str:
    wanted = referenced(stream.child_blocks[name], value, _refer)
    texts = [_fence(stream.child_blocks[name], name, value)]
    if not as_fence:
        texts.insert(0, _short(name, value))
    for text in texts:
        read = _Reading()
        found = [_plain(piece) for piece in read.reader.pieces(text, 1, stream)]
        if text and read.is_good and found == [_plain(Piece(name, wanted, 1))]:
            return text
    return f"~~~ {RAW}\n{_json({'block': name, 'value': value})}\n~~~"


def _short(name: str, value: dict[str, Any]) -> str:
    """Return a heading, a text or a quotation in Markdown."""
    match name:
        case "heading":
            return f"{'#' * int(value['level'][1:])} {value['text']}"
        case "rich_text":
            return as_markdown(value["text"])
        case "quote":
            speaker = value.get("speaker")
            return f"> {value['quote']}" + (f"\n> — {speaker}" if speaker else "")
        case _:
            return ""


def _fence(block: blocks.Block, name: str, value: dict[str, Any]) -> str:
    """Return a block as TOML between fences; nothing if it has something that TOML doesn't give."""
    if not isinstance(block, blocks.StructBlock):
        return ""
    given = {key: _in_toml(block.child_blocks[key], each) for key, each in value.items()}
    return "" if None in given.values() else f"~~~ {name}\n{toml.document(given).strip()}\n~~~"


def _in_toml(block: blocks.Block, value: Any) -> Any:
    match block:
        case blocks.RichTextBlock():
            return as_markdown(value) if value else ""
        case BaseTypedTableBlock():
            return None
        case _:
            return value


def _plain(piece: Piece) -> tuple[str, Any]:
    """Return a block with its texts as they compare: empty values are as good as none."""
    return piece.block, _comparable(piece.value)


def _comparable(value: Any) -> Any:
    match value:
        case LinkedRichText():
            return _same(value.html)
        case dict():
            return {name: _comparable(each) for name, each in value.items() if each not in ("", None)}
        case list():
            return [_comparable(each) for each in value]
        case _:
            return value


def _same(html: str) -> str:
    """Return a rich text as it compares: white space around paragraphs and the way of escaping make no difference."""
    spaced = AROUND_BLOCKS.sub(r"\1", html.replace("<br />", "<br/>"))
    return entities.unescape(spaced.replace("&lt;", "&amp;lt;").replace("&amp;", "&amp;amp;")).strip()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1 if isinstance(value, dict) else None, sort_keys=True)
