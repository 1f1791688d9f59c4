"""Makes a draft of a news item from minutes in a Word file: python minutes.py minutes.docx 2026-06-22

Paragraphs with a heading's style become headings, the others text; the first line is the title, the second the summary.
"""

import hashlib
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from hub import page_at, write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = re.compile(r"([\\`*_{}\[\]<>#+!|-])")


def paragraphs(file: Path) -> list[tuple[str, str]]:
    """Return the name of the style and the text of each paragraph that has any."""
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    found = []
    for one in body.iter(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        text = "".join(part.text or "" for part in one.iter(f"{W}t")).strip()
        if text:
            found.append(("" if style is None else style.get(f"{W}val", ""), text))
    return found


def blocks(lines: list[tuple[str, str]]) -> list[dict]:
    """Return the body of the page: a block for each heading, and one for the paragraphs up to the next."""
    found: list[dict] = []
    for style, text in lines:
        plain = MARKS.sub(r"\\\1", text)  # marks of the minutes aren't those of Markdown
        if style.lower().startswith("heading"):
            found.append({"heading": {"text": text, "level": "h2"}})
        elif found and "richText" in found[-1]:
            found[-1]["richText"]["text"]["markdown"] += f"\n\n{plain}"
        else:
            found.append({"richText": {"text": {"markdown": plain}}})
    return found


def main(file: Path, day: str) -> None:
    (_, title), (_, summary), *rest = paragraphs(file)
    content = {"title": title, "summary": summary, "date": day, "kind": "announcement", "body": blocks(rest)}
    key = f"minutes-{hashlib.sha256(file.read_bytes()).hexdigest()}"
    given = {"parent": page_at("/news/"), "content": {"newsPage": content}, "agent": "Minutes from Word"}
    if draft := write("createDraft", **given, idempotencyKey=key):
        print(f"“{draft['page']['title']}” waits for you: {draft['editUrl']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
