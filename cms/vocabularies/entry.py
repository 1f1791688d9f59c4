"""One kind or status of a vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

from cms.base.choices import StatusCategory


@dataclass(frozen=True)
class VocabularyEntry:
    """A kind or status: its key in files, addresses and the API, and its names for people."""

    key: str
    label: str
    plural: str = ""
    # Of statuses alone: the meaning, and the look.
    category: StatusCategory | None = None
    colour: str = ""
    pattern: str = ""
    # Whether forms offer it. One that is no longer offered stays where it is in use.
    offered: bool = True

    def __str__(self) -> str:
        return str(self.label)

    @property
    def in_words(self) -> str:
        """The label within a sentence, such as “in progress”. Abbreviations keep their capitals."""
        return self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:]
