"""Every colour of text stands out from what is behind it, in light and in dark (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.PROJECT_ROOT) / "templates" / "newsletter" / "email"
LIGHT = {"card": "#ffffff", "help": "#fff3d6", "band": "#002d54"}
LIGHT_TEXT = {"card": ["#1a1a1a", "#002d54", "#50565c", "#0b5cad"], "help": ["#1a1a1a", "#0b5cad"], "band": ["#ffffff"]}
DARK = {"card": "#1d2227", "help": "#33290f", "band": "#0b2b47"}
DARK_TEXT = {"card": ["#e8eaec", "#ffffff", "#bcc4cc", "#9ac7ff"], "help": ["#e8eaec", "#9ac7ff"], "band": ["#ffffff"]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("grounds", "texts"), [(LIGHT, LIGHT_TEXT), (DARK, DARK_TEXT)], ids=["light", "dark"])
def test_text_stands_out(grounds, texts):
    for place, colours in texts.items():
        for colour in colours:
            assert contrast(colour, grounds[place]) >= 4.5, (place, colour)


def test_no_template_uses_a_colour_that_is_not_tested():
    tested = {*LIGHT.values(), *DARK.values(), *sum(LIGHT_TEXT.values(), []), *sum(DARK_TEXT.values(), [])}
    around = {"#eef1f4", "#14181c", "#0065bd", "#4a90d9"}  # behind the card, and lines
    used = {colour for path in TEMPLATES.iterdir() for colour in re.findall(r"#[0-9a-f]{6}\b", path.read_text())}
    assert used == tested | around
