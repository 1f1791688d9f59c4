"""Findings of the checks of an issue, and why none can be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


class GeneratorError(Exception):
    """An edition or a proposal can't be made. The message is a sentence for editors."""


@dataclass(frozen=True)
class EditionFinding:
    """One finding. An error must be corrected before the issue can be approved; a warning need not."""

    level: Literal["error", "warning"]
    message: str
    where: str = ""

    def __str__(self):
        return f"{self.message} ({self.where})" if self.where else self.message


def errors(findings: Iterable[EditionFinding]) -> list[EditionFinding]:
    """Return the errors among the findings."""
    return [finding for finding in findings if finding.level == "error"]


class NotReadyError(GeneratorError):
    """An issue has errors. `findings` are all of them; the message names the first."""

    def __init__(self, findings: list[EditionFinding]):
        super().__init__(str(findings[0]))
        self.findings = findings
