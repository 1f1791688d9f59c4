"""What a page shows in a picture's place until its file has come: its dominant colour, and a tiny blurred copy."""

from __future__ import annotations

import base64
import io
import logging
from typing import IO, TYPE_CHECKING, Any

from PIL import Image
from wagtail.images import get_image_model

from cms.jobs.registry import Stop, job
from cms.media.renditions import EDITORS

if TYPE_CHECKING:
    from django.core.files.base import ContentFile

    from cms.media.models import HubImage

logger = logging.getLogger(__name__)

# Colours are counted in a small copy of the picture, in steps: with finer ones, shades of one colour would compete.
SAMPLE = (64, 64)
BUCKET = 32
OPAQUE = 128

# The blurred copy: the browser scales it up.
TINY = (16, 16)
TINY_QUALITIES = (40, 20, 0)  # the second and third for what is all noise
LONGEST = 500  # characters of its address, which is part of every answer
AT_A_TIME = 20


def dominant_colour(file: IO[bytes]) -> str:
    """Return the most frequent colour of a picture, such as #1f6f8b; empty if it is fully transparent."""
    with Image.open(file) as picture:
        picture.draft("RGB", SAMPLE)  # a JPEG is decoded at a fraction of its size
        picture.thumbnail(SAMPLE)
        pixels: Any = picture.convert("RGBA").get_flattened_data()
    buckets: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for *colour, alpha in pixels:
        if alpha >= OPAQUE:
            buckets.setdefault(tuple(part // BUCKET for part in colour), []).append(tuple(colour))
    if not buckets:
        return ""
    largest = max(buckets.values(), key=len)
    return "#" + "".join(f"{round(sum(part) / len(largest)):02x}" for part in zip(*largest, strict=True))


def blurred(file: IO[bytes]) -> str:
    """Return a data URL with a copy of the picture of 16 pixels at most, as WebP."""
    with Image.open(file) as picture:
        picture.thumbnail(TINY)
        tiny = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    urls = (_data_url(tiny, quality) for quality in TINY_QUALITIES)
    return next(url for url in urls if len(url) <= LONGEST)


def _data_url(picture: Image.Image, quality: int) -> str:
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=quality, alpha_quality=quality, method=6)
    return f"data:image/webp;base64,{base64.b64encode(made.getvalue()).decode()}"


def fill_in(image: HubImage, copy: ContentFile) -> None:
    """Store the dominant colour and the blurred copy of a picture that lacks one of them."""
    if image.dominant_colour and image.blur_data_url:
        return
    content = copy.read()
    copy.seek(0)
    image.dominant_colour = image.dominant_colour or dominant_colour(io.BytesIO(content))
    image.blur_data_url = blurred(io.BytesIO(content))
    # Not `save`, which would start the whole process again.
    type(image).objects.filter(pk=image.pk, file=image.file.name).update(
        dominant_colour=image.dominant_colour, blur_data_url=image.blur_data_url
    )


@job("Pictures: look at older ones", every=60 * 60)
def look_at_older_ones(stop: Stop) -> bool:
    """Give blurred copies to pictures whose sizes were made before there were such copies.

    They are made of a file that the hub made itself, so no process of its own is needed. In any order: files that can't be
    read don't hold up the others. Such pictures were also measured lying on their side if the camera had been; that is put
    right by the way.
    """
    files = (
        get_image_model()
        .get_rendition_model()
        .objects.filter(filter_spec=EDITORS[0], image__blur_data_url="", image__outdated=False)
    )
    done = 0
    for file in files.select_related("image").order_by("?")[:AT_A_TIME]:
        if stop():
            return False
        try:
            with file.file.open() as content:
                url = blurred(content)
        except OSError as error:
            logger.warning("Picture %s gets no blurred copy: %s", file.image_id, error)
            continue
        image = file.image
        sides = sorted((image.width, image.height), reverse=file.width > file.height)
        done += (
            type(image)
            .objects.filter(pk=image.pk, file=image.file.name)
            .update(blur_data_url=url, width=sides[0], height=sides[1])
        )
    return done == AT_A_TIME
