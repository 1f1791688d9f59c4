"""Connections of this room."""

from . import own_entries


def connect(app) -> None:
    """Connect them."""
    own_entries.connect()
