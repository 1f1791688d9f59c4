"""The charts of a report as pictures, for its page: there they are pictures like others, with an alternative text.

They are as wide as a phone, and drawn so finely that they are sharp where they are shown larger: a picture that is made for
a desktop can't be read on a phone.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from .charts import MonthChart

# Pixels of a picture for one of the chart, which is this wide.
SCALE, WIDTH = 4, 400
BAR, INK, PAPER = "#00437a", "#111111", "#ffffff"
FONT = 13
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png_of(chart: MonthChart) -> bytes:
    """Return a chart as PNG."""
    picture = Image.new("RGB", (round(WIDTH * SCALE), round(chart.height * SCALE)), PAPER)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(FONT * SCALE)
    for bar in chart.bars:
        left, top = _across(bar.x), _down(bar.y)
        if float(bar.height):
            draw.rectangle((left, top, left + _across(bar.width), _down(chart.ground)), fill=BAR)
        if bar.has_room:
            draw.text((_across(bar.middle), _down(bar.number_at)), bar.number, fill=INK, font=font, anchor="ms")
        place = (_across(bar.label_from), _down(chart.labels_at))
        draw.text(place, bar.label, fill=INK, font=font, anchor=ANCHORS[bar.anchor])
    ground = _down(chart.ground)
    draw.line((0, ground, picture.width, ground), fill=INK, width=round(SCALE))
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _across(per_cent: str) -> float:
    return float(per_cent.removesuffix("%")) / 100 * WIDTH * SCALE


def _down(pixels: str | float) -> float:
    return float(pixels) * SCALE
