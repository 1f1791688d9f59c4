"""The addresses of the pictures that are drawn of pages. They change with the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail.models import Page

from cms.delivery.look.stylesheets import digest
from cms.delivery.look.themes import LIGHT

if TYPE_CHECKING:
    from cms.delivery.look.models import LookSettings


def share_version(look: LookSettings, name: str, title: str) -> str:
    """Return the part of a share picture's address that changes with it."""
    colours = look.schemes[LIGHT]
    return digest("\0".join((name, title, colours["hero"], colours["accent"])))


def share_address(look: LookSettings, name: str, page: Page) -> str:
    """Return the address of the picture that is drawn of a page."""
    return reverse("look_share", args=[look.site_id, page.pk, share_version(look, name, page.title)])
