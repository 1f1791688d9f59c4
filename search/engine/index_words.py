"""The words of an index, for corrections. They say nothing about visibility: texts that aren't public have them too."""

from __future__ import annotations

from dataclasses import dataclass

from .near_words import NearWords
from .tables import Tables

# Of each block of entries: their number, and its token.
Version = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class IndexWords:
    """The words of an index, and those with each sound."""

    version: Version
    words: list[str]
    all: frozenset[str]
    by_sound: dict[str, list[str]]
    near: NearWords


_kept: dict[Tables, IndexWords] = {}


def index_words(tables: Tables, version: Version) -> IndexWords:
    """Return the words of the index, whose entries have this version. One statement if it has changed."""
    kept = _kept.get(tables)
    if kept is None or kept.version != version or not all(token for _, token in version):
        kept = _kept[tables] = _read(version, tables)
    return kept


def _read(version: Version, tables: Tables) -> IndexWords:
    by_sound: dict[str, list[str]] = {}
    for word, sound in tables.words.objects.order_by("pk").values_list("word", "sound"):
        by_sound.setdefault(sound, []).append(word)
    every = [word for some in by_sound.values() for word in some]
    return IndexWords(version, every, frozenset(every), by_sound, NearWords(every))
