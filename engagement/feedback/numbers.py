"""Reference numbers of feedback, such as `F-7K3M-2Q`: easy to read out on the phone, and not consecutive."""

from __future__ import annotations

import re
import secrets

# Without letters that look like digits or like each other, and without vowels, so that it never spells a word.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
LENGTH = 6
PATTERN = f"F-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2}}"


def new() -> str:
    """Return a number that can't be guessed from another; about 240 million are possible, so one may repeat."""
    return _written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def found_in(text: str) -> str:
    """Return the number that somebody typed, with or without its dashes; an empty string if it isn't one."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    number = _written(bare[1:]) if len(bare) == LENGTH + 1 else ""
    return number if bare.startswith("F") and re.fullmatch(PATTERN, number) else ""


def _written(bare: str) -> str:
    return f"F-{bare[:4]}-{bare[4:]}"
