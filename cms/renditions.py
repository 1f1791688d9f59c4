"""The image sizes that exist. Templates and the API ask by name; nobody may ask for a size of their own.

A free size would let one anonymous query write any number of files.
"""

PRESETS = {
    "THUMBNAIL": "fill-240x240",
    "CARD": "fill-640x360",
    "CONTENT": "width-960",
    "SHARE": "fill-1200x630",
}


def name_of(filter_spec: str) -> str:
    """Return the name of a size. Raises KeyError for one that isn't ours."""
    return {spec: name for name, spec in PRESETS.items()}[filter_spec]
