"""Resolves a path of the site to what the public sees there: a page, a redirect, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import F, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect as RedirectRecord
from wagtail.models import Page

from cms.batches.reader import BatchReader
from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter


@dataclass(frozen=True)
class RedirectTarget:
    """The target of a redirect: a full address, and 301 (permanent) or 302 (temporary)."""

    url: str
    status: int


def page_at(path: str, reader: BatchReader) -> Page | None:
    """Return the visible page at a path such as `/news/first/`, with or without the last slash, or None."""
    url_path = url_path_of(path, reader)
    if url_path is None:
        return None
    slug = slug_of(url_path)

    def build(visibility: Visibility) -> QuerySet[Any]:
        pages = Page.objects.filter(url_path=Parameter("url_path"))
        return visibility.filter(pages.filter(slug=Parameter("slug")) if slug else pages).order_by("pk")[:1]

    found = reader.read_pages(("at", bool(slug)), build, {"url_path": url_path, "slug": slug})
    return found[0][0] if found else None


def redirect_at(path: str, reader: BatchReader) -> RedirectTarget | None:
    """Return the target of an editor's redirect for the path, or None; also None if the target isn't public."""
    if url_path_of(path, reader) is None:
        return None
    old_path = RedirectRecord.normalise_path(path)
    records = RedirectRecord.objects.filter(Q(site=reader.site) | Q(site=None), old_path=old_path)
    # The site's own redirect takes precedence over one for all sites, however the database sorts NULL.
    record = records.order_by(F("site_id").desc(nulls_last=True)).first()
    if record is None:
        return None
    if record.redirect_page_id:
        page = reader.get(Page, record.redirect_page_id)
        url = reader.visibility.url_of(page) + record.redirect_page_route_path.lstrip("/") if page else None
    else:
        url = public_link(record.redirect_link, reader)
    return RedirectTarget(url, 301 if record.is_permanent else 302) if url else None


def public_link(link: str, reader: BatchReader) -> str | None:
    """Return an editor's link as an absolute address, or None if it leads to a page that isn't public."""
    local = link.removeprefix(reader.visibility.base_url)
    if not local.startswith("/") or local.startswith("//"):
        return link
    return reader.shared(("link", local), lambda: _public_local_link(local, reader))


def _public_local_link(local: str, reader: BatchReader) -> str | None:
    pages = _pages_at(local, reader)
    hidden = pages is not None and pages.exists() and not reader.visibility.filter(pages).exists()
    return None if hidden else reader.visibility.base_url + local


def slug_of(url_path: str) -> str:
    """Return the last part of a path, as in `Page.slug`, which has an index while the path has none. The root needs
    none."""
    return url_path.rstrip("/").rpartition("/")[2]


def _pages_at(path: str, reader: BatchReader) -> QuerySet[Any] | None:
    url_path = url_path_of(path, reader)
    if url_path is None:
        return None
    slug = slug_of(url_path)
    return Page.objects.filter(url_path=url_path, **({"slug": slug} if slug else {}))


def url_path_of(path: str, reader: BatchReader) -> str | None:
    """Return a path as stored by Wagtail, beginning with the site's root, or None if it can't be a page's path."""
    if reader.site is None or not path.startswith("/") or "\0" in path:
        return None
    try:
        local = unquote(urlsplit(path).path)
    except ValueError:
        return None
    if "\0" in local:
        return None
    root, (first, _, rest) = reader.visibility.roots[0], local.strip("/").partition("/")
    for translated in reader.visibility.roots[1:]:
        if first == translated.locale.language_code:
            root, local = translated, rest
    return root.url_path + local.strip("/") + ("/" if local.strip("/") else "")
