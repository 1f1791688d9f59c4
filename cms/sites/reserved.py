"""First parts of paths that are the hub's own, so that no programme can have them."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.urls import get_resolver

# Answered by the server and by middleware, not by `cms.urls`.
BESIDE = {"static", "media", "health", "metrics"}
FIRST_PART = re.compile(r"\^?([\w.-]+)(?:/|\\\.|$)")


@cache
def reserved_parts() -> frozenset[str]:
    """Return the first parts of the hub's own paths, such as `admin`, and the codes of languages."""
    patterns = (str(one.pattern) for one in get_resolver().url_patterns)
    nested = (
        str(inner.pattern)
        for one in get_resolver().url_patterns
        if not str(one.pattern).strip("^")
        for inner in getattr(one, "url_patterns", ())
    )
    found = {match[1] for text in (*patterns, *nested) if (match := FIRST_PART.match(text))}
    return frozenset(found | BESIDE | {code for code, _ in settings.LANGUAGES})
