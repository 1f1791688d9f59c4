"""Content codings of answers: which of ours a client gets, and an answer in it (RFC 9110, sections 8.4.1 and 12.5.3).

Brotli comes first because every browser and CDN takes it, and it is the smallest for its time (`bench/COMPRESSION.md`).
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache

import brotli

BROTLI, GZIP = "br", "gzip"
# Of two that a client likes equally, it gets the first.
CODINGS = (BROTLI, GZIP)
# A body below this fits into one packet, compressed or not.
SMALLEST = 1_000
# Better ones take ten times as long, for a tenth less.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@lru_cache(maxsize=1_000)
def preferred_coding(accepted: str, codings: tuple[str, ...] = CODINGS) -> str:
    """Return the coding that a client prefers, by its header `Accept-Encoding`; empty for none.

    A client that likes “identity” better gets it; a coding whose weight can't be read is left out.
    """
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameter = (piece.strip() for piece in part.partition(";"))
        weight = WEIGHT.fullmatch(parameter) if parameter else None
        weights[name] = float(weight[1]) if weight else 0.0 if parameter else 1.0
    any_other = weights.get("*", 0.0)
    best = max(codings, key=lambda coding: weights.get(coding, any_other))
    weight_of_best = weights.get(best, any_other)
    return best if weight_of_best > 0 and weight_of_best >= weights.get("identity", 0.0) else ""


def compressed(body: bytes, coding: str) -> bytes:
    """Return the body in one of our codings."""
    if coding == BROTLI:
        return brotli.compress(body, quality=BROTLI_QUALITY)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)
