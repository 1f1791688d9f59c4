"""All colours of a look, made from the few that were chosen, and the contrast that each pair of them must have.

Colours that nobody chose are made so that they pass; those chosen are checked, and the nearest that passes is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cms.base.contrast import SHAPE, TEXT, is_colour, luminance, nearest_that_passes, ratio
from cms.delivery.look.themes import DARK, ENDS, GROUNDS, LIGHT, SCHEMES, THEMES, Chosen, ThemeName

BLACK, WHITE = "#000000", "#ffffff"
# Where texts and links stand.
PAPERS = ("background", "surface", "band", "help", "wash")
# The focus is the same everywhere: yellow under black is seen on light and on dark.
FOCUS = {"focus": "#fdd522", "focus-text": "#1a1a1a"}
# The design system's own shades, which no formula gives.
DESIGN_SYSTEM_SHADES = {"accent-hover": "#00437d", "link-hover": "#00437d", "wash": "#daeeff"}
# Parts of the accent in the colour behind a link that is pointed at, the strongest first.
WASHES = (0.16, 0.12, 0.08, 0.04, 0.0)
# How far a colour goes to black or white when it is pointed at.
HOVER = 0.35
STRONG = 7.0
# Above this a colour is a light one.
LIGHT_FROM = 0.4
# White texts stand on the accent in the light; in the dark, whichever of white and black is easier to read.
OF_ACCENT = {LIGHT: TEXT, DARK: SHAPE}
NAMES = {
    "accent": "The accent",
    "link": "The colour of links",
    "header": "The header",
    "header_text": "The header’s text",
}


class Pair(NamedTuple):
    """Two colours of a palette, by name, and the least contrast between them."""

    front: str
    back: str
    least: float


class ColourProblem(NamedTuple):
    """A chosen colour that doesn't pass, in words, with the nearest that does."""

    name: str
    scheme: str
    message: str
    proposal: str

    @property
    def field(self) -> str:
        """The name of the field with the colour."""
        return self.name + ENDS[self.scheme]


# Every pair of the style sheets that isn't fixed.
PAIRS = (
    *(Pair(front, back, TEXT) for front in ("text", "quiet", "link", "link-hover") for back in PAPERS),
    *(Pair(front, back, TEXT) for front in ("error", "success") for back in ("background", "surface")),
    *(Pair("on-accent", back, TEXT) for back in ("accent", "accent-hover")),
    *(Pair(front, back, TEXT) for front in ("header-text", "header-link") for back in ("header", "header-wash")),
    Pair("hero-text", "hero", TEXT),
    Pair("focus-text", "focus", TEXT),
    *(Pair("accent", back, SHAPE) for back in ("background", "surface")),
    *(Pair(front, "background", SHAPE) for front in ("accent-hover", "warning", "quiet", "help-edge")),
)


