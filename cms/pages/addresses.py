"""Addresses of the site, as a browser or an editor writes them: the public page there, and whether a link may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from cms.base.free_names import first_free
from cms.batches.reader import BatchReader
from cms.visibility.frontend import origin_of
from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter

Host = tuple[str | None, int | None] | None
FRONT_PAGES = 2  # the depth in the tree of the front pages of sites
DEFAULT_PORTS = {"http": 80, "https": 443}
# The views of sites by key, within `sites_read_once`.
_views: ContextVar[dict[int, Visibility] | None] = ContextVar("site_views", default=None)


def page_at(address: str, reader: BatchReader) -> Page | None:
    """Return the visible page at an address such as `/news/first/`, or None. `local_address` says which forms it may
    have; capitals count."""
    url_path = url_path_of(address, reader)
    if url_path is None:
        return None
    slug = slug_of(url_path)

    def build(visibility: Visibility) -> QuerySet[Any]:
        pages = Page.objects.filter(url_path=Parameter("url_path"))
        return visibility.filter(pages.filter(slug=Parameter("slug")) if slug else pages).order_by("pk")[:1]

    found = reader.read_pages(("at", bool(slug)), build, {"url_path": url_path, "slug": slug})
    return found[0][0] if found else None


def public_link(link: str, reader: BatchReader) -> str | None:
    """Return an editor's link as an absolute address, or None if it leads to a page that isn't public."""
    paths = paths_of_link(link, reader)
    hidden = reader.shared(("hidden", *paths), lambda: _is_hidden(paths, reader)) if paths else False
    return None if hidden else absolute(link, reader)


def absolute(link: str, reader: BatchReader) -> str:
    """Return an editor's link as an absolute address: one on this site leads to the frontend."""
    if re.match("/(?!/)", link):
        return reader.visibility.frontend_address(link)
    local = local_address(link, reader) if settings.FRONTEND_URL and re.match("https?://", link, re.I) else None
    if local is None:
        return link
    fragment = urlsplit(link).fragment
    return reader.visibility.frontend_address(local + (f"#{fragment}" if fragment else ""))


def frontend_url(page: Page) -> str:
    """Return the page's full address at the frontend, whether or not it is public; empty if it is on no site."""
    parts = page.get_url_parts()
    if parts is None:
        return ""
    site_id, views = parts[0], _views.get()
    view = views.get(site_id) if views is not None else None
    if view is None:
        view = Visibility(Site.objects.select_related("root_page").get(pk=site_id))
        if views is not None:
            views[site_id] = view
    return view.url_of(page)


def site_of_page(page: Page) -> Site | None:
    """Return the site of a page, with its top page; the default site for a page on none, or not in the tree yet.

    One statement, and a few more for a translation.
    """
    sites = list(Site.objects.select_related("root_page"))
    above = [site for site in sites if page.path and page.path.startswith(site.root_page.path)]
    if above:
        return max(above, key=lambda site: len(site.root_page.path))
    parts = page.get_url_parts() if page.path else None
    return next((site for site in sites if (site.pk == parts[0] if parts else site.is_default_site)), None)


def taken_by_programme(parent: Page, slug: str) -> str:
    """Return the reason, for editors, why a page under the parent can't have a slug: the first part of a programme's address.
    Empty if none is there. One statement under a front page, else none."""
    if parent.depth != FRONT_PAGES:
        return ""
    found = Site.objects.filter(programme_site__path=slug, programme_site__host__root_page=parent.pk).first()
    return f"{found.site_name or slug} is at /{slug}/." if found and slug else ""


def free_slug(parent: Page, wanted: str) -> str:
    """Return the wanted last part of an address, with a number if another page below the parent has it."""
    taken = parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True)
    return first_free(wanted, set(taken))


def in_tree_of(site: Site | None, lookup: str = "path") -> Q:
    """Return the condition for pages of a site, public or not, in any language; for all pages if there is no site."""
    return Visibility(site).in_own_tree(lookup)


