"""Mistakes in the content files, collected so that an author sees all of them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake for an author to put right."""

    file: Path
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """The files can't be loaded. `problems` says why, by file and line."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class ProblemList:
    """Problems found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: Path, line: int, message: str) -> None:
        self.found.append(Problem(file, line, message))

    def raise_if_any(self) -> None:
        """Raise ContentError if there is any problem."""
        if self.found:
            raise ContentError(self.found)


def messages_by_field(error: ValidationError) -> list[tuple[str, str]]:
    """Return (field, message) for each error in a ValidationError; the field is empty for the whole object."""
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    return [
        ("" if name == "__all__" else name, message)
        for name, errors in error.error_dict.items()
        for item in errors
        for message in item.messages
    ]
