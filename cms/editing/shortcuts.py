"""Shortcuts of the dashboard to the forms of new records, which apps register."""

from dataclasses import dataclass

from cms.base.registry import Registry


@dataclass(frozen=True)
class Shortcut:
    """A link to the form of a new record: its label, the name of its address, and the permission that it needs."""

    label: str
    url_name: str
    permission: str


shortcuts: Registry[Shortcut] = Registry("shortcut")
