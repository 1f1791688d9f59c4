"""Writes messages into a folder, one file each, as any mail program opens them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.utils import timezone

from newsletter.choices import HandoverOutcome

from .base import Backend, HandoverResult


class FileBackend(Backend):
    """For development, and wherever no message may be sent. One folder per day; a file's name comes from the message's key."""

    leaves = False

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def hand_over(self, message: bytes, *, sender: str, recipient: str, key: str) -> HandoverResult:
        name = re.sub(r"[^\w.-]", "_", key.strip("<>"))[:150]
        path = self.folder / timezone.localdate().isoformat() / f"{name}.eml"
        # Written beside it and then renamed, so that nobody reads half a message.
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(message)
            unfinished.replace(path)
        except OSError as error:
            return HandoverResult(HandoverOutcome.TEMPORARY, detail=f"The file can't be written: {error.strerror}.")
        return HandoverResult(HandoverOutcome.ACCEPTED, provider_id=path.relative_to(self.folder).as_posix())
