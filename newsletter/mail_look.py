"""The look of a programme in e-mails: its logo, colours, typeface and foot.

Grounds of texts are the same in every look, white in the light and grey in the dark, so only few colours are taken over.
In the dark every mail has dark colours, since mail programs make their own otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from cms.base.contrast import SHAPE, TEXT, nearest_that_passes
from cms.delivery.look.models import LookSettings
from cms.visibility.rule import Visibility

# The grounds of texts in the dark: the card, and the notice with help.
CARD_DARK, HELP_DARK, TEXT_DARK = "#1d2227", "#33290f", "#e8eaec"
# Typefaces that mail programs have. The first is the product's, and stands for any that isn't here.
STACKS = ("Arial, Helvetica, sans-serif", "Verdana, Geneva, sans-serif", "Georgia, Times New Roman, serif")
LOGO_HEIGHT = 48
LOGO_WIDTH = 240


@dataclass(frozen=True)
class MailColours:
    """The colours of a mail that follow the look, in the light and in the dark. As given here they are the product's."""

    band: str = "#002d54"
    band_text: str = "#ffffff"
    heading: str = "#002d54"
    link: str = "#0b5cad"
    line: str = "#0065bd"
    band_dark: str = "#0b2b47"
    band_text_dark: str = "#ffffff"
    link_dark: str = "#9ac7ff"
    line_dark: str = "#4a90d9"

    @classmethod
    def of(cls, light: Mapping[str, str], dark: Mapping[str, str], *, has_logo: bool) -> Self:
        """Return the colours made of a look's, by their names in `palette`; `dark` is empty without a dark mode.

        A logo stands on the header's ground, for which it was drawn.
        """
        if light["header"] != light["background"] or has_logo:
            band, band_text = light["header"], light["header-text"]
        else:
            band, band_text = light["hero"], light["hero-text"]
        shown = dark or light
        if shown["header"] != shown["background"]:
            band_dark, band_text_dark = shown["header"], shown["header-text"]
        elif has_logo:
            band_dark, band_text_dark = CARD_DARK, TEXT_DARK
        else:
            band_dark, band_text_dark = shown["hero"], shown["hero-text"]
        link_dark = nearest_that_passes(shown["link"], CARD_DARK, TEXT)
        return cls(
            band,
            band_text,
            light["hero"],
            light["link"],
            light["accent"],
            band_dark,
            band_text_dark,
            # The notice's ground is the lighter one of the two, so this moves the colour on in the same direction.
            nearest_that_passes(link_dark, HELP_DARK, TEXT),
            nearest_that_passes(shown["accent"], CARD_DARK, SHAPE),
        )


@dataclass(frozen=True)
class MailLogo:
    """The logo: its full address, its size as shown, and its alternative text."""

    url: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, url: str, width: int, height: int, alt: str) -> Self:
        """Return the logo in the size for mails, from the size of its file."""
        part = min(1, LOGO_HEIGHT / height, LOGO_WIDTH / width)
        return cls(url, max(1, round(width * part)), max(1, round(height * part)), alt)


@dataclass(frozen=True)
class MailLink:
    """A link at the foot, with its full address."""

    text: str
    url: str


@dataclass(frozen=True)
class MailLook:
    """The look of mails. As given here it is the product's."""

    colours: MailColours = field(default_factory=MailColours)
    typeface: str = STACKS[0]
    logo: MailLogo | None = None
    shows_name: bool = True
    foot: str = ""
    links: tuple[MailLink, ...] = ()
    is_own: bool = False

    @classmethod
    def of_site(cls, visibility: Visibility) -> Self:
        """Return it for the site of a visibility: its colours in both schemes, and its stack of typefaces."""
        look = LookSettings.of_the_frame(visibility)
        logo, file = None, look.logo_file
        if file is not None and look.logo is not None:
            logo = MailLogo.of(visibility.at_host(file.url), file.width, file.height, look.logo.description)
        links = (MailLink(link.text, visibility.full_address(link.address)) for link in look.links)
        return cls.of(look, logo, tuple(links))

    @classmethod
    def of(cls, look: LookSettings, logo: MailLogo | None, links: tuple[MailLink, ...]) -> Self:
        """Return it for a look, with the logo and links at their full addresses."""
        light, dark = look.schemes["light"], look.schemes.get("dark", {})
        standard = LookSettings().schemes["light"]
        stack = next((stack for stack in STACKS if stack.split(",")[0] == look.font.split(",")[0]), STACKS[0])
        is_own = bool(logo) or stack != STACKS[0] or any(standard[name] != colour for name, colour in light.items())
        colours = MailColours.of(light, dark, has_logo=bool(logo)) if is_own else MailColours()
        return cls(colours, stack, logo, look.shows_name or not logo, look.footer_text, links, is_own)

    @property
    def needs_plate(self) -> bool:
        """Whether the logo has white behind it in the dark, where the ground isn't the one that it was drawn for."""
        return self.logo is not None and self.colours.band != self.colours.band_dark
