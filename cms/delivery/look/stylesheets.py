"""The style sheet of a look: its colours as custom properties, and the rules of our style sheets that use them.

The design system has its colours written into its rules. So every rule of ours and of the design system that names a
colour is repeated, in the same order, with the custom property of that colour's part. Print and forced colours aren't
touched: paper is white, and readers who chose their colours keep them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from cms.delivery.look.themes import DARK, LIGHT

SOURCES = (
    "design-system/css/design-system.min.css",
    "hub/hub.css",
    "hub/pages.css",
    "hub/progress.css",
    "hub/page-history.css",
)
LOOK = "hub/themes/look.css"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEXT_IN_QUOTES = re.compile(r"\"[^\"]*\"")
SIGNS_OF_RULES = re.compile(r"[{};]")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)")
NUMBERS = re.compile(r"[\d.]+")
# Whose own colours make sense only together: the focus, tags and charts of statuses, notices on dark grounds.
FIXED = re.compile(
    r":focus|\.active\b|\.ds_tag|\.ds_notification(?![\w-])|\.ds_notification(--|__|-panel|-tag)|\.ds_hide-page__button"
    r"|\.ds_feature-header|\.ds_selected|\.ds_reversed|\.hub_(fill|bar|chart|swatch|tag|sign-off|demonstration)|::-webkit"
)
NOT_FOCUS = re.compile(r":not\([^)]*\)")
# Rules for paper, for readers' own colours, and for motion.
LEFT_ALONE = re.compile(r"print|forced-colors: *active|prefers-|@keyframes|@font-face")

FRONT = {
    "#1a1a1a": "text",
    "#333333": "text",
    "#0065bd": "link",
    "#00437d": "link-hover",
    "#ffffff": "on-accent",
    "#5e5e5e": "quiet",
    "#d32205": "error",
    "#951804": "error",
    "#1a7032": "success",
    "#cb4e0b": "warning",
}
BACK = {
    "#ffffff": "background",
    "#f8f8f8": "surface",
    "#ebebeb": "band",
    "#b3b3b3": "line",
    "#daeeff": "wash",
    "#ebf4fb": "wash",
    "#0065bd": "accent",
    "#00437d": "accent-hover",
    "#5e5e5e": "quiet",
    "#fff3d6": "help",
    "#002d54": "hero",
}
EDGE = {
    "#1a1a1a": "text",
    "#333333": "text",
    "#0065bd": "accent",
    "#333e48": "accent",
    "#00437d": "accent-hover",
    "#ebebeb": "rule",
    "#f8f8f8": "surface",
    "#b3b3b3": "line",
    "#5e5e5e": "quiet",
    "#ffffff": "background",
    "#d32205": "error",
    "#cb4e0b": "warning",
    "#1a7032": "success",
    "#912b88": "help-edge",
}
# The welcome of the front page is white on dark, and its links are the other way round.
WELCOME = {"#ffffff": "hero-text", "#002d54": "hero"}
FRONTS = {"color", "fill", "stroke", "text-decoration-color"}
BACKS = {"background", "background-color"}
EDGES = re.compile(r"(border(-(top|right|bottom|left))?|outline)(-color)?")
WHOLE = {"box-shadow", "filter", "border-image-source"}
# Values that take a colour away.
NONE = {"none", "0", "transparent", "inherit", "initial", "unset", "currentcolor"}


class CssRule(NamedTuple):
    """A rule: the at-rules around it, its selector, and its declarations."""

    around: tuple[str, ...]
    selector: str
    declarations: tuple[tuple[str, str], ...]


def rules(css: str) -> Iterator[CssRule]:
    """Yield the rules of a style sheet, in order."""
    css = TEXT_IN_QUOTES.sub(lambda quoted: SIGNS_OF_RULES.sub("", quoted[0]), COMMENT.sub("", css))
    around: list[str] = []
    for text, sign in re.findall(r"([^{}]*)([{}])", css):
        if sign == "{":
            around.append(text.rpartition(";")[2].strip())
            continue
        declared = [part.partition(":") for part in text.split(";") if ":" in part]
        if declared and not around[-1].startswith("@"):
            named = tuple((name.strip().lower(), value.strip()) for name, _colon, value in declared)
            yield CssRule(tuple(around[:-1]), around[-1], named)
        around.pop()


def plain_colour(written: str) -> str | None:
    """Return a colour as “#rrggbb”; None for one that lets something shine through."""
    if written.startswith("#"):
        digits = written[1:].lower()
        return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)  # rgb
    parts = [float(part) for part in NUMBERS.findall(written)]
    if written.startswith("hsl"):
        hue, saturation, lightness = parts[0] / 360, parts[1] / 100, parts[2] / 100
        parts[:3] = (part * 255 for part in hls_to_rgb(hue, lightness, saturation))
    return None if len(parts) > 3 else "#" + "".join(f"{round(part):02x}" for part in parts)


