"""A view of one site at one moment: its top pages, its addresses, and the facts that it shares with others of a period."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page, Site

from cms.base.dates import reckoned_now
from cms.sites.addresses import SiteAddress, addresses, below
from cms.sites.ends import ProgrammeEnd
from cms.sites.former_addresses import FormerPlace, former_places
from cms.sites.rows import SharableRow, SiteRow, rows_of, rows_of_sites

from . import frontend
from .period import Period, read_opening

SITES = "sites"
FORMER_ADDRESSES = "former addresses"


def _translations(page: Page) -> QuerySet[Any]:
    """Return the page in other languages, public or not, with their languages."""
    return page.get_translations().select_related("locale").order_by("path")


def _below(paths: Iterable[str], lookup: str) -> Q:
    """Return the condition for pages in one of the branches of the tree; for all pages if there are none."""
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{lookup}__startswith": path})
    return condition


class SiteView:
    """A view of one site at one moment."""

    def __init__(self, site: Site | None, now: datetime.datetime | None = None, period: Period | None = None):
        self.site = site
        self.now = now or reckoned_now()
        # The period with shared facts; None to read everything again, once for this view.
        self.period = period
        self._facts: dict[Hashable, Any] = {}
        # The models queried: an answer depends on them as well as on the objects in it.
        self.asked: set[type[Model]] = set()

    def fact(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return the fact for the key, which is valid for all readers and the whole period, reading it if necessary.

        The key must name the site if the fact depends on it.
        """
        if self.period:
            return self.period.fact(key, read)
        if key not in self._facts:
            self._facts[key] = read()
        return self._facts[key]

    @cached_property
    def roots(self) -> tuple[Page, ...]:
        """The top pages of the site: its own, then its translations. One query per period; none with one language."""
        if self.site is None:
            return ()
        own = self.site.root_page
        if not settings.WAGTAIL_I18N_ENABLED:
            return (own,)
        return self.fact(("roots", self.site.pk), lambda: (own, *_translations(own)))

    @cached_property
    def sites(self) -> tuple[SiteAddress, ...]:
        """The sites of the hub with their addresses."""
        return self.fact("sites", lambda: addresses(self._opening[SITES]))

    @cached_property
    def former_places(self) -> tuple[FormerPlace, ...]:
        """The addresses at which sites of the hub once were."""
        return self.fact(FORMER_ADDRESSES, lambda: former_places(self._opening[FORMER_ADDRESSES]))

    @cached_property
    def address(self) -> SiteAddress | None:
        """The site's address; None if there is no site, or it isn't saved."""
        return next((one for one in self.sites if one.site_key == self.site_key), None)

    @property
    def end(self) -> ProgrammeEnd | None:
        """The end of the site's programme, if it is archived or closed."""
        return self.address.end if self.address else None

    @cached_property
    def shown_paths(self) -> tuple[str, ...]:
        """The tree paths of the branches whose pages belong to this view, in order: those of the site, and for the
        organisation's own site those of all programmes that aren't closed."""
        paths = {root.path for root in self.roots}
        for other in self.spanned or ():
            paths |= {path for path, *_ in self.tops_of(other)}
        return tuple(sorted(paths))

    @cached_property
    def spanned(self) -> tuple[SiteAddress, ...] | None:
        """The programmes that the organisation's own site shows: all that aren't closed. None for any other site."""
        if self.address is None or not self.address.spans_programmes:
            return None
        return tuple(one for one in self.sites if not one.is_closed)

    def everywhere(self) -> Self:
        """Return the same view of the pages of all programmes that aren't closed."""
        view = copy.copy(self)
        open_ones = (one for one in self.sites if not one.is_closed)
        view.shown_paths = tuple(sorted(path for one in open_ones for path, *_ in self.tops_of(one)))
        return view

    def tops_of(self, other: SiteAddress) -> list[tuple[str, str, str]]:
        """Return the top pages of a site: the path in the tree, the stored path, and the beginning of paths in the
        language."""
        own = [(other.tree_path, other.url_path, "")]
        if not settings.WAGTAIL_I18N_ENABLED:
            return own

        def read() -> list[tuple[str, str, str]]:
            top = Page.objects.get(path=other.tree_path)
            return own + [(page.path, page.url_path, f"/{page.locale.language_code}") for page in _translations(top)]

        return self.fact(("tops", other.site_key), read)

    @property
    def site_key(self) -> int | None:
        """The key of the site; None if there is none."""
        return self.site.pk if self.site else None

    def own_rows(self, lookup: str = "site") -> Q:
        """Return the condition for the site's rows that are no pages; `lookup` leads to the column with their site.

        The organisation's own site has those of all programmes that aren't closed.
        """
        spanned = self.spanned
        if spanned is None:
            return rows_of(self.site, lookup)
        keys = [one.site_key for one in spanned]
        return rows_of_sites(keys, lookup, with_default=any(one.is_default for one in spanned))

    def owns(self, row: SiteRow | SharableRow) -> bool:
        """Say whether `own_rows` has the row."""
        if self.spanned is not None:
            return any(one.site_key == row.site_id or (one.is_default and not row.site_id) for one in self.spanned)
        is_default = self.site is None or self.site.is_default_site
        return row.site_id == self.site_key or (row.site_id is None and is_default)

    def shares(self, row: SharableRow) -> bool:
        """Say whether the row is shared by all programmes, or one of the site's own."""
        return row.site_id is None or self.owns(row)

    def in_own_tree(self, lookup: str = "path") -> Q:
        """Return the condition for pages of the site itself, public or not, in any language; `lookup` leads to their
        path."""
        return _below([root.path for root in self.roots], lookup)

    def in_shown_tree(self, lookup: str = "path") -> Q:
        """Return the condition for pages that belong to this view, public or not; `lookup` leads to their path."""
        return _below(self.shown_paths, lookup)

    # Addresses

    @cached_property
    def base_url(self) -> str:
        """Scheme, host and port at which the hub answers for the site, without a slash at the end."""
        # The default site needs no look: it is at the hub's own address.
        if self.site is None or self.site.is_default_site:
            return settings.BASE_URL
        return self.address.origin if self.address else self.site.root_url

    @cached_property
    def prefix(self) -> str:
        """The beginning of every path on the site: `/energy` for one below the first part of a path, else empty."""
        if self.site is None or self.site.is_default_site or self.address is None:
            return ""
        return self.address.prefix

    @property
    def beginning(self) -> str:
        """The beginning of every address at which the hub answers for the site, without a slash at the end."""
        return self.base_url + self.prefix

    def at_host(self, address: str) -> str:
        """Return the full address of a path at the host, such as that of a file; a full address as it is."""
        return self.base_url + address if address.startswith("/") else address

    def path_of(self, page: Page) -> str:
        """Return the page's path at the host, such as `/news/first/`; of a translation `/gd/…`, and of a programme below
        the first part of a path `/energy/news/first/`."""
        for root in self.roots:
            if page.path.startswith(root.path):
                language = "" if root is self.roots[0] else f"/{root.locale.language_code}"
                return self.prefix + language + page.url_path[len(root.url_path) - 1 :]
        for other in self.sites:
            for path, url_path, language in self.tops_of(other):
                if page.path.startswith(path):
                    return other.prefix + language + page.url_path[len(url_path) - 1 :]
        return page.url_path[len(self.roots[0].url_path) - 1 :]  # it is on no site

    def address_of(self, page: Page) -> SiteAddress | None:
        """Return the site that the page is on; None if it is on none."""
        if page.path.startswith(tuple(root.path for root in self.roots)):
            return self.address
        return next(
            (one for one in self.sites if any(page.path.startswith(top) for top, *_ in self.tops_of(one))), None
        )

    def root_of(self, page: Page) -> Page:
        """Return the top page of the page's language; the site's own for a page of another site."""
        roots = self.roots
        return next((root for root in roots if page.path.startswith(root.path)), roots[0])

    def url_of(self, page: Page) -> str:
        """Return the page's full address at the frontend, also for a page of another site."""
        path = self.path_of(page)
        if page.path.startswith(tuple(root.path for root in self.roots)):
            return self.frontend_address(path)
        other = self.address_of(page)
        if other is None or other.host_key == (self.address and self.address.host_key):
            return self.frontend_address(path)
        view = SiteView(Site.objects.select_related("root_page").get(pk=other.site_key), self.now, self.period)
        return view.frontend_address(path)

    @cached_property
    def frontends(self) -> dict[str, str]:
        """The beginnings of addresses at the frontend, by that of paths after the prefix: empty for the site's own
        language, else `/gd`."""
        if not settings.FRONTEND_URL or self.site is None:
            return {"": self.base_url}
        host = self.address.hostname if self.prefix and self.address else self.site.hostname
        found = {"": frontend.prefix(host, settings.LANGUAGE_CODE)}
        if "{locale}" in settings.FRONTEND_URL:
            codes = [root.locale.language_code for root in self.roots[1:]]
            found |= {f"/{code}": frontend.prefix(host, code) for code in codes}
        return found

    @property
    def home_url(self) -> str:
        """The full address of the front page, at the frontend."""
        return self.frontend_address(f"{self.prefix}/")

    def frontend_address(self, path: str) -> str:
        """Return the full address of a path on the site: at the frontend, unless only the hub has it."""
        prefix, own = self.split_prefix(path)
        if settings.FRONTEND_URL and frontend.is_of_the_hub(urlsplit(own).path):
            return self.base_url + path
        language, rest = self._split(own)
        return self.frontends[language] + prefix + rest

    def full_address(self, address: str) -> str:
        """Return the full address of a path that an editor typed, at the frontend; a full address as it is."""
        return self.frontend_address(self.typed_path(address)) if address.startswith("/") else address

    def typed_path(self, path: str) -> str:
        """Return a path that an editor typed as a path at the host. For a programme below the first part of a path,
        `/feedback/` is its own, with or without that part, unless the path begins as that of another programme there."""
        if not self.prefix or path.startswith("//") or self.split_prefix(path)[0]:
            return path
        host_key = self.address.host_key if self.address else None
        return path if host_key is not None and below(self.sites, host_key, path) else self.prefix + path

    def split_prefix(self, path: str) -> tuple[str, str]:
        """Return a path at the host as the site's prefix, and the rest, which begins with a slash; the prefix is empty if
        the path doesn't begin with it."""
        if self.prefix and f"{urlsplit(path).path}/".startswith(f"{self.prefix}/"):
            rest = path[len(self.prefix) :]
            return self.prefix, rest if rest.startswith("/") else f"/{rest}"
        return "", path

    def _split(self, path: str) -> tuple[str, str]:
        first = f"/{path[1:].partition('/')[0]}"
        return (first, path[len(first) :] or "/") if first in self.frontends else ("", path)

    @cached_property
    def _opening(self) -> dict[str, list[list[Any]]]:
        """The rows read in one statement when a period begins."""
        return self.period.opening if self.period else read_opening(self.now)
