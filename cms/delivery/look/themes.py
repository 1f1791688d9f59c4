"""The themes and typefaces to choose from, and the colours of grounds and texts in each scheme."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models

LIGHT, DARK = "light", "dark"
SCHEMES = (LIGHT, DARK)
# How the fields of each scheme end.
ENDS = {LIGHT: "", DARK: "_dark"}


class ThemeName(models.TextChoices):
    """The themes."""

    DESIGN_SYSTEM = "design_system", "Design system"
    NEUTRAL = "neutral", "Neutral"
    PLAIN = "plain", "Plain"


class Typeface(models.TextChoices):
    """Typefaces that readers' devices have: none is loaded from anywhere."""

    THEME = "theme", "The theme’s own"
    SYSTEM = "system", "That of the reader’s device"
    ARIAL = "arial", "Arial or Helvetica"
    VERDANA = "verdana", "Verdana, wide and easy to read"
    GEORGIA = "georgia", "Georgia, with serifs"


FONTS = {
    Typeface.SYSTEM: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
    Typeface.ARIAL: 'Arial, Helvetica, "Liberation Sans", sans-serif',
    Typeface.VERDANA: 'Verdana, "DejaVu Sans", Geneva, sans-serif',
    Typeface.GEORGIA: 'Georgia, "Liberation Serif", "Times New Roman", serif',
}


class Chosen(NamedTuple):
    """The colours that a programme may choose. An empty text leaves one to the theme."""

    accent: str
    link: str
    header: str
    header_text: str


class LookTheme(NamedTuple):
    """A theme: its own colours in the light, its typeface, and the style sheet that it adds, if any."""

    colours: Chosen
    typeface: Typeface | None
    stylesheet: str
    hero: str  # behind the welcome of the front page


THEMES = {
    ThemeName.DESIGN_SYSTEM: LookTheme(Chosen("#0065bd", "#0065bd", "#ffffff", "#1a1a1a"), None, "", "#002d54"),
    ThemeName.NEUTRAL: LookTheme(
        Chosen("#1f5f4a", "#1a4f9c", "#16242f", "#ffffff"), Typeface.ARIAL, "hub/themes/neutral.css", "#16242f"
    ),
    ThemeName.PLAIN: LookTheme(
        Chosen("#3d4451", "#0b4a8f", "#ffffff", "#1a1a1a"), Typeface.SYSTEM, "hub/themes/plain.css", "#2b303a"
    ),
}

# Colours that no programme chooses, by scheme.
GROUNDS = {
    LIGHT: {
        "text": "#1a1a1a",
        "background": "#ffffff",
        "surface": "#f8f8f8",
        "band": "#ebebeb",
        "rule": "#ebebeb",
        "line": "#b3b3b3",
        "quiet": "#5e5e5e",
        "help": "#fff3d6",
        "help-edge": "#912b88",
        "error": "#d32205",
        "success": "#1a7032",
        "warning": "#cb4e0b",
    },
    DARK: {
        "text": "#f2f4f5",
        "background": "#121417",
        "surface": "#1b1f23",
        "band": "#23282d",
        "rule": "#343a40",
        "line": "#6b747c",
        "quiet": "#b7bfc6",
        "help": "#33290f",
        "help-edge": "#d08ac9",
        "error": "#ff8f7d",
        "success": "#72d08e",
        "warning": "#ffab66",
    },
}