def mixed(colour: str, other: str, part: float) -> str:
    """Return the colour with a part of another, from 0 to 1, in it."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def best_on(back: str, dark: str = "#1a1a1a") -> str:
    """Return white, or a dark colour, whichever is easier to read on a ground."""
    if ratio(WHITE, back) >= TEXT:
        return WHITE
    return dark if ratio(dark, back) >= TEXT else BLACK


def chosen_for(theme: ThemeName, scheme: str, light: Chosen, dark: Chosen) -> Chosen:
    """Return the few colours of a scheme: those chosen, and in place of the others ones that pass."""
    accent, link, header, header_text = (given or own for given, own in zip(light, THEMES[theme].colours, strict=True))
    if light.header and not light.header_text:
        header_text = best_on(header)
    if scheme == LIGHT:
        return Chosen(accent, link, header, header_text)
    ground = GROUNDS[DARK]
    own_header = dark.header or (ground["background"] if luminance(header) > LIGHT_FROM else header)
    own_text = header_text if own_header == header else best_on(own_header)
    return Chosen(
        dark.accent or passing(accent, ("background", "surface"), DARK, SHAPE),
        dark.link or passing(link, PAPERS[:-1], DARK, TEXT),
        own_header,
        dark.header_text or (own_text if ratio(own_text, own_header) >= TEXT else best_on(own_header)),
    )


def passing(colour: str, papers: tuple[str, ...], scheme: str, least: float) -> str:
    """Return the nearest colour that has the contrast with all of these grounds."""
    for paper in papers:
        colour = nearest_that_passes(colour, GROUNDS[scheme][paper], least)
    return colour


def palette(theme: ThemeName, scheme: str, light: Chosen, dark: Chosen) -> dict[str, str]:
    """Return every colour of a look in a scheme, by name."""
    accent, link, header, header_text = chosen_for(theme, scheme, light, dark)
    ground = GROUNDS[scheme]
    on_accent = best_on(accent)
    away = BLACK if scheme == LIGHT else WHITE
    made = {
        "accent-hover": mixed(accent, BLACK if on_accent == WHITE else WHITE, HOVER),
        "link-hover": mixed(link, away, HOVER),
    }
    if scheme == DARK:  # towards the ground it would fade
        made["accent-hover"] = nearest_that_passes(made["accent-hover"], ground["background"], SHAPE)
    if scheme == LIGHT and theme == ThemeName.DESIGN_SYSTEM:
        own = THEMES[theme].colours
        for name, value, standard in (("accent-hover", accent, own.accent), ("link-hover", link, own.link)):
            made[name] = DESIGN_SYSTEM_SHADES[name] if value == standard else made[name]
    made["wash"] = _wash(accent, ground, (link, made["link-hover"], ground["text"], ground["quiet"]))
    if scheme == LIGHT and (accent, link) == THEMES[ThemeName.DESIGN_SYSTEM].colours[:2]:
        made["wash"] = DESIGN_SYSTEM_SHADES["wash"]
    return {
        **ground,
        **FOCUS,
        "accent": accent,
        "on-accent": on_accent,
        "link": link,
        **made,
        **_header(header, header_text, link, ground, made["wash"]),
        **_hero(theme, light),
    }


def _wash(accent: str, ground: Mapping[str, str], fronts: tuple[str, ...]) -> str:
    washes = (mixed(ground["background"], accent, part) for part in WASHES)
    # Colours that are refused are shown in the sample all the same.
    passing_ones = (wash for wash in washes if all(ratio(front, wash) >= TEXT for front in fronts))
    return next(passing_ones, ground["background"])


def _header(header: str, text: str, link: str, ground: Mapping[str, str], wash: str) -> dict[str, str]:
    if header == ground["background"]:
        return {
            "header": header,
            "header-text": text,
            "header-link": link,
            "header-wash": wash if ratio(text, wash) >= TEXT else header,
            "header-rule": ground["rule"],
        }
    washes = (mixed(header, text, part) for part in WASHES)
    return {
        "header": header,
        "header-text": text,
        "header-link": text,
        "header-wash": next((one for one in washes if ratio(text, one) >= TEXT), header),
        "header-rule": mixed(header, text, 0.25),
    }


def _hero(theme: ThemeName, light: Chosen) -> dict[str, str]:
    hero = THEMES[theme].hero
    if light.accent and light.accent != THEMES[theme].colours.accent:
        hero = nearest_that_passes(mixed(light.accent, BLACK, 0.5), WHITE, STRONG)
    return {"hero": hero, "hero-text": WHITE}


def problems(theme: ThemeName, light: Chosen, dark: Chosen) -> Iterator[ColourProblem]:
    """Yield what is wrong with the colours chosen: no colour, or too little contrast."""
    no_colour = False
    for scheme, chosen in zip(SCHEMES, (light, dark), strict=True):
        for name, value in chosen._asdict().items():
            if value and not is_colour(value):
                no_colour = True
                yield ColourProblem(
                    name, scheme, f"“{value}” is no colour. Write # and six digits, such as #0065bd.", ""
                )
    if no_colour:
        return
    for scheme, chosen in zip(SCHEMES, (light, dark), strict=True):
        used = chosen_for(theme, scheme, light, dark)
        if chosen.accent:
            yield from _judged("accent", chosen.accent, ("background", "surface"), scheme, OF_ACCENT[scheme])
        if chosen.link:
            yield from _judged("link", chosen.link, PAPERS[:-1], scheme, TEXT)
        if chosen.header_text and ratio(used.header_text, used.header) < TEXT:
            nearest = nearest_that_passes(used.header_text, used.header, TEXT)
            yield _problem("header_text", scheme, used.header_text, used.header, "the header", TEXT, nearest)


def _judged(name: str, colour: str, papers: tuple[str, ...], scheme: str, least: float) -> Iterator[ColourProblem]:
    worst = min(papers, key=lambda paper: ratio(colour, GROUNDS[scheme][paper]))
    back = GROUNDS[scheme][worst]
    if ratio(colour, back) < least:
        nearest = passing(colour, (worst, *papers), scheme, least)
        where = "light grounds" if scheme == LIGHT else "dark grounds"
        yield _problem(name, scheme, colour, back, where, least, nearest)


def _problem(name: str, scheme: str, colour: str, back: str, where: str, least: float, nearest: str) -> ColourProblem:
    # Rounded down: 4.49 isn't 4.5.
    has = int(ratio(colour, back) * 10) / 10
    message = (
        f"{NAMES[name]} has too little contrast with {where}: {has:g} to 1 with {back}, and {least:g} is needed. "
        f"The nearest that passes is {nearest}."
    )
    return ColourProblem(name, scheme, message, nearest)
