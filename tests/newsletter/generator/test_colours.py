"""Every colour of text stands out from what is behind it, in light and in dark (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cms.base.contrast import SHAPE, TEXT, ratio
from cms.delivery.look.models import LookSettings
from cms.delivery.look.themes import ThemeName
from newsletter.mail_look import MailLogo, MailLook

TEMPLATES = Path(settings.PROJECT_ROOT) / "templates" / "newsletter" / "email"
LIGHT, DARK = {"card": "#ffffff", "help": "#fff3d6"}, {"card": "#1d2227", "help": "#33290f"}
CHOSEN = ({}, {"accent": "#8a1538", "link": "#006747"}, {"header": "#fdd522"}, {"header": "#1a1a1a", "link": "#5e5e5e"})


def mail_look(*, has_logo: bool, **values) -> MailLook:
    """Return the look of mails for a look that could be saved."""
    look = LookSettings(**values)
    look.clean()
    logo = MailLogo("https://example.org/logo.png", 100, 48, "The logo") if has_logo else None
    return MailLook.of(look, logo, ())


LOOKS = [
    mail_look(theme=theme, dark_mode=dark_mode, has_logo=has_logo, **chosen)
    for theme in ThemeName
    for dark_mode in (False, True)
    for has_logo in (False, True)
    for chosen in CHOSEN
]


@pytest.mark.parametrize("look", LOOKS)
def test_text_stands_out(look):
    colours = look.colours
    light = {"card": ["#1a1a1a", "#50565c", colours.heading, colours.link], "help": ["#1a1a1a", colours.link]}
    dark = {"card": ["#e8eaec", "#ffffff", "#bcc4cc", colours.link_dark], "help": ["#e8eaec", colours.link_dark]}
    pairs = [(colours.band_text, colours.band), (colours.band_text_dark, colours.band_dark)]
    pairs += [(text, LIGHT[place]) for place, texts in light.items() for text in texts]
    pairs += [(text, DARK[place]) for place, texts in dark.items() for text in texts]
    assert [pair for pair in pairs if ratio(*pair) < TEXT] == []
    assert ratio(colours.line, LIGHT["card"]) >= SHAPE
    assert ratio(colours.line_dark, DARK["card"]) >= SHAPE


def test_the_standard_look_has_the_colours_that_mails_always_had():
    assert mail_look(has_logo=False) == MailLook()
    assert mail_look(has_logo=False, dark_mode=True) == MailLook()


def test_no_template_uses_a_colour_that_is_not_tested():
    grounds_and_texts = {*LIGHT.values(), *DARK.values(), "#1a1a1a", "#50565c", "#e8eaec", "#bcc4cc"}
    around = {"#eef1f4", "#14181c"}  # behind the card
    used = {colour for path in TEMPLATES.iterdir() for colour in re.findall(r"#[0-9a-f]{6}\b", path.read_text())}
    assert used == grounds_and_texts | around
