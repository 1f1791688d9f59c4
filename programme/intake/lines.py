"""One line of a table: what it says, what is wrong with it, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cms.models import BasePage


@dataclass(frozen=True)
class CellDifference:
    """A value that a draft has, and the one that it gets."""

    label: str
    before: str
    after: str


@dataclass
class IntakeLine:
    """One line of a table: what it says, what is wrong with it, and the page that it is about, if that is there."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    page: BasePage | None = None
    parent: Page | None = None
    title: str = ""
    differences: list[CellDifference] = field(default_factory=list)
    # Columns whose cells can't be read.
    unread: set[str] = field(default_factory=set)
    # The page as the line wants it, unsaved, if its form takes it.
    draft: BasePage | None = None

    @property
    def is_new(self) -> bool:
        """Whether a page would be made."""
        return self.page is None

    @property
    def is_same(self) -> bool:
        """Whether the page's draft says all this already."""
        return self.page is not None and not self.differences

    @property
    def can_be_taken(self) -> bool:
        """Whether the line can be chosen."""
        return not self.problems and not self.is_same

    @property
    def fate(self) -> str:
        """What becomes of the line, in words."""
        if self.problems:
            return "Can't be taken"
        if self.is_same:
            return "Nothing changes"
        return "New draft" if self.is_new else "Changed in the draft"
