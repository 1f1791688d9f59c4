"""The hub's name, as editors gave it, where neither a request nor a page is at hand: in the admin, in mails to editors,
in an authenticator.

Settings need it before any model exists, so the app with its model registers a way to read it.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazystr

from cms.base.registry import Registry

UNNAMED = "Information hub"

# Of one: it returns the name that the settings of the active site have.
readers: Registry[Any] = Registry("way to read the hub's name")


def hub_name() -> str:
    """Return the name of the hub: that of the active site, or of the default one."""
    for read in readers.values():
        if name := read():
            return name
    return UNNAMED


class HubName:
    """The same as a setting, read whenever it is shown."""

    def __str__(self):
        return hub_name()


def issuer(device: Any) -> str:
    """Return the name under which an authenticator shows the codes of a device."""
    return hub_name()


LAZY = lazystr(HubName())
