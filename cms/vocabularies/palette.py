"""The colours and patterns of statuses: few, so that each is known to have enough contrast, and classes of the stylesheet.

A colour fills charts. White lines lie on it and white paper beside it; in a dark look it has another shade. Patterns tell
statuses apart where colours can't.
"""

from __future__ import annotations

from dataclasses import dataclass

# The grounds that charts stand on, in a light and in a dark look.
PAPER, DARK_PAPER = "#ffffff", "#1a1a1a"


@dataclass(frozen=True)
class PaletteColour:
    """A colour by its fill in charts, light and dark; the design system's tag has its name."""

    label: str
    light: str
    dark: str


COLOURS = {
    "green": PaletteColour("Green", "#1c7a3d", "#5fc27f"),
    "blue": PaletteColour("Blue", "#0065bd", "#6cb2f0"),
    "purple": PaletteColour("Purple", "#6a3d9a", "#b79be0"),
    "red": PaletteColour("Red", "#c8102e", "#f58a97"),
    "grey": PaletteColour("Grey", "#5e5e5e", "#b3b3b3"),
    "teal": PaletteColour("Teal", "#00696e", "#4fc4c9"),
    "orange": PaletteColour("Orange", "#a3440b", "#f2a266"),
    "pink": PaletteColour("Pink", "#a6186a", "#f08cc4"),
}
PATTERNS = {
    "plain": "Plain",
    "stripes": "Stripes, rising",
    "falling": "Stripes, falling",
    "grid": "Grid",
    "lines": "Lines across",
    "columns": "Lines down",
    "rings": "Rings",
    "dots": "Dots on white",
}
