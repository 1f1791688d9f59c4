"""A rich text as a tree of nodes, for frontends that render it themselves.

docs/reference/rich-text.md describes every node. A node that says less than it did, or otherwise, is a breaking change.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db.models import Model

from cms.batches.reader import BatchReader
from cms.pages.anchors import anchor_of, free_anchor
from cms.pages.rich_text import image_of, target_of

from .ids import id_of

Node = dict[str, Any]

BLOCKS: dict[str, Node] = {
    "p": {"type": "paragraph"},
    **{f"h{level}": {"type": "heading", "level": level} for level in range(1, 7)},
    "ul": {"type": "list", "ordered": False},
    "ol": {"type": "list", "ordered": True},
    "li": {"type": "listItem"},
    "blockquote": {"type": "quote"},
}
MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "code": "code",
    "sub": "subscript",
    "sup": "superscript",
    "s": "strikethrough",
    "del": "strikethrough",
}
# Deeper elements give only their words: a client's parser has a limit, too.
DEEPEST = 30


class TreeBuilder(HTMLParser):
    """Makes the tree of one stored text.

    `tree` is the list of its blocks. `things` holds the pages, documents and images that it refers to, by the `type` of
    the reference and the key, in the order of the text. A link to something hidden leaves its words and no trace.
    """

    def __init__(self, source: str, reader: BatchReader):
        super().__init__(convert_charrefs=True)
        self.reader = reader
        self.tree: list[Node] = []
        self.things: dict[str, dict[Any, Model]] = {"page": {}, "document": {}, "image": {}}
        # Open elements: the tag, its node if it has one, and the list that takes the nodes inside.
        self._open: list[tuple[str, Node | None, list[Node]]] = []
        # The list of a paragraph for words outside any block.
        self._loose: list[Node] | None = None
        self._anchors: set[str] = set()
        self.feed(source)
        self.close()
        while self._open:
            self.handle_endtag(self._open[-1][0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._inline().append({"type": "lineBreak"})
        elif tag == "hr":
            self._block({"type": "rule"})
        elif tag == "embed":
            self._image(attributes)
        elif tag in BLOCKS and len(self._open) < DEEPEST:
            node = self._block({**BLOCKS[tag], "children": []})
            self._open.append((tag, node, node["children"]))
        elif tag == "a" and len(self._open) < DEEPEST and (target := target_of(attributes, self.reader)):
            node = {"type": "link", "href": target.address}
            if target.thing is not None:
                node["reference"] = self._reference(attributes["linktype"], target.thing)
            node["children"] = []
            self._inline().append(node)
            self._open.append((tag, node, node["children"]))
        else:
            if tag != "a" and tag not in MARKS:
                self._loose = None
            self._open.append((tag, None, self._nodes()))

    def handle_endtag(self, tag: str) -> None:
        if all(name != tag for name, _, _ in self._open):
            return
        name = ""
        while name != tag:
            name, node, children = self._open.pop()
            if name != "a" and name not in MARKS:
                self._loose = None
            if node and node["type"] == "heading":
                node["anchor"] = free_anchor(anchor_of(words_of(children)), self._anchors)

    def handle_data(self, data: str) -> None:
        if not data.strip() and (not self._open or self._open[-1][0] in ("ul", "ol")):
            return
        marks = list(dict.fromkeys(MARKS[tag] for tag, _, _ in self._open if tag in MARKS))
        nodes = self._inline()
        if nodes and nodes[-1]["type"] == "text" and nodes[-1]["marks"] == marks:
            nodes[-1]["value"] += data
        else:
            nodes.append({"type": "text", "value": data, "marks": marks})

    def _nodes(self) -> list[Node]:
        return self._open[-1][2] if self._open else self.tree

    def _inline(self) -> list[Node]:
        """Return the list for words: that of the open element, or of a paragraph made for them."""
        nodes = self._nodes()
        if nodes is not self.tree:
            return nodes
        if self._loose is None:
            self._loose = []
            self.tree.append({"type": "paragraph", "children": self._loose})
        return self._loose

    def _block(self, node: Node) -> Node:
        self._loose = None
        self._nodes().append(node)
        return node

    def _image(self, attributes: dict[str, str]) -> None:
        image = image_of(attributes, self.reader)
        if image is not None:
            alt = attributes.get("alt") or image.description
            node = {"type": "image", "alt": alt, "reference": self._reference("image", image)}
            (self._inline() if self._open else self.tree).append(node)

    def _reference(self, kind: str, thing: Model) -> Node:
        self.things[kind][thing.pk] = thing
        return {"type": kind, "id": id_of(thing)}


def words_of(nodes: list[Node]) -> str:
    """Return the words in the nodes, without formatting."""
    return "".join(node.get("value") or node.get("alt") or words_of(node.get("children", [])) for node in nodes)
