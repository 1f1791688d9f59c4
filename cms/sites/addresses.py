"""Addresses of sites: the host, and for a programme below the first part of a path that part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Site

from .ends import ProgrammeEnd
from .models import ProgrammeState

COLUMNS = (
    "pk",
    "hostname",
    "port",
    "is_default_site",
    "root_page__path",
    "root_page__url_path",
    "programme_site__key",
    "programme_site__path",
    "programme_site__host",
    "programme_site__spans_programmes",
    "programme_site__state",
    "programme_site__state_since",
    "programme_site__successor",
    "site_name",
)


@dataclass(frozen=True)
class SiteAddress:
    """A site with its address and its state."""

    site_key: int
    hostname: str
    origin: str
    is_default: bool
    # Of its own top page: the path in the tree, and the beginning of the stored paths of its pages.
    tree_path: str
    url_path: str
    # The programme's key; empty for a site without a record of its programme.
    key: str
    # The beginning of every path on the site: `/energy`, or empty for a site with a host of its own.
    prefix: str
    # The key of the site at whose host it is, which is its own if it has a host.
    host_key: int
    # Whether it is the organisation's own site, whose lists have the pages of all programmes.
    spans_programmes: bool
    state: str
    # The day since which it is in this state, if that is known, and the address of its successor, if it has one.
    state_since: datetime.date | None
    successor: str
    # For people: the programme's name, never the host that nothing is served at.
    name: str

    @property
    def admin_url(self) -> str:
        """Where the programme's people work."""
        return f"{self.base_url}/admin/"

    @property
    def base_url(self) -> str:
        """Scheme, host, port and the first part of the path, without a slash at the end."""
        return self.origin + self.prefix

    def read_site(self) -> Site:
        """Return Wagtail's record of the site, with its top page. One statement."""
        return Site.objects.select_related("root_page").get(pk=self.site_key)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProgrammeState(self.state).label)

    @property
    def is_closed(self) -> bool:
        """Whether the programme is closed: only its successor's address is left of it."""
        return self.state == ProgrammeState.CLOSED

    @property
    def end(self) -> ProgrammeEnd | None:
        """The end of the programme, once it is archived or closed; None while it is open."""
        return None if self.state == ProgrammeState.OPEN else ProgrammeEnd(self.state_since, self.successor)


def rows() -> QuerySet[Any]:
    """Return the rows of all sites, the default site first."""
    return Site.objects.order_by("-is_default_site", "pk").values_list(*COLUMNS)


def addresses(found: Iterable[Sequence[Any]]) -> tuple[SiteAddress, ...]:
    """Return the sites of rows with their addresses."""
    found = list(found)
    hosts = {
        key: (hostname, _origin(hostname, port, bool(is_default))) for key, hostname, port, is_default, *_ in found
    }
    made = []
    for site, _, _, is_default, tree_path, url_path, key, path, host, spans, state, since, successor, name in found:
        host = host or site
        hostname, origin = hosts[host]
        prefix = f"/{path}" if path else ""
        made.append(
            SiteAddress(
                site_key=site,
                hostname=hostname,
                origin=origin,
                is_default=bool(is_default),
                tree_path=tree_path,
                url_path=url_path,
                key=key or "",
                prefix=prefix,
                host_key=host,
                spans_programmes=bool(spans),
                state=state or ProgrammeState.OPEN,
                state_since=since,
                successor=successor or "",
                name=name or key or hostname,
            )
        )
    return tuple(made)


def _origin(hostname: str, port: int, is_default: bool) -> str:
    return settings.BASE_URL if is_default else Site(hostname=hostname, port=port).root_url


def below(found: Iterable[SiteAddress], host: int, path: str) -> SiteAddress | None:
    """Return the programme below the first part of a path at the host of a site; None if there is none."""
    first = f"/{path[1:].partition('/')[0]}"
    return next((one for one in found if one.prefix == first and one.host_key == host and one.site_key != host), None)
