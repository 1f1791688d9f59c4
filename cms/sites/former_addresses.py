"""Addresses that programmes had: kept when one moves, given up when another programme gets the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from .models import FormerAddress


@dataclass(frozen=True)
class FormerPlace:
    """The former address of a site: a host, or the first part of a path at the host of a site."""

    site_key: int
    hostname: str
    host_key: int | None
    prefix: str


def former_rows() -> QuerySet[Any]:
    """Return the rows of all former addresses."""
    return FormerAddress.objects.order_by("pk").values_list("site", "hostname", "host", "path")


def former_places(found: Iterable[Sequence[Any]]) -> tuple[FormerPlace, ...]:
    """Return the former addresses of the rows."""
    return tuple(FormerPlace(site, name, host, f"/{path}" if path else "") for site, name, host, path in found)


def address_of(site: Site) -> dict[str, Any]:
    """Return the present address of a programme as the fields of a former one."""
    record = site.programme_site
    if record.path:
        return {"host": record.host, "path": record.path, "hostname": ""}
    return {"host": None, "path": "", "hostname": site.hostname}


def remember(site: Site, before: dict[str, Any]) -> None:
    """Keep the address that a programme had before, if it has moved; its present one is nobody's former one."""
    FormerAddress.objects.filter(**address_of(site)).delete()
    if before != address_of(site):
        FormerAddress.objects.update_or_create(**before, defaults={"site": site})
