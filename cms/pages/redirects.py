"""Redirects: those that editors keep, and from an address in capitals to the page's own.

A redirect works only while its target is public, so that nobody learns the address of a draft or a restricted page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import F, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.batches.reader import BatchReader
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .addresses import absolute, local_address, page_at, paths_of_link, public_link, slug_of, url_paths_of

# What the rule asks a page for, and what its address is made of.
COLUMNS = ("id", "path", "url_path", "live", "go_live_at", "expire_at", "first_published_at")


@dataclass(frozen=True)
class RedirectTarget:
    """Where a path leads: the full address, its path if it is on this site, 301 (permanent) or 302 (temporary), and the
    key of the page if it leads to one."""

    from_path: str
    url: str
    path: str | None
    status: int
    page_id: int | None = None


def redirect_at(address: str, reader: BatchReader) -> RedirectTarget | None:
    """Return the target to which an address on this site is redirected, or None; also None if it isn't public.

    Editors' redirects are kept with a query string or without. An address with capitals leads where the same in small
    letters does.
    """
    local = local_address(address, reader)
    if local is None:
        return None
    paths = _stored_forms(local)
    found = _by_path(_records(reader).filter(old_path__in=paths))
    record = next((found[path] for path in paths if path in found), None)
    if record is None:
        return _in_small_letters(local, reader)
    if record.redirect_page_id:
        page: Any = reader.get(Page, record.redirect_page_id)
        url = page and _url_of(page, record, reader.visibility)
    else:
        page = page_at(record.redirect_link, reader)
        url = public_link(record.redirect_link, reader)
    target = _target(record, url, page, reader)
    # A redirect from small letters to capitals would lead here for ever.
    if target is not None and target.path is not None and Redirect.normalise_path(target.path) == paths[0]:
        return None
    return target


def _stored_forms(local: str) -> list[str]:
    """Return the forms in which Wagtail may keep a path, the first choice first."""
    path = urlsplit(local).path
    forms = [Redirect.normalise_path(form) for form in (local, path, unquote(path))]
    return list(dict.fromkeys([*forms, *(form.lower() for form in forms)]))


def _in_small_letters(local: str, reader: BatchReader) -> RedirectTarget | None:
    parts = urlsplit(local)
    asked = unquote(parts.path)
    page = page_at(asked.lower(), reader) if asked != asked.lower() else None
    if page is None:
        return None
    path = reader.visibility.path_of(page) + (f"?{parts.query}" if parts.query else "")
    return RedirectTarget(Redirect.normalise_path(asked), reader.visibility.frontend_address(path), path, 301, page.pk)


def _records(reader: BatchReader) -> QuerySet[Any]:
    return Redirect.objects.filter(Q(site=reader.site) | Q(site=None))


def _by_path(records: QuerySet[Any]) -> dict[str, Any]:
    """Return the redirects by path. The site's own takes precedence over one for all sites, however the database sorts
    NULL."""
    return {record.old_path: record for record in records.order_by(F("site_id").asc(nulls_first=True), "-pk")}


def _url_of(page: Page, record: Any, visibility: Visibility) -> str:
    return visibility.url_of(page) + record.redirect_page_route_path.lstrip("/")


def _target(record: Any, url: str | None, page: Page | None, reader: BatchReader) -> RedirectTarget | None:
    if not url:
        return None
    status = 301 if record.is_permanent else 302
    return RedirectTarget(record.old_path, url, local_address(url, reader), status, page and page.pk)


def public_redirects(reader: BatchReader) -> list[RedirectTarget]:
    """Return the site's redirects with a public target, by path.

    Left out are those that a page makes ineffective, and those from below a page that was never public, such as Wagtail
    makes when a page is moved out of there: they would reveal its address. Two statements, however many there are; the
    list is kept for the period.
    """
    visibility = reader.visibility
    visibility.asked |= {Page, Redirect}
    if reader.site is None:
        return []
    return visibility.fact(("redirects", visibility.site_key, settings.FRONTEND_URL), lambda: _read_public(reader))


def _read_public(reader: BatchReader) -> list[RedirectTarget]:
    records = _by_path(_records(reader))
    pages = _PagesOfRedirects(records.values(), reader)
    found = [pages.target_of(record) for path, record in sorted(records.items()) if pages.may_list(path)]
    return [target for target in found if target is not None]


class _PagesOfRedirects:
    """The pages to which redirects may lead, and those at and above their paths, public or not: read by one statement."""

    def __init__(self, records: Iterable[Any], reader: BatchReader):
        self.reader = reader
        self.visibility = reader.visibility
        url_paths = {one for record in records for one in paths_of_link(record.redirect_link, reader)}
        for record in records:
            url_paths.update(*self._down_to(record.old_path))
        values = {
            "keys": several({record.redirect_page_id for record in records} - {None}),
            "url_paths": several(url_paths),
            "slugs": several({slug_of(path) for path in url_paths}),
        }
        rows = reader.values(Page, "pages of redirects", _rows_of_pages, values)
        pages = [Page(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
        self.by_key = {page.pk: page for page in pages}
        self.by_url_path = {page.url_path: page for page in pages}

    def target_of(self, record: Any) -> RedirectTarget | None:
        """Return the redirect's public target, or None."""
        if record.redirect_page_id:
            page = self.by_key.get(record.redirect_page_id)
            page = page if page and self.visibility.can_see(page) else None
            url = _url_of(page, record, self.visibility) if page else None
        else:
            pages = self._at(paths_of_link(record.redirect_link, self.reader))
            page = next(filter(self.visibility.can_see, pages), None)
            url = None if pages and page is None else absolute(record.redirect_link, self.reader)
        return _target(record, url, page, self.reader)

    def may_list(self, path: str) -> bool:
        """Say whether a redirect's path reveals nothing, and no page makes it ineffective."""
        *above, own = self._down_to(path)
        reveals = any(self._was_never_public(page) for url_paths in above for page in self._at(url_paths))
        return not reveals and not any(map(self.visibility.can_see, self._at(own[:1])))

    def _was_never_public(self, page: Page) -> bool:
        if self.visibility.can_see(page):
            return False
        return page.first_published_at is None or self.visibility.is_restricted(page)

    def _at(self, url_paths: list[str]) -> list[Page]:
        return [self.by_url_path[path] for path in url_paths if path in self.by_url_path]

    def _down_to(self, path: str) -> list[list[str]]:
        """Return the stored forms of the paths above, and of the path itself."""
        parts = urlsplit(path).path.strip("/").split("/")
        return [url_paths_of(f"/{one}", self.reader) for one in accumulate(parts, "{}/{}".format)]


def _rows_of_pages(visibility: Visibility) -> QuerySet[Any]:
    # The slugs are redundant but have an index.
    at_paths = Q(slug__among="slugs", url_path__among="url_paths")
    return Page.objects.filter(Q(pk__among="keys") | at_paths).order_by().values_list(*COLUMNS)