@contextmanager
def sites_read_once() -> Iterator[None]:
    """Within the block `frontend_url` reads each site once, however many pages are asked for.

    Wagtail's lists ask every page for its address and hand no request over with which a site could be kept.
    """
    before = _views.set({})
    try:
        yield
    finally:
        _views.reset(before)


def paths_of_link(link: str, reader: BatchReader) -> list[str]:
    """Return the stored paths of the pages to which an editor's link may lead; none if it leads elsewhere."""
    return url_paths_of(link, reader) if re.match("(https?:/)?/", link, re.IGNORECASE) else []


def _is_hidden(url_paths: list[str], reader: BatchReader) -> bool:
    pages = Page.objects.filter(url_path__in=url_paths, slug__in=[slug_of(path) for path in url_paths if slug_of(path)])
    return pages.exists() and not reader.visibility.filter(pages).exists()


def slug_of(url_path: str) -> str:
    """Return the last part of a path, as in `Page.slug`, which has an index while the path has none. The root needs
    none."""
    return url_path.rstrip("/").rpartition("/")[2]


def local_address(address: str, reader: BatchReader) -> str | None:
    """Return the path, with the query string, of an address on this site; None if it isn't one.

    The forms that a browser has: a path with or without the first and the last slash, or a full address at the host of
    this site, of the frontend, or of the one in which editors preview, by HTTP or HTTPS. Percent-encoding is kept.
    """
    if reader.site is None or "\0" in unquote(address):
        return None
    try:
        parts = urlsplit(address.strip())
        path = f"/{parts.path.lstrip('/')}"
        if parts.scheme or parts.netloc:
            found = _path_at(_host_of(parts), path, reader.shared("homes", lambda: _homes(reader)))
            if found is None:
                return None
            path = found
    except ValueError:
        return None
    return path + (f"?{parts.query}" if parts.query else "")


def _path_at(host: Host, path: str, homes: list[tuple[Host, str, str]]) -> str | None:
    """Return the path on this site of a path at a host; None if the host isn't ours."""
    for home, above, language in homes:
        if host == home and f"{path}/".startswith(f"{above}/"):
            return language + (path[len(above) :] or "/")
    return None


def _homes(reader: BatchReader) -> list[tuple[Host, str, str]]:
    """Return the host of each place where pages are shown, the path above them, and the beginning of their own paths;
    the longest path first."""
    frontends = [(address, language) for language, address in reader.visibility.frontends.items()]
    hosts = [(origin_of(address), "") for address in (reader.visibility.base_url, settings.PREVIEW_URL) if address]
    homes = [
        (_host_of(urlsplit(address)), urlsplit(address).path, language) for address, language in [*frontends, *hosts]
    ]
    return sorted((home for home in homes if home[0]), key=lambda home: len(home[1]), reverse=True)


def _host_of(parts: SplitResult) -> Host:
    """Return the host and a port other than the usual one; None if the address isn't one of the web. Raises
    ValueError."""
    if parts.scheme not in ("", *DEFAULT_PORTS):
        return None
    return parts.hostname, None if parts.port in DEFAULT_PORTS.values() else parts.port


def url_path_of(address: str, reader: BatchReader) -> str | None:
    """Return an address as stored by Wagtail, beginning with the site's root, or None if it can't be a page's."""
    local = local_address(address, reader)
    if local is None:
        return None
    prefix, path = reader.visibility.split_prefix(unquote(urlsplit(local).path))
    if reader.visibility.prefix and not prefix:
        return None  # at the same host, but of another programme
    path = path.strip("/")
    root, (first, _, rest) = reader.visibility.roots[0], path.partition("/")
    for translated in reader.visibility.roots[1:]:
        if first == translated.locale.language_code:
            root, path = translated, rest
    return root.url_path + path.strip("/") + ("/" if path.strip("/") else "")


def url_paths_of(address: str, reader: BatchReader) -> list[str]:
    """Return the stored paths at which an address finds a page: as written, and in small letters."""
    url_path = url_path_of(address, reader)
    return [] if url_path is None else list(dict.fromkeys([url_path, url_path.lower()]))
