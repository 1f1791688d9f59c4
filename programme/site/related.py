"""Phases, collections and outside records of a page, for its template.

A hub without any of them pays nothing: the frame says which there are.
"""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import Page

from cms.delivery import frame
from cms.pages.languages import key_of_original, top_page
from cms.visibility.rule import Visibility
from programme.models import (
    Audience,
    CollectionItem,
    DocumentCollectionPage,
    OutsideRecord,
    Phase,
    WorkStreamPage,
)

from . import lists

PHASES = "phases"
IN_COLLECTIONS = "items of collections"
RECORDS = "outside records"


# Parts of the frame


def phases_of_site(visibility: Visibility) -> QuerySet[Phase]:
    """Return the phases of the site's programme in order, in the form that the frame reads."""
    return Phase.objects.filter(programme__site=visibility.site_key).order_by("sort_order", "pk")


def items_of_site(visibility: Visibility) -> QuerySet[CollectionItem]:
    """Return the rows of all public collections, with these; whether their pages are public isn't asked."""
    public = visibility.condition(DocumentCollectionPage, "page__")
    return CollectionItem.objects.filter(public).select_related("page").order_by("page__path", "sort_order")


def any_record(visibility: Visibility) -> QuerySet[OutsideRecord]:
    """Return one public record, if there are any."""
    return visibility.filter(OutsideRecord.objects.order_by("pk"))[:1]


# Of one page


def phases(page, visibility: Visibility) -> list[Phase]:
    """Return the phases that a page belongs to, in the programme's order. One query if the programme has any."""
    found = frame.part(visibility, PHASES)
    if not found:
        return []
    chosen = {phase.pk for phase in page.phases.all()}
    return [phase for phase in found if phase.pk in chosen]


def audiences(page, visibility: Visibility) -> list[Audience]:
    """Return the public audiences of a page. No query if it was read with the mark that it has none."""
    if not getattr(page, "has_audiences", True):
        return []
    return [audience for audience in page.audiences.all() if visibility.can_see(audience)]


def outside_records(page, visibility: Visibility) -> list[OutsideRecord]:
    """Return the public records of others to which a page refers. One query if there are any records."""
    if not frame.part(visibility, RECORDS):
        return []
    return [record for record in page.outside_records.all() if visibility.can_see(record)]


def part_of(page: Page, visibility: Visibility) -> list[DocumentCollectionPage]:
    """Return the public collections that a page is in, in the language of the request. No query but for a translation."""
    items = [item for item in frame.part(visibility, IN_COLLECTIONS) if item.target_id]
    if not items or page.pk is None:
        return []
    keys = {page.pk, key_of_original(page, visibility)}
    top = top_page(visibility).path
    found = {item.page_id: item.page for item in items if item.target_id in keys and item.page.path.startswith(top)}
    return list(found.values())


def collections_about(stream: WorkStreamPage, visibility: Visibility) -> list[lists.ListEntry]:
    """Return the public collections about a work stream. One query if there are any collections."""
    if not frame.part(visibility, IN_COLLECTIONS):
        return []
    found = DocumentCollectionPage.objects.filter(work_streams__in=[key_of_original(stream, visibility)])
    return lists.as_entries(lists.shown(visibility, found.order_by("path")))
