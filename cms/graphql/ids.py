"""Global ids: opaque for clients, unique across types, and the same for as long as the object exists."""

from __future__ import annotations

import base64
import binascii
from functools import cache
from typing import Any

from django.db.models import Model
from grapple.registry import registry
from wagtail.blocks import BoundBlock
from wagtail.models import Page

from cms.batches.drafts import preview_of

from .errors import ApiError, ErrorCode

BLOCK = "Block"
LONGEST = 200
# The largest key of any table.
LARGEST_KEY = 2**63 - 1


def encode(kind: str, key: Any) -> str:
    """Return the global id of the object of a kind (see `kind_of`) with the key."""
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def decode(id: str) -> tuple[str, str]:
    """Return the kind and key of a global id. Raises ApiError (INVALID_VALUE) if it is malformed."""
    try:
        if len(id) > LONGEST:
            raise ValueError
        kind, key = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4)).decode().split(":")
        # Otherwise one object would have several ids.
        if encode(kind, key) != id:
            raise ValueError
    except (ValueError, binascii.Error):
        raise ApiError(ErrorCode.INVALID_VALUE, "This is not an `id` that the API gave.") from None
    return kind, key


def number(key: str) -> int:
    """Return the database key in a global id; that of an unsaved object is 0, which no object has."""
    value = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else 0
    return value if value <= LARGEST_KEY else 0


def number_of(id: str, model: type[Model]) -> int:
    """Return the database key in the global id of an object of the model.

    Raises ApiError (INVALID_VALUE) if the id is malformed or of another type.
    """
    kind, key = decode(id)
    if kind != kind_of(model):
        raise ApiError(
            ErrorCode.INVALID_VALUE, f"“{id}” is the id of a {kind}; this needs the id of a {kind_of(model)}."
        )
    return number(key)


@cache
def kind_of(model: type[Model]) -> str:
    """Return the name that ids of the model begin with: Page for all pages, or else the name of the GraphQL type.

    A page's number is unique among all pages, and a reference to a page doesn't always know its type.
    """
    return "Page" if issubclass(model, Page) else registry.class_models[model]._meta.name


def id_of(thing: Model) -> str:
    """Return the global id of an object; that of an unsaved one is unique to the preview that it is in."""
    return encode(kind_of(type(thing)), _key_of(thing))


def _key_of(thing: Model) -> str:
    if thing.pk > 0:
        return str(thing.pk)
    # Rows that aren't saved are numbered among those of their owner.
    owner = getattr(type(thing), "visibility_parent", None)
    place = _key_of(getattr(thing, owner)) if owner else preview_of(thing).draft.session
    return f"{place}{thing.pk}"


def block_id(owner: str, uuid: str) -> str:
    """Return the global id of a block in an object with the global id. The UUID alone is also that of its copies."""
    kind, key = decode(owner)
    return encode(BLOCK, f"{kind}/{key}/{uuid}")


def give_owner(blocks: list[BoundBlock], owner: str) -> list[BoundBlock]:
    """Tell the blocks the global id of the object that they are in, and return them."""
    for block in blocks:
        block.owner = owner
    return blocks
