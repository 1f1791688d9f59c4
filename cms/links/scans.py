"""Scans published pages, terms and settings, and stores their links in a table. Pages are scanned soon after publication."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, Site

from cms.base.admin_addresses import form_address
from cms.batches.reader import BatchReader
from cms.delivery.models import HubSettings
from cms.jobs.registry import Stop, job
from cms.links.extraction import FoundLink, announced, links_of
from cms.links.models import Link, LinkedAddress, ScannedPage
from cms.pages.addresses import local_address, site_of_page
from cms.pages.models import Snippet
from cms.sites.default import default_site
from cms.visibility.rule import Visibility

AT_ONCE = 50
# Changes without a publication, such as moving a page, are found within a week.
AGAIN = datetime.timedelta(days=7)
LONGEST = LinkedAddress._meta.get_field("address").max_length


@job("Links: scan pages", every=60)
def scan(stop: Stop) -> bool:
    """Scan some pages, and from time to time terms and settings. Returns whether there is more to do at once."""
    now = timezone.now()
    scanned = ScannedPage.objects.filter(page=OuterRef("pk")).values("at")[:1]
    old = Q(at=None) | Q(at__lt=now - AGAIN) | Q(at__lt=F("last_published_at"))
    due = Page.objects.filter(live=True, depth__gt=1).annotate(at=Subquery(scanned)).filter(old).order_by("pk")
    pages = list(due.specific()[:AT_ONCE])
    for page in pages:
        if stop():
            return False
        scan_page(page, now)
    return len(pages) == AT_ONCE


@transaction.atomic
def scan_page(page: Page, now: datetime.datetime) -> None:
    """Replace the stored links of a page."""
    Link.objects.filter(page=page.pk).delete()
    _keep(links_of(page), _reader_of(site_of_page(page)), page_id=page.pk)
    words = announced(page)[:200]
    ScannedPage.objects.update_or_create(page_id=page.pk, defaults={"at": now, "announces": words})


@job("Links: scan terms and settings", every=6 * 60 * 60)
@transaction.atomic
def scan_things(stop: Stop) -> bool:
    """Store the links of terms and settings, and delete addresses without links. Returns that it is done."""
    Link.objects.filter(page=None).delete()
    finder = AdminURLFinder()
    snippets: list[Any] = [model for model in apps.get_models() if issubclass(model, Snippet)]
    for model in [*snippets, HubSettings]:
        if model is not HubSettings and not _has_addresses(model):
            continue
        rows = model.objects.filter(live=True) if model is not HubSettings else model.objects.all()
        for thing in rows:
            name = str(model._meta.verbose_name) if model is HubSettings else f"{model._meta.verbose_name}: {thing}"
            reader = _reader_of(thing.site if model is HubSettings else None)
            _keep(
                links_of(thing),
                reader,
                thing=name[:1].upper() + name[1:150],
                thing_url=form_address(finder, thing),
            )
    LinkedAddress.objects.filter(links=None).delete()
    return False


def _has_addresses(model: type[models.Model]) -> bool:
    return any(isinstance(field, models.URLField) for field in model._meta.get_fields())


def _reader_of(site: Site | None) -> BatchReader:
    """Return a reader of a site, or of the default one."""
    return BatchReader(Visibility(site or default_site()))


def _keep(found: list[FoundLink], reader: BatchReader, **place) -> None:
    found = [replace(link, address=_whole(link.address, reader)) for link in found]
    addresses = {link.address for link in found if link.address and len(link.address) <= LONGEST}
    known = dict(LinkedAddress.objects.filter(address__in=addresses).values_list("address", "pk"))
    for address in sorted(addresses - known.keys()):
        row, _ = LinkedAddress.objects.get_or_create(
            address=address, defaults={"host": host_of(address, reader), "due_at": timezone.now()}
        )
        known[address] = row.pk
    Link.objects.bulk_create(
        Link(
            **place,
            field=link.field[:120],
            text=link.text[:200],
            address_id=known.get(link.address),
            to_page=link.page,
            to_document=link.document,
        )
        for link in found
        if not link.address or link.address in known
    )


def _whole(address: str, reader: BatchReader) -> str:
    """Return an address with its host, if it is a path on another site than the default one."""
    site = reader.visibility.site
    is_path = address.startswith("/") and not address.startswith("//")
    return reader.visibility.base_url + address if is_path and site and not site.is_default_site else address


def host_of(address: str, reader: BatchReader) -> str:
    """Return the host of an address; empty if it is on this site, at the hub or at the frontend."""
    try:
        parts = urlsplit(address)
        is_here = not parts.netloc or local_address(address, reader) is not None
        return "" if is_here else (parts.hostname or "?")[:255]
    except ValueError:
        return "?"
