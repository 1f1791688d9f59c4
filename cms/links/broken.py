"""Broken links, for the report and for the reminders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import NOTHING, DeskContext
from cms.links.models import BROKEN_AFTER, Link, ScannedPage
from cms.media.models import HubDocument
from cms.visibility.rule import Visibility

# In the address of the form of a site's names and contact; the site's key follows.
SETTINGS = "/settings/cms/hubsettings/"


def broken(visibility: Visibility) -> QuerySet[Link]:
    """Return the links on published pages that lead to nothing public, or to addresses that failed often enough."""
    pages = visibility.filter(Page.objects.filter(pk=OuterRef("to_page")))
    documents = visibility.filter(HubDocument.objects.filter(pk=OuterRef("to_document")))
    return Link.objects.filter(
        _on_the_site(visibility),
        Q(address__failed_days__gte=BROKEN_AFTER)
        | (Q(to_page__isnull=False) & ~Exists(pages))
        | (Q(to_document__isnull=False) & ~Exists(documents)),
        Q(page=None) | Q(page__live=True),
    )


def _on_the_site(visibility: Visibility) -> Q:
    """Return the condition for links on pages of the site, in its own settings, and in terms, which all programmes share."""
    if len(visibility.sites) < 2:
        return Q()
    settings = Q(thing_url__contains=SETTINGS)
    own = Q(thing_url__endswith=f"{SETTINGS}{visibility.site_key}/")
    return Q(visibility.in_shown_tree("page__path"), page__isnull=False) | (Q(page=None) & (~settings | own))


def links(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Broken links, and introductions without their list. Two queries, and those for hidden pages."""
    shown = Q() if asked.works_here else NOTHING
    rows = broken(asked.visibility).filter(shown).select_related("address", "page").order_by("page__path", "pk")
    rows = rows.only("address__address", "address__problem", "page__path", "page__owner_id", "page__title", *_OWN)
    yield AttentionGroup(
        "broken-links",
        "links that lead nowhere",
        "Readers who follow them find nothing. An address on another site is listed once it has failed on two days.",
        [
            AttentionLine(
                f"{link.stands_on}: {link.leads_to}",
                f"{link.problem} It is in “{link.field}”.",
                asked.editing.address(link.page_id, link.page.path, link.page.owner_id)
                if link.page
                else link.thing_url,
                key=f"{link.page_id or link.thing_url} {link.address_id} {link.to_page} {link.to_document}",
            )
            for link in rows
        ],
    )
    here = asked.visibility.in_shown_tree("page__path") if len(asked.visibility.sites) > 1 else Q()
    intros = ScannedPage.objects.exclude(announces="").filter(shown, here, page__live=True).order_by("page__path")
    yield AttentionGroup(
        "lists-announced",
        "introductions to a list that isn't there",
        "A heading, or a sentence that ends with a colon, promises something that doesn't follow.",
        [
            AttentionLine(
                title, f"“{words}” is followed by nothing.", asked.editing.address(pk, path, owner), key=f"{pk}"
            )
            for pk, path, owner, title, words in intros.values_list(
                "page_id", "page__path", "page__owner_id", "page__title", "announces"
            )
        ],
    )


_OWN = ("page", "thing", "thing_url", "field", "text", "address", "to_page", "to_document")
