"""Makes a smaller copy of a picture, in a process of its own: all sizes are then made of the copy.

The module is also that process: `python -m cms.media.reduction SHARE` takes a file and writes its copy as PNG.
"""

from __future__ import annotations

import io
import sys
import warnings

from PIL import AvifImagePlugin, Image, ImageOps

from cms.base import child_processes

MOST_MEMORY = 1024  # mebibytes


def reduced(content: bytes, share: float, *, seconds: float) -> bytes:
    """Return a copy of a picture as PNG, upright, without Exif data, in `share` of its width and height.

    Raises ChildTooSlowError after that many seconds, and ChildError for a file that can't be read to its end or needs more
    memory than the process may take.
    """
    return child_processes.output_of(__name__, content, str(share), seconds=seconds)


def _copy(file: io.BytesIO, share: float) -> Image.Image:
    with Image.open(file) as original:
        size = max(1, round(original.width * share)), max(1, round(original.height * share))
        profile = original.info.get("icc_profile")
        original.draft(None, size)  # a JPEG is decoded at a fraction of its size
        original.load()
        picture: Image.Image = original
        if picture.mode not in ("RGB", "RGBA", "L"):
            if picture.mode not in ("P", "LA", "PA", "RGBX"):
                profile = None  # it is about colours that the copy hasn't got
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        if size != picture.size:
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        picture = ImageOps.exif_transpose(picture)
    picture.info = {"icc_profile": profile} if profile else {}
    return picture


def main() -> int:
    """Read a picture from the standard input and write its copy. Returns the exit code."""
    child_processes.limit_memory(MOST_MEMORY)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each would reserve memory, and a large machine has many
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the form counted the pixels
    picture = _copy(io.BytesIO(sys.stdin.buffer.read()), float(sys.argv[1]))
    picture.save(sys.stdout.buffer, "PNG", compress_level=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
