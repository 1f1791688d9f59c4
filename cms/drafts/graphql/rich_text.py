"""Rich text that a program gives: Markdown, or the tree that the API answers, turned into what the editor stores."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import graphene
import markdown
from markdown.inlinepatterns import LinkInlineProcessor
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.graphql.errors import ApiError
from cms.graphql.ids import number_of
from cms.graphql.rich_text import RichTextTree

LINK = re.compile(r'<a href="(page|document):([^"]*)"[^>]*>')
OPENING = {"bold": "b", "italic": "i", "code": "code", "subscript": "sub", "superscript": "sup", "strikethrough": "s"}
EDITORS = {"strong": "b", "em": "i"}
DEEPEST = 30
# Characters that the converter may look at again, for each of the text and to begin with. Texts of people need one or two.
AGAIN, AGAIN_AT_LEAST = 50, 10_000
# Characters that one regular expression looks at count less: this number of them as one.
CHEAP = 4
# What a line begins with that nests it: indentation, and the marks of quotes and lists. Four characters are a level.
MARGIN, LEVEL = re.compile(r"(?:\s|>|[*+-]\s|\d+\.\s)*"), 4
TANGLED = "The Markdown is too tangled: close brackets, nest less, and put empty lines between headings, rules and paragraphs."


class MalformedTextError(ValueError):
    """A tree isn't one; the message says where it isn't."""


class RichTextInput(graphene.InputObjectType):
    """A formatted text, in exactly one of these forms. What the field's editor doesn't offer is refused."""

    markdown = graphene.String(
        description="Markdown. HTML in it is text. Link to a page or document of the hub by its `id`: "
        "`[words](page:ID)`, `[words](document:ID)`."
    )
    tree = RichTextTree(
        description="The tree that `RichText.tree` answers, changed or new. Links and pictures with a `reference` keep it."
    )

    one_of = True


def stored(value: dict[str, Any]) -> str:
    """Return the text of a `RichTextInput` as the hub stores it. Raises MalformedTextError."""
    return of_markdown(value["markdown"]) if "markdown" in value else of_tree(value["tree"])


def of_markdown(text: str) -> str:
    """Return Markdown as the hub stores it. A link by an id that the hub doesn't know leaves its words.

    Raises MalformedTextError for a text that would take much longer than others of its length, or is nested too deep.
    """
    text = text.strip()
    _refuse_depths(text)
    reader = markdown.Markdown()
    # HTML stays the words that it is.
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    _bound(reader, AGAIN_AT_LEAST + AGAIN * len(text))
    html = reader.convert(text)
    for written, kept in EDITORS.items():
        html = re.sub(rf"<(/?){written}>", rf"<\1{kept}>", html)
    return LINK.sub(lambda match: _opening(match[1], unescape(match[2])), html)


def _refuse_depths(text: str) -> None:
    """Raise MalformedTextError for lists and quotes in more levels than `DEEPEST`: the converter takes long and may end."""
    for number, line in enumerate(text.splitlines(), 1):
        margin = MARGIN.match(line.expandtabs(LEVEL))
        if margin and len(margin[0].replace(">", " " * LEVEL)) > DEEPEST * LEVEL:
            raise MalformedTextError(
                f"Line {number} is nested too deep: lists and quotes have at most {DEEPEST} levels."
            )


def _bound(reader: markdown.Markdown, most: int) -> None:
    """Let the converter look at `most` characters, in the steps that it repeats: from each bracket to the one that closes
    it or the end, and for each part of a block all that is left of it. Both take the square of the length at worst.
    """
    left = most

    def spend(number: int) -> None:
        nonlocal left
        left -= number
        if left < 0:
            raise MalformedTextError(TANGLED)

    def reading(read: Callable[[str, int], Any], end: int) -> Callable[[str, int], Any]:
        def counted(data: str, index: int) -> Any:
            found = read(data, index)
            spend(found[end] - index)
            return found

        return counted

    for link in reader.inlinePatterns:
        if isinstance(link, LinkInlineProcessor):
            vars(link).update(getText=reading(link.getText, 1), getLink=reading(link.getLink, 2))
    # The first that is asked about a block, each time.
    first: Any = reader.parser.blockprocessors["empty"]
    test = first.test

    def counted_test(parent: Any, block: str) -> bool:
        spend(len(block) // CHEAP)
        return test(parent, block)

    first.test = counted_test


def _opening(kind: str, id: str) -> str:
    return f'<a linktype="{kind}" id="{_key(kind, id)}">'


def _key(kind: str, id: str) -> int:
    models = {"page": Page, "document": get_document_model(), "image": get_image_model()}
    if kind not in models:
        raise MalformedTextError(f"A reference is to a page, a document or an image, not to “{kind}”.")
    try:
        return number_of(id, models[kind])
    except ApiError as error:
        raise MalformedTextError(error.message) from None


def of_tree(tree: Any) -> str:
    """Return a tree as the hub stores it. Raises MalformedTextError for what `docs/reference/rich-text.md` doesn't have."""
    if not isinstance(tree, list):
        raise MalformedTextError("A tree is a list of blocks.")
    return "".join(_node(node, 0) for node in tree)


