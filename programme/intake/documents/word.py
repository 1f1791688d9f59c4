"""Reads the paragraphs of a Word document (DOCX), with their styles, the numbers that Word gives lists, and tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 40_000_000  # bytes of one XML file, once it is unpacked
MOST_LINES = 20_000
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# Deletions of tracked changes, text of drawings that Word repeats for older programs, and instructions of fields.
NOT_TEXT = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


class MacrosError(Exception):
    """The document has macros."""


class TooLargeError(Exception):
    """The document is far larger once it is unpacked."""


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """Return the paragraphs and rows of tables, in order, as `lines.DocumentLine` takes them.

    Raises MacrosError, TooLargeError, and other errors for a damaged file.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in archive.namelist()):
            raise MacrosError
        body = _part(archive, "word/document.xml")
        styles, numbers = _part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml")
    if body is None:
        raise KeyError("word/document.xml")
    return _Paragraphs(_styles(styles), _Numbers(numbers)).read(body)


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    try:
        with archive.open(name) as file:
            content = file.read(LARGEST_PART + 1)
    except KeyError:
        return None
    if len(content) > LARGEST_PART:
        raise TooLargeError
    # Word writes no document type; only an attack has one, with entities that grow.
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise ValueError("The document declares entities.")
    return ElementTree.fromstring(content)  # noqa: S314  without entities, in a process with limits


def _value(parent: Element | None, name: str) -> str:
    found = parent.find(f"{W}{name}") if parent is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def _styles(root: Element | None) -> dict[str, dict[str, Any]]:
    """Return for each style its name, level as a heading, and the list that it belongs to."""
    found: dict[str, dict[str, Any]] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        properties = style.find(f"{W}pPr")
        name = _value(style, "name")
        outline = _value(properties, "outlineLvl")
        level = re.fullmatch(r"heading (\d)", name.lower())
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        found[style.get(f"{W}styleId", "")] = {
            "name": name,
            "level": int(level[1]) if level else int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0,
            "num": _value(numbered, "numId"),
            "ilvl": _value(numbered, "ilvl") or "0",
        }
    return found


class _Numbers:
    """Counts as Word does: each list on its own, and a level begins again after a higher one."""

    def __init__(self, root: Element | None):
        kinds: dict[str, dict[str, tuple[str, str, int]]] = {}
        self.lists: dict[str, dict[str, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for kind in root.iter(f"{W}abstractNum"):
            kinds[kind.get(f"{W}abstractNumId", "")] = {
                level.get(f"{W}ilvl", "0"): (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
                for level in kind.iter(f"{W}lvl")
            }
        for one in root.iter(f"{W}num"):
            self.lists[one.get(f"{W}numId", "")] = kinds.get(_value(one, "abstractNumId"), {})

    def next(self, num: str, ilvl: str) -> str:
        """Return the number of the next paragraph in a list, such as “3.” or “(b)”; “•” for a bullet, empty for none."""
        levels = self.lists.get(num, {})
        form, pattern, start = levels.get(ilvl, ("", "", 1))
        if form == "bullet":
            return "•"
        if form in ("", "none"):
            return ""
        counts, level = self.counts[num], int(ilvl)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]

        def count(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of_level = levels.get(str(at), ("decimal", "", 1))
            return _counted(counts.get(at, of_level[2]), of_level[0])

        return re.sub(r"%(\d)", count, pattern)


def _counted(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        text = ""
        for worth, sign in ROMAN:
            times, number = divmod(number, worth)
            text += sign * times
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text


class _Paragraphs:
    def __init__(self, styles: dict[str, dict[str, Any]], numbers: _Numbers):
        self.styles, self.numbers = styles, numbers
        self.found: list[dict[str, Any]] = []

    def read(self, root: Element) -> list[dict[str, Any]]:
        body = root.find(f"{W}body")
        self._children(body if body is not None else root)
        return self.found

    def _children(self, parent: Element) -> None:
        for child in parent:
            if len(self.found) >= MOST_LINES or child.tag in NOT_TEXT:
                continue
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag not in (f"{W}sectPr", f"{W}pPr"):
                self._children(child)  # content controls and the like

    def _table(self, table: Element) -> None:
        for row in table.iter(f"{W}tr"):
            cells = [
                " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{W}p"))))
                for cell in row.findall(f"{W}tc")
            ]
            if any(cells):
                self.found.append({"text": " | ".join(cells), "cells": cells})
        self.found.append({"text": "", "cells": []})  # two tables in a row are two

    def _paragraph(self, paragraph: Element) -> None:
        text = _text(paragraph)
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.get(_value(properties, "pStyle"), {})
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        num = _value(numbered, "numId") or style.get("num", "")
        number = self.numbers.next(num, _value(numbered, "ilvl") or style.get("ilvl", "0")) if num and text else ""
        if text:
            self.found.append(
                {
                    "text": text,
                    "level": style.get("level", 0),
                    "is_title": style.get("name", "").lower() == "title",
                    "label": number,
                    "bold": _is_bold(paragraph),
                }
            )


def _text(paragraph: Element) -> str:
    parts: list[str] = []

    def walk(element: Element) -> None:
        for child in element:
            if child.tag in NOT_TEXT:
                continue
            if child.tag == f"{W}t":
                parts.append(child.text or "")
            elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                parts.append(" ")
            elif child.tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif child.tag != f"{W}pPr":
                walk(child)

    walk(paragraph)
    return " ".join("".join(parts).split())


def _is_bold(paragraph: Element) -> bool:
    """Say whether every run with words in it is bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]

    def bold(run: Element) -> bool:
        mark = run.find(f"{W}rPr/{W}b")
        return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")

    return bool(runs) and all(map(bold, runs))
