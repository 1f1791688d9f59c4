"""Where an address of this site leads: to a public page, a public document, a redirect, or something the hub serves itself."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.models import Page

from cms.batches.reader import BatchReader
from cms.links import requests
from cms.links.requests import LinkResponse
from cms.media.models import HubDocument
from cms.pages.addresses import local_address
from cms.pages.redirects import redirect_at
from cms.sites.addresses import below
from cms.sites.default import default_site
from cms.visibility.rule import Visibility

NOWHERE = LinkResponse(404, "There is no public page at this address.", for_certain=True)


def _view_at(address: str) -> Visibility:
    """Return the view of the programme at an address, or of the default site: a path alone is one on its host."""
    view = Visibility(default_site())
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else view.base_url
    hosted = next((one for one in view.sites if one.origin == origin and not one.prefix), None)
    found = hosted and (below(view.sites, hosted.site_key, parts.path) or hosted)
    return Visibility(found.read_site()) if found and not found.is_default else view


def look(address: str) -> LinkResponse:
    """Say whether readers find something at an address on this site."""
    visibility = _view_at(address)
    reader = BatchReader(visibility)
    whole = unquote(urlsplit(local_address(address, reader) or address).path) or "/"
    path = visibility.split_prefix(whole)[1]
    if redirect_at(address, reader):
        return LinkResponse(200)
    try:
        match = resolve(path)
    except Resolver404:
        return NOWHERE
    if match.url_name == "wagtaildocs_serve":
        documents = visibility.filter(HubDocument.objects.filter(pk=match.args[0]))
        return LinkResponse(200) if documents.exists() else NOWHERE
    if match.url_name not in ("wagtail_serve", "page_data"):
        return LinkResponse(200)
    slugs = [part for part in path.split("/") if part]
    if match.url_name == "page_data":
        slugs.pop()
    roots = list(visibility.roots)
    if slugs and settings.WAGTAIL_I18N_ENABLED and slugs[0] in dict(settings.LANGUAGES):
        roots = [root for root in roots if root.locale.language_code == slugs[0]]
        slugs = slugs[1:]
    paths = [root.url_path + "".join(f"{slug}/" for slug in slugs) for root in roots]
    if visibility.filter(Page.objects.filter(url_path__in=paths)).exists():
        return LinkResponse(200)
    # The frontend may have a view of its own there.
    is_at_frontend = urlsplit(address).netloc not in ("", urlsplit(visibility.base_url).netloc)
    return requests.look(address) if is_at_frontend else NOWHERE
