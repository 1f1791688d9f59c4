"""Makes free sizes of pictures once somebody asks for their address, keeps the ones in use, and finds the nearest until then.

They are rows of `HubRendition` beside the hub’s own sizes, and have a `used_at`: so they go with their picture, with its
file and with its focal point.
"""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from cms.media.pictures import SECONDS_OF_WORKER, copy_for
from cms.media.renditions import STEPS
from cms.media.sizes import size_of

if TYPE_CHECKING:
    from cms.media.models import HubImage, HubRendition

# Free sizes that one picture has at most, and that wait for the worker at most: beyond that, nearest ones are shown on.
MOST_OF_ONE = 40
MOST_WAITING = 200
# After other tasks: a page's own pictures, above all.
LAST = -10
# How precisely it is known when a size was last asked for, and how long a size that failed isn't tried again.
PRECISION = datetime.timedelta(days=1)
REST = datetime.timedelta(hours=1)

PLAIN_STEPS = {step for steps in STEPS.values() for step in steps}


def made(image: HubImage, spec: str) -> HubRendition | None:
    """Return the picture in a free size, if it has been made of its present file and focal point. One query."""
    if image.outdated:
        return None
    return image.renditions.filter(filter_spec=spec, focal_point_key=Filter(spec=spec).get_cache_key(image)).first()


def nearest(image: HubImage, spec: str) -> HubRendition | None:
    """Return the plain file that looks most like a size: of its shape, then as large or larger. One query.

    None if the picture has no file yet.
    """
    width, height = size_of(image, spec)

    def distance(file: HubRendition) -> tuple[float, bool, int]:
        shape = abs(math.log(file.width / file.height) - math.log(width / height))
        return round(shape, 1), file.width < width, abs(file.width - width)

    return min(image.renditions.filter(filter_spec__in=PLAIN_STEPS), key=distance, default=None)


def note_use(file: HubRendition) -> None:
    """Note that a free size was asked for, once a day at most."""
    now = timezone.now()
    if file.used_at and file.used_at < now - PRECISION:
        type(file).objects.filter(pk=file.pk).update(used_at=now)


def ask_for(image: HubImage, spec: str) -> None:
    """Queue a size for the worker, unless it waits already, has just failed, or too many wait. Three queries at most."""
    if image.outdated:
        return  # its own sizes come first, and would delete this one
    tasks = DBTaskResult.objects.filter(task_path=make_size.module_path)
    waits = Q(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    has_failed = Q(status=TaskResultStatus.FAILED, finished_at__gt=timezone.now() - REST)
    this = tasks.filter(waits | has_failed, args_kwargs__args__0=image.pk, args_kwargs__args__1=spec)
    if not this.exists() and tasks.filter(waits).count() < MOST_WAITING:
        make_size.enqueue(image.pk, spec)


@task(backend="background", priority=LAST)
def make_size(image_id: int, spec: str) -> bool:
    """Make a free size, unless it is there, and return whether it was made. The ones longest unused give way.

    Raises PictureError, which the task's backend records and logs.
    """
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or image.outdated or made(image, spec):
        return False
    copy = copy_for(image, [spec], seconds=SECONDS_OF_WORKER)
    image.make_rendition(spec, copy, used_at=timezone.now())
    _make_room(image)
    return True


def _make_room(image: HubImage) -> None:
    everything = type(image).get_rendition_model().objects.all()
    for rows, most in ((image.renditions.all(), MOST_OF_ONE), (everything, settings.FREE_PICTURE_SIZES)):
        free = rows.filter(used_at__isnull=False)
        longest_unused = list(free.order_by("-used_at", "-pk").values_list("pk", flat=True)[most:])
        if longest_unused:
            everything.filter(pk__in=longest_unused).delete()
