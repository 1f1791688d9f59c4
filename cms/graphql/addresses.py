"""What is at a path of the site, as the public sees it: a page, a redirect, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import F, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect as RedirectRecord
from wagtail.models import Page

from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter

from .context import Context


@dataclass(frozen=True)
class Redirect:
    """Where a path leads instead: a full address, and 301 for good or 302 for now."""

    url: str
    status: int


def page_at(path: str, context: Context) -> Page | None:
    """Return the visible page at a path such as `/news/first/`, with or without the last slash, or None."""
    url_path = url_path_of(path, context)
    if url_path is None:
        return None
    slug = slug_of(url_path)

    def build(visibility: Visibility) -> QuerySet:
        pages = Page.objects.filter(url_path=Parameter("url_path"))
        return visibility.filter(pages.filter(slug=Parameter("slug")) if slug else pages).order_by("pk")[:1]

    found = context.read_pages(("at", bool(slug)), build, {"url_path": url_path, "slug": slug})
    return found[0][0] if found else None


def redirect_at(path: str, context: Context) -> Redirect | None:
    """Return where editors redirect a path to, or None; also None when the target isn't public."""
    if url_path_of(path, context) is None:
        return None
    old_path = RedirectRecord.normalise_path(path)
    records = RedirectRecord.objects.filter(Q(site=context.site) | Q(site=None), old_path=old_path)
    # The site's own redirect wins over one for all sites, whichever way a database sorts what is empty.
    record = records.order_by(F("site_id").desc(nulls_last=True)).first()
    if record is None:
        return None
    if record.redirect_page_id:
        page = context.get(Page, record.redirect_page_id)
        url = context.url_of(page) + record.redirect_page_route_path.lstrip("/") if page else None
    else:
        url = public_link(record.redirect_link, context)
    return Redirect(url, 301 if record.is_permanent else 302) if url else None


def public_link(link: str, context: Context) -> str | None:
    """Return an address that an editor typed, absolute, or None if it is that of a page that isn't public."""
    local = link.removeprefix(context.base_url)
    if not local.startswith("/") or local.startswith("//"):
        return link
    return context.shared(("link", local), lambda: _public_local_link(local, context))


def _public_local_link(local: str, context: Context) -> str | None:
    pages = _pages_at(local, context)
    hidden = pages is not None and pages.exists() and not context.visibility.filter(pages).exists()
    return None if hidden else context.base_url + local


def slug_of(url_path: str) -> str:
    """Return the last part of a path as pages keep it. It has an index and the path has none; the root has no need."""
    return url_path.rstrip("/").rpartition("/")[2]


def _pages_at(path: str, context: Context):
    url_path = url_path_of(path, context)
    if url_path is None:
        return None
    slug = slug_of(url_path)
    return Page.objects.filter(url_path=url_path, **({"slug": slug} if slug else {}))


def url_path_of(path: str, context: Context) -> str | None:
    """Return a path as Wagtail keeps it, with the site's root before it, or None for what can't be a page's path."""
    if context.site is None or not path.startswith("/") or "\0" in path:
        return None
    try:
        local = unquote(urlsplit(path).path)
    except ValueError:
        return None
    if "\0" in local:
        return None
    root, (first, _, rest) = context.visibility.roots[0], local.strip("/").partition("/")
    for translated in context.visibility.roots[1:]:
        if first == translated.locale.language_code:
            root, local = translated, rest
    return root.url_path + local.strip("/") + ("/" if local.strip("/") else "")
