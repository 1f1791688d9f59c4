"""The link to a person's own registration, which is in each mail. It contains neither name nor address."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from wagtail.models import Site

from cms.base.secret_links import SignedTokens
from cms.operations.secret_uses import KEY, SecretUse, out_of
from cms.visibility.hub_addresses import full_address
from engagement.models import Registrant

TOKENS = SignedTokens("engagement.registrations")


def token_of(key: uuid.UUID) -> str:
    """Return the token for a registrant's key. It works until the row is deleted."""
    return TOKENS.token_of(key.hex)


def key_in(token: str) -> uuid.UUID:
    """Return the key in a token. Raises LinkClosedError unless it was signed here."""
    return uuid.UUID(hex=TOKENS.key_in(token))


def address_of(registrant: Registrant, site: Site | None) -> str:
    """Return the full address of a person's own registration, on the site of the event."""
    return full_address("event_registration:mine", token_of(registrant.key), site=site)


def secret_use() -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by links to registrations, for `manage.py secrets`."""
    yield SecretUse(KEY, "Links to registrations for events", out_of(Registrant.objects.count()), "names are deleted")
