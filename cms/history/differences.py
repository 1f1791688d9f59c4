"""The difference between two texts, block by block and then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, NavigableString, SoupStrainer, Tag
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# The most that is compared: a page of this length takes a good second to read through.
MOST_BLOCKS = 3_000
# Two blocks are one that was changed if this part of their words is the same; the next few are looked at.
ALIKE = 0.5
NEAR = 8
# Longer ones are shown as they were and as they are: comparing words takes the longer the more there are, squared.
MOST_WORDS = 1_000
SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
    ),
    *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
# A word or a sign, with the space before it.
WORDS = re.compile(r"\s*(?:[\w'’-]+|[^\w\s])")
CELLS = {"td", "th"}
CELL_ENDS = " | "

_HIDDEN = '<span class="visually-hidden" lang="en-GB">{}</span>'
WHOLE = {SAME: "{}", ADDED: '<ins class="hub_added">{}</ins>', REMOVED: '<del class="hub_removed">{}</del>'}
WITHIN = {
    SAME: "{}",
    **{
        sign: WHOLE[sign].replace(
            "{}", f"{_HIDDEN.format(f' {sign}: ')}{{}}{_HIDDEN.format(f', end of {sign} words, ')}"
        )
        for sign in (ADDED, REMOVED)
    },
}


@dataclass(frozen=True)
class TextBlock:
    """A heading, paragraph, list item or table row, by the name of its element."""

    element: str
    text: str

    @property
    def is_heading(self) -> bool:
        return self.element in HEADINGS

    @property
    def is_item(self) -> bool:
        return self.element == "li"


@dataclass(frozen=True)
class TextPart:
    """Words that are the same, were added or were removed; within a block with the space before them."""

    sign: str
    text: str


@dataclass(frozen=True)
class ShownBlock:
    """A block of the difference: the same, added, removed, or changed in its parts."""

    sign: str
    block: TextBlock
    parts: tuple[TextPart, ...]

    @property
    def html(self) -> SafeString:
        """The text with its marks. Within a block that was changed they are read out, too: a label says it of a whole one."""
        form = WITHIN if self.sign == CHANGED else WHOLE
        texts = ((one, one.text.lstrip(" ")) for one in self.parts)
        # The space before words isn't marked.
        marked = ((" " * (len(one.text) - len(text)), format_html(form[one.sign], text)) for one, text in texts)
        return format_html_join("", "{}{}", marked)


@dataclass(frozen=True)
class Unchanged:
    """Blocks that are the same and left out."""

    number: int


@dataclass
class _Open:
    element: str
    texts: list[str] = field(default_factory=list)


def blocks_of(html: str, inside: str, left_out: str) -> list[TextBlock]:
    """Return the texts in the elements with the name `inside`, without what the selector `left_out` finds."""
    soup = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer(inside))
    for one in soup.select(left_out):
        one.decompose()
    found = [_Open("")]
    owners = {id(soup): found[0]}
    for node in soup.descendants:
        owner = owners[id(node.parent)]
        if isinstance(node, Tag):
            if node.name == "img" and (words := node.get("alt")):
                found.append(_Open("img", [f"Picture: {words}"]))
            if owner.element == "tr":
                owner.texts.append(CELL_ENDS if node.name in CELLS and any(owner.texts) else " ")
            elif node.name == "br":
                owner.texts.append(" ")
            elif node.name not in INLINE:
                owner = _Open(node.name)
                found.append(owner)
            owners[id(node)] = owner
        elif type(node) is NavigableString:
            owner.texts.append(str(node))
    texts = ((one.element, " ".join("".join(one.texts).split()).strip("| ")) for one in found)
    return [TextBlock(element, text) for element, text in texts if text]


def difference(before: list[TextBlock], after: list[TextBlock]) -> list[ShownBlock | Unchanged]:
    """Return what was changed from one text to the other, each with the block before and after it; empty if nothing."""
    shown = list(_compared(before[:MOST_BLOCKS], after[:MOST_BLOCKS]))
    near = {
        place for changed, one in enumerate(shown) if one.sign != SAME for place in (changed - 1, changed, changed + 1)
    }
    found: list[ShownBlock | Unchanged] = []
    for place, one in enumerate(shown if near else ()):
        if place in near:
            found.append(one)
        elif found and isinstance(last := found[-1], Unchanged):
            found[-1] = Unchanged(last.number + 1)
        else:
            found.append(Unchanged(1))
    return found


def _compared(before: list[TextBlock], after: list[TextBlock]) -> Iterator[ShownBlock]:
    for kind, old, old_end, new, new_end in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield from (_whole(SAME, one) for one in after[new:new_end])
        else:
            yield from _replaced(before[old:old_end], after[new:new_end])


def _replaced(before: list[TextBlock], after: list[TextBlock]) -> Iterator[ShownBlock]:
    """Yield blocks that were replaced: those that are alike as one, in the order in which they are read."""
    rest = 0
    for old in before:
        near = range(rest, min(rest + NEAR, len(after)))
        alike = next((place for place in near if _are_alike(old, after[place])), None)
        if alike is None:
            yield _whole(REMOVED, old)
            continue
        yield from (_whole(ADDED, one) for one in after[rest:alike])
        parts = tuple(_parts(WORDS.findall(old.text), WORDS.findall(after[alike].text)))
        yield ShownBlock(CHANGED, after[alike], parts)
        rest = alike + 1
    yield from (_whole(ADDED, one) for one in after[rest:])


def _whole(sign: str, block: TextBlock) -> ShownBlock:
    return ShownBlock(sign, block, (TextPart(sign, block.text),))


def _are_alike(old: TextBlock, new: TextBlock) -> bool:
    before, after = WORDS.findall(old.text), WORDS.findall(new.text)
    if old.element != new.element or max(len(before), len(after)) > MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, before, after)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _parts(before: list[str], after: list[str]) -> Iterator[TextPart]:
    for kind, old, old_end, new, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield TextPart(SAME, "".join(after[new:new_end]))
            continue
        if old < old_end:
            yield TextPart(REMOVED, "".join(before[old:old_end]))
        if new < new_end:
            yield TextPart(ADDED, "".join(after[new:new_end]))
