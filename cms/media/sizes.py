"""Free sizes of pictures: their bounds, their filter specs, and the signed addresses at which readers get them.

The signature isn't a secret: the API gives an address to everybody who sees the picture. It says that the API made the
address, so that what a size costs is counted there. What is made, and how much of it is kept, is in `free_sizes.py`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from wagtail.images.models import Filter

if TYPE_CHECKING:
    from cms.media.models import HubImage

LEAST, MOST = 16, 3200  # pixels of a side that is asked for
BEST_QUALITY = 100
FORMATS = ("avif", "webp", "jpeg", "png")
SALT = "cms.media.sizes"
# A pipe between operations would be escaped in addresses; no operation has a dot.
PIPE, DOT = "|", "."


def spec_of(width: int | None, height: int | None, *, crop: bool, format: str, quality: int) -> str:
    """Return the filter spec of a free size. With one side only, nothing is cropped; without both, it is as large as
    the original, within the bounds. PNG has no quality.

    Raises ValueError with a sentence if a number is out of its bounds.
    """
    sides = [side for side in (width, height) if side is not None]
    if not all(LEAST <= side <= MOST for side in sides):
        raise ValueError(f"Width and height are from {LEAST} to {MOST} pixels.")
    if not 1 <= quality <= BEST_QUALITY:
        raise ValueError(f"The quality is from 1 to {BEST_QUALITY}.")
    if width and height:
        shape = f"{'fill' if crop else 'max'}-{width}x{height}"
    elif width or height:
        shape = f"width-{width}" if width else f"height-{height}"
    else:
        shape = f"max-{MOST}x{MOST}"
    operations = [shape, f"format-{format}"]
    if format != "png":
        operations.append(f"{format}quality-{quality}")
    return PIPE.join(operations)


def size_of(image: HubImage, spec: str) -> tuple[int, int]:
    """Return width and height that the picture has in a size, without making it."""
    width, height = Filter(spec=spec).get_transform(image).size
    return round(width), round(height)


def address_of(image: HubImage, spec: str) -> str:
    """Return the path at which readers get the picture in a free size.

    It changes with the file and the focal point, so that nobody is shown a kept copy of what was replaced.
    """
    shown = f"{image.file.name}|{Filter(spec=spec).get_cache_key(image)}"
    mark = hashlib.blake2s(shown.encode(), digest_size=4).hexdigest()
    seal = f"{mark}-{_signer().signature(_signed(image.pk, mark, spec))}"
    return reverse("picture", args=[image.pk, seal, f"{spec.replace(PIPE, DOT)}.{_format_of(spec)}"])


def spec_at(image_id: int, seal: str, name: str) -> str | None:
    """Return the filter spec that an address names; None if the hub didn't sign it."""
    spec = name.rpartition(DOT)[0].replace(DOT, PIPE)
    mark, _, signature = seal.partition("-")
    try:
        _signer().unsign(f"{_signed(image_id, mark, spec)}:{signature}")
    except BadSignature:
        return None
    return spec


def media_type_of(spec: str) -> str:
    """Return the media type of a free size."""
    return f"image/{_format_of(spec)}"


def _format_of(spec: str) -> str:
    return spec.split(PIPE)[1].removeprefix("format-")


def _signed(image_id: int, mark: str, spec: str) -> str:
    return f"{image_id}/{mark}/{spec}"


def _signer() -> Signer:
    return Signer(salt=SALT)
