"""Pictures that are small as files and large when they are read, and how much memory something takes."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

MEBIBYTE = 1024 * 1024
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(side: int, *, depth: int = 8) -> bytes:
    """Return a black square in colour as PNG, without ever holding it in memory. 11,000 pixels wide, it has 121 megapixels."""
    packer, parts = zlib.compressobj(9), []
    row = bytes(1 + side * 3 * depth // 8)
    for _ in range(side):
        parts.append(packer.compress(row))
    data = b"".join([*parts, packer.flush()])
    header = struct.pack(">IIBBBBB", side, side, depth, 2, 0, 0, 0)
    return SIGNATURE + b"".join(_chunk(*each) for each in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def other(kind: str, side: int) -> bytes:
    """Return such a square in another format."""
    mode = "L" if kind in ("GIF", "JPEG") else "RGB"
    options = {"WEBP": {"quality": 1, "method": 0}, "AVIF": {"quality": 1, "speed": 10}}.get(kind, {})
    file = io.BytesIO()
    Image.new(mode, (side, side)).save(file, kind, **options)
    return file.getvalue()


class Peak:
    """The most memory that this process took, in mebibytes beyond that at the beginning."""

    extra = 0.0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Measure this process, not its children (Linux alone: `clear_refs` sets the peak back)."""
    peak = Peak()
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    yield peak
    peak.extra = (_status("VmHWM") - before) / 1024


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
