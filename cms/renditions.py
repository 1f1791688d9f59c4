"""The image sizes that exist. Templates and the API ask by name; nobody may ask for a size of their own.

A free size would let one anonymous query write any number of files.
"""

PRESETS = {
    "THUMBNAIL": "fill-240x240",
    "CARD": "fill-640x360",
    "CONTENT": "width-960",
    "SHARE": "fill-1200x630",
}