def recoloured(selector: str, name: str, value: str) -> tuple[str, str] | None:
    """Return a declaration of colour with the custom properties in it; None for a declaration without a colour."""
    important = " !important" if "!important" in value else ""
    bare = value.replace("!important", "").strip()
    found = COLOUR.findall(bare)
    if not found and bare.lower() not in NONE:
        return None
    if name in FRONTS:
        return (name, _replaced(selector, bare, FRONT) + important)
    if name in BACKS and "gradient" not in bare and "url" not in bare:
        shown = _replaced(selector, found[0] if found else bare, BACK)
        return ("background-color", ("transparent" if shown in ("none", "0") else shown) + important)
    if name in WHOLE:
        return (name, _replaced(selector, bare, EDGE) + important)
    if EDGES.fullmatch(name) and found:
        return (f"{name.removesuffix('-color')}-color", _replaced(selector, found[0], EDGE) + important)
    return None


def _replaced(selector: str, value: str, parts: Mapping[str, str]) -> str:
    if FIXED.search(NOT_FOCUS.sub("", selector)):
        return value
    if "hub_welcome" in selector:
        parts = {**parts, **WELCOME}

    def replace(match: re.Match[str]) -> str:
        part = parts.get(plain_colour(match[0]) or "")
        return f"var(--look-{part})" if part else match[0]

    return COLOUR.sub(replace, value)


def recoloured_rules(css: str) -> Iterator[CssRule]:
    """Yield the rules of a style sheet that say anything of colours, with custom properties."""
    for rule in rules(css):
        if LEFT_ALONE.search(" ".join(rule.around)):
            continue
        found = [new for name, value in rule.declarations if (new := recoloured(rule.selector, name, value))]
        if found:
            yield CssRule(rule.around, rule.selector, tuple(found))


def source(name: str) -> str:
    """Return the text of one of our static files; empty if it is missing, about which the doctor speaks."""
    if path := finders.find(name):
        with open(path, encoding="utf-8") as file:
            return file.read()
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as stored:
            return stored.read().decode()
    return ""


@lru_cache(maxsize=1)
def rules_of_all() -> str:
    """Return all rules about colours, written with custom properties. It takes a moment, once for each process."""
    return "\n".join(_written(rule) for name in SOURCES for rule in recoloured_rules(source(name)))


def _written(rule: CssRule) -> str:
    declared = ";".join(f"{name}:{value}" for name, value in rule.declarations)
    return "".join(f"{at}{{" for at in rule.around) + f"{rule.selector}{{{declared}}}" + "}" * len(rule.around)


@lru_cache(maxsize=8)
def own_rules(name: str) -> str:
    """Return the rules of one of our style sheets without comments."""
    return COMMENT.sub("", source(name)).strip()


def stylesheet(schemes: Mapping[str, Mapping[str, str]], *, font: str, theme: str, plate: bool) -> str:
    """Return the style sheet of a look, for its colours in each scheme that it has.

    `theme` is the theme's own style sheet, if any; `plate` puts the logo on white in the dark.
    """
    parts = [f":root{{{_properties(schemes[LIGHT])}}}"]
    if font:
        parts.append(f"body,button,input,select,textarea{{font-family:{font}}}")
    if dark := schemes.get(DARK):
        logo = ".hub_logo{background-color:#fff;padding:.25rem}" if plate else ""
        parts += [
            ":root{color-scheme:light dark}",
            f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}{logo}}}",
        ]
    shown = "\n".join(filter(None, (rules_of_all(), own_rules(LOOK), own_rules(theme) if theme else "")))
    parts.append(f"@media screen and (forced-colors:none){{\n{shown}\n}}\n")
    return "\n".join(parts)


def _properties(colours: Mapping[str, str]) -> str:
    return ";".join(f"--look-{name}:{colour}" for name, colour in colours.items())


def digest(text: str) -> str:
    """Return the part of an address that changes with the text."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
