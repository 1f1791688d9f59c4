"""Makes the site that Wagtail sets up at first ours: its address, its name and its root page."""

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
    """Add what the files can't know: host and port that the site is reached at, and that it starts at the home page."""
    address = urlsplit(settings.BASE_URL)
    values.fields |= {
        "hostname": address.hostname,
        "port": address.port or DEFAULT_PORTS[address.scheme],
        "root_page": PageReference("/", required=True),
        "is_default_site": True,
    }


def current_site() -> Site:
    """Return the default site; a new one that isn't saved if there is none."""
    return Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)


def welcome_page() -> Page | None:
    """Return the page that Wagtail puts into an empty database, if it is still there and nobody put a page under it."""
    plain = ContentType.objects.get_for_model(Page)
    return Page.objects.filter(depth=2, content_type=plain, numchild=0, sites_rooted_here__isnull=False).first()


def make_room(welcome: Page) -> None:
    """Free the slug `home` for our home page."""
    Page.objects.filter(pk=welcome.pk).update(slug=WELCOME_SLUG, url_path=f"/{WELCOME_SLUG}/")


def remove(welcome: Page) -> None:
    """Delete the welcome page once no site starts there: with it would go the site."""
    if not Site.objects.filter(root_page=welcome).exists():
        Page.objects.get(pk=welcome.pk).delete()
