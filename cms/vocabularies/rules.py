"""The rules for the entries of a vocabulary, and where an entry is in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wagtail.models import Page, Site

from cms.base.active_site import site_active
from cms.base.choices import StatusCategory

from .entry import VocabularyEntry
from .palette import COLOURS, PATTERNS
from .vocabulary import ChoiceVocabulary

_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class EntryProblem:
    """A sentence about the entry at a place, counted from 0, and the field that it is about; neither for all of them."""

    message: str
    place: int | None = None
    field: str = ""


def uses(vocabulary: ChoiceVocabulary, key: str, site: Site) -> int:
    """Return how many pages and rows of the site have the key, published or not. One query for each type of them."""
    return sum(_counted(field, key, site) for field in vocabulary.fields)


def _counted(field, key: str, site: Site) -> int:
    rows = field.model._base_manager.filter(**{field.name: key})
    parent = getattr(field.model, "visibility_parent", "")
    if issubclass(field.model, Page):
        rows = rows.filter(path__startswith=site.root_page.path)
    elif parent and issubclass(field.model._meta.get_field(parent).related_model, Page):
        rows = rows.filter(**{f"{parent}__path__startswith": site.root_page.path})
    return rows.count()


def problems(vocabulary: ChoiceVocabulary, entries: Sequence[VocabularyEntry], site: Site) -> list[EntryProblem]:
    """Return all that is wrong with the entries as those of the site's programme. Without any it has the defaults."""
    with site_active(site):
        before = dict(vocabulary.entries)
    if not entries:
        return list(_gone(vocabulary, list(vocabulary.default_entries.values()), before, site))
    return [
        *_of_each(vocabulary, entries),
        *_of_two(vocabulary, entries),
        *_of_all(vocabulary, entries),
        *_gone(vocabulary, entries, before, site),
    ]


def _of_each(vocabulary: ChoiceVocabulary, entries: Sequence[VocabularyEntry]) -> Iterator[EntryProblem]:
    for place, entry in enumerate(entries):
        if not _KEY.fullmatch(entry.key):
            yield EntryProblem("A key has small letters, digits and “_”, and begins with a letter.", place, "key")
        elif len(entry.key) > vocabulary.longest_key:
            yield EntryProblem(f"A key has {vocabulary.longest_key} characters at most here.", place, "key")
        elif entry.key in vocabulary.reserved:
            yield EntryProblem(f"“{entry.key}” has another meaning already. Choose another key.", place, "key")
        if not entry.label.strip():
            yield EntryProblem("Give a name.", place, "label")
        if vocabulary.has_statuses:
            if entry.category in (None, StatusCategory.NONE):
                yield EntryProblem("Say what the status means.", place, "category")
            if entry.colour not in COLOURS:
                known = ", ".join(COLOURS)
                yield EntryProblem(f"Choose one of the colours with enough contrast: {known}.", place, "colour")
            if entry.pattern not in PATTERNS:
                yield EntryProblem(f"Choose one of the patterns: {', '.join(PATTERNS)}.", place, "pattern")
        else:
            for name in ("category", "colour", "pattern"):
                if getattr(entry, name):
                    yield EntryProblem(f"Only a status has a {name}.", place, name)


def _of_two(vocabulary: ChoiceVocabulary, entries: Sequence[VocabularyEntry]) -> Iterator[EntryProblem]:
    """Yield what two entries share that only one may have."""
    keys: dict[str, VocabularyEntry] = {}
    labels: dict[str, VocabularyEntry] = {}
    patterns: dict[str, VocabularyEntry] = {}
    for place, entry in enumerate(entries):
        if entry.key in keys:
            yield EntryProblem(f"“{keys[entry.key]}” has this key already.", place, "key")
        if (name := entry.label.strip().lower()) and name in labels:
            yield EntryProblem("Another one has this name: people couldn’t tell them apart.", place, "label")
        if vocabulary.has_statuses and entry.pattern in patterns:
            other = patterns[entry.pattern]
            sentence = f"“{other}” has this pattern: who doesn’t see colours couldn’t tell them apart."
            yield EntryProblem(sentence, place, "pattern")
        keys.setdefault(entry.key, entry)
        labels.setdefault(name, entry)
        patterns.setdefault(entry.pattern, entry)


def _of_all(vocabulary: ChoiceVocabulary, entries: Sequence[VocabularyEntry]) -> Iterator[EntryProblem]:
    if not any(entry.offered for entry in entries):
        yield EntryProblem("Offer at least one: forms couldn’t be filled in otherwise.")
    if vocabulary.has_statuses and not any(entry.category == StatusCategory.DONE for entry in entries):
        yield EntryProblem("One status must mean “done”: otherwise nothing would ever count as complete.")


def _gone(
    vocabulary: ChoiceVocabulary, entries: Sequence[VocabularyEntry], before: dict[str, VocabularyEntry], site: Site
) -> Iterator[EntryProblem]:
    """Yield the entries that were removed and can't be."""
    there = {entry.key for entry in entries}
    for key, entry in before.items():
        if key in there:
            continue
        if key in vocabulary.kept:
            yield EntryProblem(
                f"“{entry}” ({key}) can’t be removed: the hub itself uses it. Rename it, or no longer offer it."
            )
        elif number := uses(vocabulary, key, site):
            times = "once" if number == 1 else f"{number} times"
            yield EntryProblem(f"“{entry}” ({key}) can’t be removed: it is in use {times}. No longer offer it instead.")
