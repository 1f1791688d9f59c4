"""Turns the site that Wagtail creates into the hub's: its address, name and root page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site

from .references import PageReference
from .values import Values

WELCOME_SLUG = "welcome-to-wagtail"
DEFAULT_PORTS = {"http": 80, "https": 443}


def add_address(values: Values) -> None:
    """Add the values that the files can't know: the site's host and port, and its root, the home page."""
    address = urlsplit(settings.BASE_URL)
    values.fields |= {
        "hostname": address.hostname,
        "port": address.port or DEFAULT_PORTS[address.scheme],
        "root_page": PageReference("/", required=True),
        "is_default_site": True,
    }


def current_site() -> Site:
    """Return the default site, or a new, unsaved one if there is none."""
    return Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)


def welcome_page() -> Page | None:
    """Return the page that Wagtail creates in an empty database, if it still exists and has no pages below it."""
    plain = ContentType.objects.get_for_model(Page)
    return Page.objects.filter(depth=2, content_type=plain, numchild=0, sites_rooted_here__isnull=False).first()


def make_room(welcome: Page) -> None:
    """Free the slug `home` for the hub's home page."""
    Page.objects.filter(pk=welcome.pk).update(slug=WELCOME_SLUG, url_path=f"/{WELCOME_SLUG}/")


def remove(welcome: Page) -> None:
    """Delete the welcome page once no site has it as root: the site would be deleted with it."""
    if not Site.objects.filter(root_page=welcome).exists():
        Page.objects.get(pk=welcome.pk).delete()
