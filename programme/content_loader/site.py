"""Turns the site that Wagtail creates into the hub's: its address, name and root page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from cms.sites.default import default_site

from .references import PageReference
from .values import Values

WELCOME_SLUG = "welcome-to-wagtail"
DEFAULT = "default"
DEFAULT_PORTS = {"http": 80, "https": 443}


def add_address(values: Values, target: Site) -> None:
    """Add the values that the files can't know: the site's host and port, and its root, the home page.

    A site that isn't the default one has an address already, and keeps it.
    """
    if not target.is_default_site:
        values.fields |= {name: getattr(target, name) for name in ("hostname", "port", "is_default_site")}
        values.fields["root_page"] = target.root_page_id
        return
    hostname, port = hub_address()
    values.fields |= {
        "hostname": hostname,
        "port": port,
        "root_page": PageReference("/", required=True),
        "is_default_site": True,
    }


def hub_address() -> tuple[str, int]:
    """Return the host and the port of the hub's own address."""
    address = urlsplit(settings.BASE_URL)
    return address.hostname or "localhost", address.port or DEFAULT_PORTS[address.scheme]


def current_site() -> Site:
    """Return the default site, or a new, unsaved one if there is none."""
    return default_site() or Site(is_default_site=True)


def front_page(target: Site | None) -> Page | None:
    """Return the page at the top of a site, by default of the default one; None if there is no site."""
    found = target or default_site()
    return found.root_page if found else None


def site_of(key: str) -> Site | None:
    """Return the site of the programme with this key; None if there is none. “default” is the hub's own."""
    found = Site.objects.select_related("root_page", "programme_site").filter(programme_site__key=key).first()
    return found or (default_site() if key == DEFAULT else None)


def is_untouched(instance: models.Model) -> bool:
    """Whether nobody has done anything with a page or setting since it was made with its programme."""
    entries = PageLogEntry if isinstance(instance, Page) else ModelLogEntry
    return not entries.objects.for_instance(instance).filter(user__isnull=False).exists()


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
