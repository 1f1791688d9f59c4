"""Which files a picture needs, what is still missing, and how they are made. Nothing here runs for a reader's request."""

from __future__ import annotations

from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.functional import cached_property
from PIL import Image
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from wagtail.models import Page, ReferenceIndex

from cms.renditions import ALL_SPECS, PRESETS, STEPS, specs

if TYPE_CHECKING:
    from cms.models import HubImage

# A colour is counted in a small copy of the picture; finer than this, neighbours of one hue would compete.
SAMPLE = (64, 64)
BUCKET = 32
OPAQUE = 128


# What a picture's file needs to look right. All else may tell where and by whom it was taken.
KEPT_FACTS = ("icc_profile", "transparency")


class PictureError(Exception):
    """Files of a picture could not be made. The message names the picture and says why."""


class _ForgetCamera(FilterOperation):
    """Leave out what the camera or a program wrote into the file, such as the place (Exif, XMP, comments)."""

    def construct(self):
        """Take no arguments."""

    def run(self, willow, image, env):
        willow.image.info = {name: value for name, value in willow.image.info.items() if name in KEPT_FACTS}
        return willow


class PublicFilter(Filter):
    """A filter whose files hold the picture and nothing about how it was made; Wagtail would copy the Exif data."""

    @cached_property
    def filter_operations(self) -> list[FilterOperation]:
        return [*super().filter_operations, _ForgetCamera("forget")]


def dominant_colour(file: IO[bytes]) -> str:
    """Return the colour that most of a picture has, such as #1f6f8b; empty for one that is all transparent.

    Raises whatever Pillow raises for a file that is damaged or far too large.
    """
    with Image.open(file) as picture:
        picture.draft("RGB", SAMPLE)  # a JPEG is read at a fraction of its size
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


def wanted(image: HubImage) -> list[str]:
    """Return the specs of all files that the picture should have. A step that would come out no wider is left out."""
    found: list[str] = []
    for preset, steps in STEPS.items():
        kept, widest = [], 0
        for step in steps:
            width = Filter(spec=step).get_transform(image).size[0]
            if width > widest or step == PRESETS[preset]:
                kept.append(step)
                widest = width
        found += specs(preset, tuple(kept))
    return found


def missing(image: HubImage) -> list[str]:
    """Return those of the wanted specs that have no file for the picture's present focal point. One query."""
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    return [spec for spec in wanted(image) if (spec, Filter(spec=spec).get_cache_key(image)) not in there]


def check_original(image: HubImage) -> None:
    """Raise PictureError, naming the picture, unless its original can be read to its end."""
    try:
        with image.open_file() as file, Image.open(file) as picture:
            picture.load()
    except Exception as error:
        raise PictureError(f"{_named(image)}: {type(error).__name__}: {error}") from error


def make_missing(image: HubImage) -> int:
    """Make what is missing, one file after the other, and return how many. Running it again does no harm.

    Raises PictureError for an original that can't be read, and when a file could not be made, after having tried the
    others.
    """
    made = 0
    failed: Counter[str] = Counter()
    needed = missing(image)
    if needed or not image.dominant_colour:
        check_original(image)
    if not image.dominant_colour:
        fill_in_colour(image)
    for spec in needed:
        try:
            image.get_rendition(spec)
        except Exception as error:  # noqa: BLE001  what a damaged file raises depends on its format
            failed[f"{type(error).__name__}: {error}"] += 1
        else:
            made += 1
    if failed:
        reasons = "; ".join(f"{reason} ({number} sizes)" for reason, number in failed.items())
        raise PictureError(f"{_named(image)}: {reasons}")
    return made


def _named(image: HubImage) -> str:
    return f"Picture {image.pk} ({image.title}, {image.file.name})"


def fill_in_colour(image: HubImage) -> None:
    """Store the dominant colour of a picture that has none yet."""
    with image.open_file() as file:
        colour = dominant_colour(file)
    if colour:
        image.dominant_colour = colour
        # Past `save`, which would begin anew with everything.
        type(image).objects.filter(pk=image.pk).update(dominant_colour=colour)


def drop_stale(image: HubImage) -> None:
    """Delete the files that were made for an earlier focal point."""
    rows = image.renditions.filter(filter_spec__in=ALL_SPECS).values_list("pk", "filter_spec", "focal_point_key")
    stale = [pk for pk, spec, key in rows if key != Filter(spec=spec).get_cache_key(image)]
    if stale:
        image.renditions.filter(pk__in=stale).delete()


def enqueue_missing(image: HubImage) -> None:
    """Leave a task for the worker if the picture lacks anything."""
    from cms.tasks import make_pictures  # it needs the models

    if missing(image):
        make_pictures.enqueue(image.pk)


def page_published(sender, instance: Page, **kwargs) -> None:
    """Once a page is published, have the files made that its pictures lack: they may have come in by another way."""
    transaction.on_commit(lambda: _enqueue_for(instance), robust=True)


def _enqueue_for(page: Page) -> None:
    from cms.models import HubImage

    references = ReferenceIndex.get_references_for_object(page)
    ids = references.filter(to_content_type=ContentType.objects.get_for_model(HubImage)).values_list("to_object_id")
    for image in HubImage.objects.filter(pk__in={int(pk) for (pk,) in ids}):
        enqueue_missing(image)
