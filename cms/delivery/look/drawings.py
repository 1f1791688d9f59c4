"""Pictures that are drawn of a look: the icon in its sizes, and the picture that social networks show of a page.

The address of a page's picture changes with it."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from cms.delivery.look.palette import mixed
from cms.delivery.look.stylesheets import digest
from cms.delivery.look.themes import LIGHT

if TYPE_CHECKING:
    from cms.delivery.look.models import LookSettings

# The size in which an upload's picture is made at once, and which is a little larger than the largest icon.
ICON_SOURCE = "max-800x600"
SHARE_SIZE = (1200, 630)
MARGIN, STRIPE = 80, 20
NAME_SIZE = 40
# Sizes of the title, the largest that fits in this many lines.
TITLE_SIZES = (84, 72, 60, 50)
MOST_LINES = 4
SPACING = 1.2
ELLIPSIS = "…"


def icon(look: LookSettings, size: int) -> bytes | None:
    """Return the icon as PNG in a size; None if its picture has no file."""
    source = look.icon.renditions.filter(filter_spec=ICON_SOURCE).order_by("-pk").first() if look.icon else None
    if source is None:
        return None
    try:
        with source.file.storage.open(source.file.name) as file, Image.open(file) as picture:
            return _as_png(picture.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS))
    except OSError:
        return None


@lru_cache(maxsize=64)
def share_picture(name: str, title: str, back: str, front: str, stripe: str) -> bytes:
    """Return a picture of a page as PNG: the site's name, the title, and a stripe of the accent."""
    picture = Image.new("RGB", SHARE_SIZE, back)
    draw = ImageDraw.Draw(picture)
    width, height = SHARE_SIZE
    draw.rectangle((0, height - STRIPE, width, height), fill=stripe)
    room = width - 2 * MARGIN
    font = ImageFont.load_default(NAME_SIZE)
    named, *_more = wrapped(name, font, room, 1)
    draw.text((MARGIN, MARGIN), named, font=font, fill=mixed(front, back, 0.1))
    size, lines = fitting(title, room)
    top = height - MARGIN - STRIPE - len(lines) * size * SPACING
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * size * SPACING), line, font=ImageFont.load_default(size), fill=front)
    return _as_png(picture)


def share_picture_of(look: LookSettings, name: str, title: str) -> bytes:
    """Return the picture of a page in a look's colours."""
    colours = look.schemes[LIGHT]
    return share_picture(name, title, colours["hero"], colours["hero-text"], colours["accent"])


def share_version(look: LookSettings, name: str, title: str) -> str:
    """Return the part of a share picture's address that changes with it."""
    colours = look.schemes[LIGHT]
    return digest("\0".join((name, title, colours["hero"], colours["accent"])))


def share_address(look: LookSettings, name: str, page: Page) -> str:
    """Return the address of the picture that is drawn of a page."""
    return reverse("look_share", args=[look.site_id, page.pk, share_version(look, name, page.title)])


def fitting(title: str, room: int) -> tuple[int, list[str]]:
    """Return the largest size in which a title fits, and its lines; in the smallest it is cut short."""
    for size in TITLE_SIZES:
        lines = wrapped(title, ImageFont.load_default(size), room, MOST_LINES)
        if not lines[-1].endswith(ELLIPSIS) or title.endswith(ELLIPSIS):
            return size, lines
    return size, lines


def wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int, most: int) -> list[str]:
    """Return the lines of a text, none wider than the room and `most` of them at most; the last may be cut short."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    kept, is_cut = lines[:most], len(lines) > most
    return [_cut(line, font, room, is_cut and number == most - 1) for number, line in enumerate(kept)]


def _cut(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int, is_last: bool) -> str:
    end = ELLIPSIS if is_last else ""
    while line and font.getlength(line + end) > room:
        line, end = line[:-1].rstrip(), ELLIPSIS
    return line + end


def _as_png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
