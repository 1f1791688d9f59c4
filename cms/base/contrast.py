"""The contrast of two colours, as WCAG 2.2 counts it, and the nearest colour that has enough of it.

Colours are written “#rrggbb”. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls

# Success criteria 1.4.3 and 1.4.11: for text, and for large text and things that aren't text.
TEXT = 4.5
SHAPE = 3.0

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DARKEST, _LIGHTEST = "#000000", "#ffffff"


def is_colour(value: str) -> bool:
    """Say whether a text is a colour as this module reads it: “#” and six digits from 0 to f."""
    return _COLOUR.fullmatch(value) is not None


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(a: str, b: str) -> float:
    """Return the contrast of two colours, from 1 to 21, in either order."""
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_that_passes(colour: str, against: str, least: float) -> str:
    """Return the colour of the same hue, as little lighter or darker as can be, that has the contrast asked for.

    A colour that has it is returned as it is. Raises `ValueError` if not even black or white has it.
    """
    if _passes(colour, against, least):
        return colour.lower()
    for found in _neighbours(colour):
        if _passes(found, against, least):
            return found
    raise ValueError(f"No colour has a contrast of {least:g} with {against}.")


def _passes(colour: str, against: str, least: float) -> bool:
    return ratio(colour, against) >= least


def _neighbours(colour: str) -> Iterator[str]:
    """Yield the colours of the same hue and saturation, nearest first, and black and white as the last."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(1, 256):
        for moved in (lightness - step / 255, lightness + step / 255):
            if 0 <= moved <= 1:
                yield _written(hls_to_rgb(hue, moved, saturation))
    yield from (_DARKEST, _LIGHTEST)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> list[int]:
    if not is_colour(colour):
        raise ValueError(f"“{colour}” is no colour: “#” and six digits from 0 to f.")
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
