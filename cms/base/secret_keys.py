"""The keys of this hub: the present one, and those before it whose signatures are still accepted.

Django's signers know them all. This is for other keyed hashes, such as those of names and passwords.
"""

from __future__ import annotations

from django.conf import settings


def secret_keys() -> list[str]:
    """Return `SECRET_KEY`, then `SECRET_KEY_FALLBACKS`."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
