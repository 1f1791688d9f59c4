"""Reads the size of a picture from the head of its file. Wagtail's library, Willow, would read the whole picture to measure it.

A few kilobytes of AVIF or WebP can hold 121 megapixels, which then take a gigabyte of memory in the request that looks at them.
"""

from __future__ import annotations

import warnings

from django.core.exceptions import ValidationError
from PIL import Image
from willow import image as willow_image
from willow.registry import registry

KINDS = (
    willow_image.AvifImageFile,
    willow_image.GIFImageFile,
    willow_image.JPEGImageFile,
    willow_image.PNGImageFile,
    willow_image.WebPImageFile,
)
DAMAGED = "The picture can’t be read: the file is damaged. Save it anew and upload it again."


# Of Exif: a camera's note that the picture lies on its side.
ORIENTATION, LYING = 0x0112, (5, 6, 7, 8)


def register() -> None:
    """Let Willow measure the hub's kinds of pictures in this way. Of moving pictures only the first frame is used."""
    for kind in KINDS:
        registry.register_operation(kind, "get_size", _size)
        registry.register_operation(kind, "get_frame_count", lambda file: 1)


def _size(file: willow_image.ImageFile) -> tuple[int, int]:
    """Return width and height, as the picture is shown.

    Raises ValidationError for a damaged head, and Pillow's error for gigantic pictures.
    """
    file.f.seek(0)
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            return _upright(Image.open(file.f))
    except Image.DecompressionBombError:
        raise
    except Exception as error:  # what a damaged head raises depends on the format
        raise ValidationError(DAMAGED, code="invalid_image") from error
    finally:
        file.f.seek(0)


def _upright(picture: Image.Image) -> tuple[int, int]:
    width, height = picture.size
    exif = Image.Exif()
    exif.load(picture.info.get("exif", b""))  # `getexif` would read all of a PNG
    return (height, width) if exif.get(ORIENTATION) in LYING else (width, height)
