"""What can go wrong with a backup, in sentences for operators."""

from __future__ import annotations


class BackupError(Exception):
    """A backup couldn't be made, or can't be restored. The message says why, and what to do, in a sentence or two."""
