"""What a PDF says to a screen reader: its structure tree, title, language, headings, tables and pictures."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from typing import Any

import pypdf
import pytest

from cms.base import pdf


@pytest.fixture
def weasyprint() -> None:
    """Skips the test where WeasyPrint isn't installed, but not in CI."""
    if not pdf.is_possible():
        why = "Needs WeasyPrint, which `make clients` installs, and Pango."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


@dataclass
class Element:
    """A part of the structure tree, such as a heading or a cell. `heads` is how many header cells a cell names as its own."""

    kind: str
    parent: Element | None
    alternative: str = ""
    heads: int = 0
    children: list[Element] = field(default_factory=list)

    def all(self, *kinds: str) -> list[Element]:
        """Return the elements of these kinds below it, in reading order."""
        found = []
        for child in self.children:
            found += [child] if child.kind in kinds else []
            found += child.all(*kinds)
        return found


class TaggedPdf:
    """A PDF as assistive technology sees it. Raises AssertionError if it isn't tagged."""

    def __init__(self, content: bytes):
        self.reader = pypdf.PdfReader(io.BytesIO(content))
        self.catalog: Any = self.reader.trailer["/Root"]
        self.text = "\n".join(page.extract_text() for page in self.reader.pages)
        assert self.catalog["/MarkInfo"]["/Marked"], "The file doesn't say that it is tagged."
        self.root = Element("Root", None)
        self._roles = self.catalog["/StructTreeRoot"].get("/RoleMap", {})
        self._read(self.catalog["/StructTreeRoot"], self.root)

    def _read(self, node: Any, element: Element) -> None:
        for one in _all_of(node.get("/K")):
            if not isinstance(one, dict) or "/S" not in one:
                continue  # a piece of a page's content
            kind = self._roles.get(one["/S"], one["/S"])[1:]
            named = [
                name for each in _all_of(one.get("/A")) if isinstance(each, dict) for name in each.get("/Headers", ())
            ]
            child = Element(kind, element, str(one.get("/Alt", "")), len(named))
            element.children.append(child)
            self._read(one, child)

    def require_accessible(self, *, title: str, language: str = "en-GB") -> None:
        """Assert what PDF/UA asks for and a program can see."""
        assert self.catalog["/Lang"] == language
        assert self.reader.metadata and self.reader.metadata.title == title
        assert self.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
        assert self.reader.xmp_metadata is not None
        assert b"pdfuaid:part" in self.catalog["/Metadata"].get_data()
        levels = [int(one.kind[1]) for one in self.root.all("H1", "H2", "H3", "H4", "H5", "H6")]
        assert levels and levels[0] == 1 and levels.count(1) == 1, levels
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
        for figure in self.root.all("Figure"):
            assert figure.alternative, "A picture has no alternative text."
        for table in self.root.all("Table"):
            assert table.all("TH"), "A table has no header cells."
            assert all(cell.heads for cell in table.all("TD")), "A cell doesn't say which header cells are its own."


def _all_of(value: Any) -> list[Any]:
    """Return the things in a place of the file that may have one, several or none."""
    value = _resolved(value)
    return [_resolved(one) for one in (value if isinstance(value, list) else [value])]


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
