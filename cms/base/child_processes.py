"""Work on a stranger's file in a process of its own, with limits of time and memory: a file made with intent holds nobody up.

A module that does such work calls `limit_memory` first, reads the file from the standard input and writes its result to the
standard output. It imports no Django app, so that it starts quickly.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MEBIBYTE = 1024 * 1024


class ChildError(Exception):
    """The process ended without a result; the message is the last line that it wrote. `code` is its exit code."""

    def __init__(self, message: str, code: int):
        super().__init__(message)
        self.code = code


class ChildTooSlowError(Exception):
    """The process took too long and was ended."""


def output_of(module: str, content: bytes, *arguments: str, seconds: float) -> bytes:
    """Run a module of ours on the content of a file, and return its output.

    Raises ChildTooSlowError after that many seconds, and ChildError if the process fails.
    """
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, input=content, capture_output=True, timeout=seconds, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise ChildTooSlowError(f"It takes longer than {seconds:g} seconds.") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise ChildError(lines[-1] if lines else "the process ended without a word", done.returncode)
    return done.stdout


def limit_memory(mebibytes: int) -> None:
    """Let this process take no more memory, where the system can limit it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = mebibytes * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
