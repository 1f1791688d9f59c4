"""Finds and makes the missing files of pictures. Never part of a reader's request."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.images import get_image_model
from wagtail.images.image_operations import FilterOperation, ImageTransform
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import Page, ReferenceIndex

from cms.base.child_processes import ChildError, ChildTooSlowError
from cms.media import placeholders
from cms.media.reduction import reduced
from cms.media.renditions import ALL_SPECS, EDITORS, PRESETS, STEPS, specs

if TYPE_CHECKING:
    from cms.media.models import HubImage

logger = logging.getLogger(__name__)

# The sizes without which a picture can't be shown, to readers and to editors.
PLAIN = (*PRESETS.values(), *EDITORS)
# Pixels of a picture whose plain sizes are made as soon as it is saved; those of a larger one are left to the worker.
AT_ONCE = 16_000_000
# Pixels of the copy from which all sizes are made, if a size as large as the original is requested.
LARGEST_COPY = 16_000_000
# Seconds for making the copy: while a request waits, and for the worker.
SECONDS_OF_REQUEST, SECONDS_OF_WORKER = 10, 60


class PictureError(SourceImageIOError):
    """Files of a picture could not be made. The message names the picture and the reason.

    The admin shows a sign in place of such a picture, as for one whose original is gone.
    """


class PictureTooSlowError(PictureError):
    """The copy of a picture took too long."""


class _PlainFormat(FilterOperation):
    """Choose the plain format, unless the spec names another: that of the copy says nothing of the original's."""

    def construct(self, plain: str):
        """Take the plain format."""
        self.plain = plain

    def run(self, willow, image, env):
        env.setdefault("output-format", self.plain)
        return willow


class PublicFilter(Filter):
    """A filter that runs on a smaller copy of the picture as it would on the original."""

    @cached_property
    def filter_operations(self) -> list[FilterOperation]:
        return [*super().filter_operations, _PlainFormat("plain", self.plain)]

    def __init__(self, spec: str, plain: str):
        super().__init__(spec)
        self.plain = plain

    def get_transform(self, image: HubImage, size: tuple[int, int]) -> ImageTransform:
        """Return the transform of the original, applied to a copy of this size."""
        # The copy is upright, the original may lie on its side.
        whole = min(_both_ways(image), key=lambda whole: abs(whole[0] * size[1] - whole[1] * size[0]))
        transform = super().get_transform(image, whole)
        x, y = size[0] / whole[0], size[1] / whole[1]
        transform.offset = transform.offset[0] * x, transform.offset[1] * y
        transform.scale = transform.scale[0] / x, transform.scale[1] / y
        return transform


def _both_ways(image: HubImage) -> list[tuple[int, int]]:
    return [(image.width, image.height), (image.height, image.width)]


def plain_format(image: HubImage) -> str:
    """Return the format of the plain files, which every browser shows."""
    return "png" if image.file.name.lower().endswith((".png", ".gif")) else "jpeg"


def copy_for(image: HubImage, wanted_specs: Sequence[str], *, seconds: float) -> ContentFile:
    """Return a copy of the original that is large enough for all these specs, made by another process.

    Raises PictureError if the original can't be read, and PictureTooSlowError after that many seconds.
    """
    scales = [
        max(Filter(spec=spec).get_transform(image, size).scale) for spec in wanted_specs for size in _both_ways(image)
    ]
    share = min(1.0, max(scales), (LARGEST_COPY / (image.width * image.height)) ** 0.5)
    try:
        with image.open_file() as file:
            content = file.read()
            file.seek(0)
        return ContentFile(reduced(content, share, seconds=seconds), name="copy.png")
    except ChildTooSlowError as error:
        raise PictureTooSlowError(f"{_named(image)}: {error}") from error
    except (ChildError, OSError) as error:
        raise PictureError(f"{_named(image)}: {error}") from error


def wanted(image: HubImage) -> list[str]:
    """Return the specs of all files that the picture should have. A step that wouldn't be wider is left out."""
    found: list[str] = []
    for preset, steps in STEPS.items():
        kept, widest = [], 0
        for step in steps:
            width = Filter(spec=step).get_transform(image).size[0]
            if width > widest or step == PRESETS[preset]:
                kept.append(step)
                widest = width
        found += specs(preset, tuple(kept))
    return [*found, *EDITORS]


def missing(image: HubImage) -> list[str]:
    """Return those of the wanted specs that have no file for the picture's present file and focal point. One query."""
    there = set() if image.outdated else set(image.renditions.values_list("filter_spec", "focal_point_key"))
    return [spec for spec in wanted(image) if (spec, Filter(spec=spec).get_cache_key(image)) not in there]


