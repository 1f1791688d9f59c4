"""The HTML that a rich text may hold: what the editor stores, with links to pages and files by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from wagtail.admin.rich_text.converters.db_html import DbHTMLConverter

from cms.pages.blocks.content import RICH_TEXT_FEATURES
from cms.pages.rich_text import FOLLOWED

# A tag written so that no browser reads it in another way.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*) ?/?>')
NAMED = re.compile(r' linktype="page" path="[^"]*"| linktype="document" key="[^"]*"')
ADDRESS = re.compile(r' href="([^"]*)"')


class MarkupError(ValueError):
    """A rich text holds what the editor wouldn't store. The message says which tag or link."""


def check_markup(html: str) -> None:
    """Raise MarkupError for HTML with other tags, attributes or links than the editor stores."""
    for fault in _faults(html):
        raise MarkupError(fault)


def _faults(html: str) -> Iterator[str]:
    for match in TAG.finditer(html):
        is_end, name, attributes = match.groups()
        if name not in _tags():
            yield f"Rich text can't hold <{name}>: only paragraphs, lists, bold, italic and links."
        elif name == "a" and not is_end:
            address = ADDRESS.fullmatch(attributes)
            if not (NAMED.fullmatch(attributes) or (address and FOLLOWED.match(unescape(address[1])))):
                yield f"Rich text can't hold this link: {match[0]}"
        elif attributes:
            yield f"Rich text can't hold attributes: {match[0]}"
    rest = TAG.sub("", html)
    if "<" in rest:
        yield f"Rich text can't hold this HTML: {rest[rest.index('<') :][:40]}"


@cache
def _tags() -> frozenset[str]:
    """Return the tags that Wagtail stores for the features of the hub's editor."""
    return frozenset(DbHTMLConverter(RICH_TEXT_FEATURES).whitelister.element_rules)
