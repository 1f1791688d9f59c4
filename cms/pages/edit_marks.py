"""The marks of the side preview: from which field of the form each part of a page comes.

In the panel beside the form, and nowhere else, elements of the page have an attribute `data-edit` with the path of their
field. The page, its rows and the values of its blocks then know their own path; templates ask for it with `{% edit %}`.
On any other page nothing has a path, and the tag writes nothing. `docs/reference/click-to-edit.md` describes the paths.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.utils.html import format_html
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField

ATTRIBUTE = "data-edit"
# Elements that have no end.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def give_paths(page: Any) -> None:
    """Give the page, its rows and the values of its blocks their paths in the form. Rows that it hasn't get none."""
    page.edit_path = ""
    formsets = page.get_edit_handler().get_form_class().formsets
    for name in {relation.get_accessor_name() for relation in get_all_child_relations(type(page))} & formsets.keys():
        # The list that the page keeps from now on: rows read anew would know nothing of their paths.
        for index, row in enumerate(getattr(page, name).get_object_list()):
            row.edit_path = f"{name}.{_step(row.pk, index)}"
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            give_path(getattr(page, field.name), field.name)


def give_path(value: Any, path: str) -> None:
    """Give a stream, or the value of a block, its path, and so all that is in it. Other values have none."""
    if not isinstance(value, (StreamValue, StructValue, ListValue)):
        return
    value.edit_path = path
    if isinstance(value, StructValue):
        for name, inner in value.items():
            give_path(inner, f"{path}.{name}")
        return
    children = value.bound_blocks if isinstance(value, ListValue) else value
    for index, child in enumerate(children):
        child.edit_path = f"{path}.{_step(child.id, index)}"
        give_path(child.value, child.edit_path)


def path_of(thing: Any, field: str = "", item: Any = None) -> str:
    """Return the path of a field of the thing, or of an item in that field's list; empty outside of the panel."""
    own = getattr(thing, "edit_path", None)
    if own is None:
        return ""
    steps = [own, field]
    if item is not None:
        children = enumerate(thing[field].bound_blocks)
        steps += [_step(child.id, index) for index, child in children if child.value is item]
    return ".".join(filter(None, steps))


def attribute(path: str) -> str:
    """Return the attribute with the path, after a space; nothing for an empty path."""
    return format_html(' {}="{}"', ATTRIBUTE, path) if path else ""


def marked(html: str, path: str) -> str:
    """Return the HTML with the path at each of its outermost elements, except for those that have one."""
    if not path:
        return html
    outermost = _Outermost()
    outermost.feed(html)
    for place in reversed(outermost.places):
        html = html[:place] + attribute(path) + html[place:]
    return html


def _step(key: Any, index: int) -> str:
    """Return the name of a row or block in a path: its key or, while it has none, its place in the form."""
    return str(key) if key else f"+{index}"


class _Outermost(HTMLParser):
    """Finds the places, in the start tags of the outermost elements, where an attribute can be added."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[int] = []
        self._depth = 0
        self._lines = [0]

    def feed(self, data: str) -> None:
        for line in data.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        super().feed(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.handle_startendtag(tag, attrs)
        self._depth += tag not in VOID

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        if self._depth == 0 and ATTRIBUTE not in dict(attrs):
            line, column = self.getpos()
            self.places.append(self._lines[line - 1] + column + len("<") + len(tag))

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - (tag not in VOID))
