"""The search of a copy: an index made once, which a small script reads in the browser.

Pagefind would need a server, since browsers load no parts of a file from a disk; MiniSearch would index all texts anew
on each visit. So the index is turned round here, word by word, and the script only looks words up.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from .pages import SearchedPage

WORD = re.compile(r"\w+")
# How much a word counts, by where it is. In a text it counts by how often it is there, up to a ceiling.
IN_TITLE, IN_SUMMARY, MOST_IN_TEXT = 12, 4, 4


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents. `copy-search.js` does the same with a question."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'", "")).lower()
    return WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def index_of(pages: Iterable[SearchedPage]) -> str:
    """Return the index as a script, which a page may load from a disk, unlike data.

    `pages` has file, title and summary of each; `words` the numbers of pages, each followed by how much the word counts.
    """
    pages = list(pages)
    found: dict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        counted: dict[str, int] = defaultdict(int)
        for word in words_of(page.text):
            counted[word] = min(counted[word] + 1, MOST_IN_TEXT)
        for text, weight in ((page.title, IN_TITLE), (page.summary, IN_SUMMARY)):
            for word in set(words_of(text)):
                counted[word] += weight
        for word, weight in counted.items():
            found[word] += [number, weight]
    data = {
        "pages": [[page.file, page.title, page.summary] for page in pages],
        "words": dict(sorted(found.items())),
    }
    return f"window.copySearch = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
