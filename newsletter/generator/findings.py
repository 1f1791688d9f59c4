"""What is wrong, or could be better, with an issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .errors import GeneratorError


@dataclass(frozen=True)
class Finding:
    """One thing to look at. An error must be put right before the issue can be approved; a warning need not."""

    level: Literal["error", "warning"]
    message: str
    where: str = ""

    def __str__(self):
        return f"{self.message} ({self.where})" if self.where else self.message


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that must be put right."""
    return [finding for finding in findings if finding.level == "error"]


class NotReadyError(GeneratorError):
    """An issue has errors. `findings` are all of them; the message names the first."""

    def __init__(self, findings: list[Finding]):
        super().__init__(str(findings[0]))
        self.findings = findings