def make_plain(image: HubImage) -> None:
    """Make the plain sizes that the picture lacks, all or none; those of an earlier file give way in the same moment.

    Raises PictureError if its original can't be read, and PictureTooSlowError if that takes longer than a request can wait.
    """
    copy, image.new_copy = image.new_copy, None
    needed = [spec for spec in missing(image) if spec in PLAIN]
    if needed:
        _replace(image, needed, copy or copy_for(image, needed, seconds=SECONDS_OF_REQUEST))


def _replace(image: HubImage, needed: list[str], copy: ContentFile) -> None:
    placeholders.fill_in(image, copy)
    made = [image.generate_rendition_instance(Filter(spec=spec), copy) for spec in needed]
    with transaction.atomic():
        if image.outdated:
            image.renditions.all().delete()
        image.renditions.model.objects.bulk_create(made, ignore_conflicts=True)
        # Unless the file has been replaced again meanwhile.
        type(image).objects.filter(pk=image.pk, file=image.file.name).update(outdated=False)
    image.outdated = False


def make_missing(image: HubImage) -> int:
    """Make the missing files one by one and return their number. Running it again does no harm.

    Raises PictureError if the original can't be read, or, after trying all files, if one could not be made.
    """
    # The plain ones first: the admin shows a sign until they are there.
    needed = sorted(missing(image), key=lambda spec: "|" in spec)
    if not needed and image.dominant_colour and image.blur_data_url:
        return 0
    copy = copy_for(image, needed or EDITORS, seconds=SECONDS_OF_WORKER)
    placeholders.fill_in(image, copy)
    made = 0
    failed: Counter[str] = Counter()
    if image.outdated:
        first = [spec for spec in needed if "|" not in spec]
        _replace(image, first, copy)
        made, needed = len(first), [spec for spec in needed if "|" in spec]
    for spec in needed:
        try:
            image.make_rendition(spec, copy)
        except Exception as error:  # noqa: BLE001  the exception for a damaged file depends on its format
            failed[f"{type(error).__name__}: {error}"] += 1
        else:
            made += 1
    drop_stale(image)
    if failed:
        reasons = "; ".join(f"{reason} ({number} sizes)" for reason, number in failed.items())
        raise PictureError(f"{_named(image)}: {reasons}")
    return made


def _named(image: HubImage) -> str:
    return f"Picture {image.pk} ({image.title}, {image.file.name})"


def drop_stale(image: HubImage) -> None:
    """Delete the files that were made for an earlier focal point."""
    shown = image.renditions.filter(Q(filter_spec__in=ALL_SPECS) | Q(used_at__isnull=False))
    rows = shown.values_list("pk", "filter_spec", "focal_point_key")
    stale = [pk for pk, spec, key in rows if key != Filter(spec=spec).get_cache_key(image)]
    if stale:
        image.renditions.filter(pk__in=stale).delete()


@task(backend="background")
def make_pictures(image_id: int) -> int:
    """Make the missing files of a picture and return their number; 0 if the picture has been deleted.

    Raises PictureError, which the task's backend records and logs.
    """
    image = get_image_model().objects.filter(pk=image_id).first()
    return make_missing(image) if image else 0


def is_given_up(image: HubImage) -> bool:
    """Say whether the picture lacks plain sizes and no worker is going to make them: it has tried. Two queries at most."""
    if not any(spec in PLAIN for spec in missing(image)):
        return False
    still = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return not still.filter(task_path=make_pictures.module_path, args_kwargs__args__0=image.pk).exists()


def enqueue_missing(image: HubImage) -> None:
    """Queue a task for the worker if the picture lacks a file."""
    if missing(image):
        make_pictures.enqueue(image.pk)


def page_published(sender, instance: Page, **kwargs) -> None:
    """Before a page is public, make the plain sizes that its pictures lack; the rest is left to the worker.

    It is called within the transaction that publishes the page, so no reader sees it without them.
    """
    for image in _pictures_of(instance):
        if not _made(image).issuperset(PRESETS.values()):
            try:
                make_plain(image)
            except PictureError:
                logger.exception("A picture of a page that is being published has no sizes")
        transaction.on_commit(partial(enqueue_missing, image), robust=True)


def _made(image: HubImage) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def _pictures_of(page: Page) -> list[HubImage]:
    references = ReferenceIndex.get_references_for_object(page)
    ids = references.filter(to_content_type=ContentType.objects.get_for_model(get_image_model())).values_list(
        "to_object_id"
    )
    return list(get_image_model().objects.filter(pk__in={int(pk) for (pk,) in ids}))
