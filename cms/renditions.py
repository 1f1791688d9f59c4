"""The image sizes that exist. Templates and the API ask by name; nobody may ask for a size of their own.

A free size would let one anonymous query write any number of files.
"""

PRESETS = {
    "THUMBNAIL": "fill-240x240",
    "CARD": "fill-640x360",
    "CONTENT": "width-960",
    "SHARE": "fill-1200x630",
}

# The widths that a preset comes in, smallest first, so that a phone loads less and a dense screen sees more.
# Social networks fetch the one for shares: they take one size, and JPEG or PNG only.
STEPS = {
    "THUMBNAIL": ("fill-240x240", "fill-480x480"),
    "CARD": ("fill-320x180", "fill-640x360", "fill-1280x720"),
    "CONTENT": ("width-480", "width-960", "width-1920"),
    "SHARE": ("fill-1200x630",),
}

# Formats beside the plain one, best first. The plain one is JPEG, or PNG for what was uploaded as PNG or GIF.
FORMATS = {"THUMBNAIL": ("avif", "webp"), "CARD": ("avif", "webp"), "CONTENT": ("avif", "webp"), "SHARE": ()}


def specs(preset: str, steps: tuple[str, ...] | None = None) -> list[str]:
    """Return all filter specs of a preset, or those for some of its steps: best format first, narrow before wide.

    Raises KeyError for a preset that isn't ours.
    """
    endings = [f"|format-{name}" for name in FORMATS[preset]] + [""]
    return [step + ending for ending in endings for step in (STEPS[preset] if steps is None else steps)]


ALL_SPECS = frozenset(spec for preset in PRESETS for spec in specs(preset))


def name_of(filter_spec: str) -> str:
    """Return the name of a size. Raises KeyError for one that isn't ours."""
    return {spec: name for name, spec in PRESETS.items()}[filter_spec]
