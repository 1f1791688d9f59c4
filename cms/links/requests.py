"""Where an address leads: on another site by requests, sent to public networks only, and on this site to a public
page, a public document, a redirect, or something the hub serves itself."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.models import Page

from cms.base.outgoing_requests import PrivateNetworkError, problem_of, response_of, target_of
from cms.batches.reader import BatchReader
from cms.media.models import HubDocument
from cms.pages.addresses import local_address
from cms.pages.redirects import redirect_at
from cms.sites.addresses import below
from cms.sites.default import default_site
from cms.visibility.rule import Visibility

REDIRECTS = 5
# With these a site refuses programs, so it isn't known what readers would find.
NOT_TOLD = {401, 403, 405, 407, 429, 451, 501, 503, 999}


@dataclass(frozen=True)
class LinkResponse:
    """The result of a request: the status, if there was one, and the problem; empty if it isn't known."""

    status: int | None = None
    problem: str = ""
    # Whether a later check would have the same result.
    for_certain: bool = False


def look(address: str) -> LinkResponse:
    """Request the address and follow its redirects. Never raises: an error is part of the result."""
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _ask(address)
        except PrivateNetworkError:
            return LinkResponse(problem="Leads into a private network.", for_certain=True)
        except (ValueError, UnicodeError):
            return LinkResponse(problem="Isn't a complete address.", for_certain=True)
        except socket.gaierror:
            return LinkResponse(problem="There is no site with this name.")
        except (urllib3.exceptions.SSLError, urllib3.exceptions.HTTPError, OSError) as error:
            return LinkResponse(problem=problem_of(error))
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
            continue
        if status < 400 or status in NOT_TOLD:
            return LinkResponse(status)
        return LinkResponse(
            status, {404: "Not found.", 410: "Gone for good."}.get(status, f"Answers with error {status}.")
        )
    return LinkResponse(problem="Redirects in a loop.")


def _ask(address: str) -> tuple[int, str]:
    """Return the status and the next location. Sends HEAD, and GET if a site refuses that."""
    target = target_of(address)
    headers = {"User-Agent": f"Link check of {settings.BASE_URL}", "Accept": "*/*"}
    for method in ("HEAD", "GET"):
        with response_of(target, method, headers) as response:  # nobody reads the body
            status, location = response.status, response.headers.get("Location", "")
        if status < 400:
            break
    return status, location


NOWHERE = LinkResponse(404, "There is no public page at this address.", for_certain=True)


def _view_at(address: str) -> Visibility:
    """Return the view of the programme at an address, or of the default site: a path alone is one on its host."""
    view = Visibility(default_site())
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else view.base_url
    hosted = next((one for one in view.sites if one.origin == origin and not one.prefix), None)
    found = hosted and (below(view.sites, hosted.site_key, parts.path) or hosted)
    return Visibility(found.read_site()) if found and not found.is_default else view


def look_inside(address: str) -> LinkResponse:
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
    return look(address) if is_at_frontend else NOWHERE
