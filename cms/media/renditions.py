"""The hub's own sizes of pictures, which templates and the API request by name and which are made for every picture.

Others are free sizes (`sizes.py`).
"""

PRESETS = {
    "THUMBNAIL": "fill-240x240",
    "CARD": "fill-640x360",
    "CONTENT": "width-960",
    "SHARE": "fill-1200x630",
}

# The widths of a preset, smallest first, so that phones load less and high-density screens show more. Social networks
# fetch SHARE: they take one size, and only JPEG or PNG.
STEPS = {
    "THUMBNAIL": ("fill-240x240", "fill-480x480"),
    "CARD": ("fill-320x180", "fill-640x360", "fill-1280x720"),
    "CONTENT": ("width-480", "width-960", "width-1920"),
    "SHARE": ("fill-1200x630",),
}

# What the admin shows in its lists and forms.
EDITORS = ("max-165x165", "max-800x600")
ORIGINAL = "original"  # Wagtail's name for the picture in its own size, for which no file is made

# Formats besides the plain one, best first. The plain one is JPEG, or PNG for uploads in PNG or GIF.
FORMATS = {"THUMBNAIL": ("avif", "webp"), "CARD": ("avif", "webp"), "CONTENT": ("avif", "webp"), "SHARE": ()}


def specs(preset: str, steps: tuple[str, ...] | None = None) -> list[str]:
    """Return the filter specs of a preset, for all or some of its steps: best format first, narrow before wide.

    Raises KeyError for an unknown preset.
    """
    endings = [f"|format-{name}" for name in FORMATS[preset]] + [""]
    return [step + ending for ending in endings for step in (STEPS[preset] if steps is None else steps)]


ALL_SPECS = frozenset(spec for preset in PRESETS for spec in specs(preset))
