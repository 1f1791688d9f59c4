"""The patterns of a programme's own statuses in charts, as SVG. The template has those of the defaults."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .progress import Status

# White lines on the colour. Dots are of the colour, on white, and so have none here.
WHITE = {
    "plain": SafeString(),
    "stripes": SafeString('<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="#fff" stroke-width="1.5" />'),
    "falling": SafeString('<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" stroke="#fff" stroke-width="1.5" />'),
    "grid": SafeString('<path d="M0 4H8M4 0V8" stroke="#fff" />'),
    "lines": SafeString('<path d="M0 4H8" stroke="#fff" stroke-width="2" />'),
    "columns": SafeString('<path d="M4 0V8" stroke="#fff" stroke-width="2" />'),
    "rings": SafeString('<circle cx="4" cy="4" r="2" fill="none" stroke="#fff" />'),
}
PATTERN = '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>\n'
GROUND = '<rect class="hub_fill hub_fill--{}" width="8" height="8" />{}'
DOTS = '<circle class="hub_fill hub_fill--{}" cx="4" cy="4" r="1.75" />'


def own_patterns(statuses: Iterable[Status], prefix: str) -> SafeString:
    """Return the definitions of those statuses' patterns that the template doesn't have. Each id begins with the prefix."""
    own = [status for status in statuses if status.fill != status.name]
    return format_html_join("", PATTERN, ((prefix, status.fill, _drawn(status)) for status in own))


def _drawn(status: Status) -> SafeString:
    value = status.value
    if value is None or value.pattern not in WHITE:
        return format_html(GROUND, "paper", format_html(DOTS, value.colour if value else "grey"))
    return format_html(GROUND, value.colour, WHITE[value.pattern])