def _node(node: Any, depth: int) -> str:
    if not isinstance(node, dict) or not isinstance(node.get("type"), str) or depth > DEEPEST:
        raise MalformedTextError(f"Every node is an object with a `type`, in at most {DEEPEST} levels.")
    kind, inside = node["type"], node.get("children", [])
    if not isinstance(inside, list):
        raise MalformedTextError("The `children` of a node are a list.")
    match kind:
        case "text":
            return _text(node)
        case "lineBreak":
            return "<br/>"
        case "rule":
            return "<hr/>"
        case "image":
            key, alt = _reference(node), escape(str(node.get("alt") or ""))
            return f'<embed embedtype="image" format="left" id="{key}" alt="{alt}"/>'
    words = "".join(_node(one, depth + 1) for one in inside)
    if kind == "link":
        return f"{_link(node)}{words}</a>"
    tag = _tag(node)
    return f"<{tag}>{words}</{tag}>"


def _tag(node: dict[str, Any]) -> str:
    match node:
        case {"type": "paragraph"}:
            return "p"
        case {"type": "heading", "level": 1 | 2 | 3 | 4 | 5 | 6 as level}:
            return f"h{level}"
        case {"type": "list", "ordered": bool(is_ordered)}:
            return "ol" if is_ordered else "ul"
        case {"type": "listItem"}:
            return "li"
        case {"type": "quote"}:
            return "blockquote"
    raise MalformedTextError(f"There is no such node as “{str(node['type'])[:40]}”, or it lacks something.")


def _text(node: dict[str, Any]) -> str:
    value, marks = node.get("value"), node.get("marks", [])
    if not isinstance(value, str) or not isinstance(marks, list) or not all(mark in OPENING for mark in marks):
        raise MalformedTextError(f"A text has a `value` and `marks` out of {', '.join(OPENING)}.")
    tags = [OPENING[mark] for mark in marks]
    return "".join(f"<{tag}>" for tag in tags) + escape(value) + "".join(f"</{tag}>" for tag in reversed(tags))


def _link(node: dict[str, Any]) -> str:
    if node.get("reference") is not None:
        reference = node["reference"]
        return _opening(str(reference.get("type")), str(reference.get("id"))) if isinstance(reference, dict) else _bad()
    href = node.get("href")
    return f'<a href="{escape(href)}">' if isinstance(href, str) else _bad()


def _reference(node: dict[str, Any]) -> int:
    reference = node.get("reference")
    if not isinstance(reference, dict) or reference.get("type") != "image":
        _bad()
    return _key("image", str(node["reference"].get("id")))


def _bad() -> str:
    raise MalformedTextError(
        "A link has an `href` or a `reference`, and an image a `reference`, each with a type and an id."
    )
