"""A vocabulary: the kinds or statuses of one sort of thing, as the active programme has them.

It is used like the `TextChoices` from which it has its defaults. A programme without rows of its own has just those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices

from cms.base.choices import StatusCategory
from cms.base.registry import Registry

from . import own_entries
from .entry import VocabularyEntry

if TYPE_CHECKING:
    from django.db.models import Field


@dataclass(eq=False)
class ChoiceVocabulary:
    """The entries by key. `kept` are keys with which the hub itself writes or reads something, so that they stay."""

    name: str
    label: str
    defaults: type[TextChoices]
    plurals: Mapping[str, str] = field(default_factory=dict)
    # For statuses, the colour and pattern of each default; their category is that of the default.
    looks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    # Keys that mean something else where keys of this vocabulary stand.
    reserved: tuple[str, ...] = ()
    # The fields with its keys, for counting where an entry is in use.
    fields: list[Field[Any, Any]] = field(default_factory=list, repr=False)

    # It is callable, as TextChoices are; templates would call it.
    do_not_call_in_templates = True

    def __post_init__(self) -> None:
        self._default_entries = {value: self._default(value) for value in self.defaults.values}
        vocabularies.add(self.name, self)

    def _default(self, key: str) -> VocabularyEntry:
        choice: Any = self.defaults(key)
        colour, pattern = self.looks.get(key, ("", ""))
        category = choice.category if self.has_statuses else None
        return VocabularyEntry(key, choice.label, self.plurals.get(key, ""), category, colour, pattern)

    @property
    def has_statuses(self) -> bool:
        """Whether its entries are statuses, with a category, a colour and a pattern."""
        return bool(self.looks)

    @property
    def longest_key(self) -> int:
        """The length that a key may have, by the columns that hold it."""
        return min((column.max_length or 20 for column in self.fields), default=20)

    @property
    def default_entries(self) -> dict[str, VocabularyEntry]:
        """The entries of a programme without its own."""
        return dict(self._default_entries)

    @property
    def entries(self) -> Mapping[str, VocabularyEntry]:
        """The active programme's entries by key, in order, with those that are no longer offered."""
        return own_entries.entries(self.name) or self._default_entries

    @property
    def is_own(self) -> bool:
        """Whether the active programme has entries of its own."""
        return own_entries.entries(self.name) is not None

    @property
    def offered(self) -> list[VocabularyEntry]:
        """The entries that forms offer."""
        return [entry for entry in self if entry.offered]

    # As TextChoices

    def __call__(self, key: str) -> VocabularyEntry:
        """Return the entry with the key. One that is gone, as in an old version, is named by its key."""
        found = self.entries.get(key) or self._default_entries.get(key)
        if found:
            return found
        category, colour = (StatusCategory.OPEN, "grey") if self.has_statuses else (None, "")
        label = key.replace("_", " ").capitalize()
        return VocabularyEntry(key, label, "", category, colour, "plain" if colour else "", offered=False)

    def __iter__(self) -> Iterator[VocabularyEntry]:
        return iter(self.entries.values())

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    @property
    def values(self) -> list[str]:
        """The keys."""
        return list(self.entries)

    @property
    def labels(self) -> list[str]:
        """The labels."""
        return [entry.label for entry in self]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The keys with their labels, as fields have them."""
        return [(entry.key, entry.label) for entry in self]

    def plural(self, key: str) -> str:
        """Return the plural of the entry's name; “Milestones” for “Milestone” if the programme gave none."""
        entry = self(key)
        return entry.plural or f"{entry.label}s"

    @property
    def alternatives(self) -> str:
        """The labels as a sentence has them: “Planned”, “Held” or “Agreed”."""
        labels = [f"“{label}”" for label in self.labels]
        return f"{', '.join(labels[:-1])} or {labels[-1]}" if labels[1:] else labels[0]

    def key_of(self, typed: str) -> str:
        """Return the key of an entry that somebody wrote by its label or key, empty if it is none. Labels come first:
        another entry may have had the name."""
        by_key = {entry.key.replace("_", " "): entry.key for entry in self}
        by_label = {entry.label.lower(): entry.key for entry in self}
        return (by_key | by_label).get(typed.lower().replace("_", " "), "")

    def first_of(self, *keys: str) -> str:
        """Return the first of the keys that forms offer, or else the first key that they do."""
        offered = [entry.key for entry in self.offered] or self.values
        return next((key for key in keys if key in offered), offered[0])


vocabularies: Registry[ChoiceVocabulary] = Registry("vocabulary")
