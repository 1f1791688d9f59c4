"""What programs do with bundles: they find those that are being written, and put drafts into them.

A bundle in review, approved or scheduled is as people saw it: adding a page would undo what they decided, so programs
leave it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from wagtail.models import Page, Site

from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage
from bundles.rights import CHANGE
from cms.drafts.requests import NOT_FOUND, DraftAuthor, RequestTerms, carry_out, refused
from cms.drafts.services import editable_page, no_page, page_on, refuse_unless_current
from cms.editing.permissions import Editing
from cms.sites.rows import rows_of

from .errors import BundleError
from .items import put_in

NO_BUNDLE = "The person behind this token may change no open bundle with this id here."


@dataclass(frozen=True)
class AddedPage:
    """A page in a bundle. `is_repeated` says that an earlier request with the same key had put it in."""

    item: BundlePage
    bundle: Bundle
    is_repeated: bool = False


def open_bundles(author: DraftAuthor, site: Site) -> QuerySet[Bundle]:
    """Return the bundles of the site that aren't published yet and that the person may change, the newest first.

    With their pages.
    """
    return _bundles(author, site).exclude(state=BundleState.PUBLISHED)


def _bundles(author: DraftAuthor, site: Site) -> QuerySet[Bundle]:
    if not author.user.has_perm(CHANGE) or not Editing(author.user).works_in(site.root_page.path):
        return Bundle.objects.none()
    pages = BundlePage.objects.select_related("page__content_type", "revision")
    return Bundle.objects.filter(rows_of(site)).prefetch_related(Prefetch("pages", queryset=pages)).order_by("-pk")


def decision_about(page: Page) -> str:
    """Say that a bundle with the page is approved or scheduled: a newer draft would undo that. Empty if none is.

    The caller has locked the page, for which those wait who approve or schedule the bundle.
    """
    decided = (BundleState.APPROVED, BundleState.SCHEDULED)
    held = BundlePage.objects.filter(page=page.pk, is_open=True, bundle__state__in=decided).select_related("bundle")
    if (item := held.first()) is None:
        return ""
    state = item.bundle.get_state_display().lower()
    return f"The page is in the bundle “{item.bundle}”, which is {state}. People give it back before the page changes."


def add_page(author: DraftAuthor, terms: RequestTerms, key: int, version: str, bundle_key: int) -> AddedPage:
    """Put a page's latest draft, which must be `version`, into a bundle that is being written. Raises RefusedError."""

    def write() -> AddedPage:
        # The bundle before its page: its publication locks them in this order.
        bundle = open_bundles(author, terms.site).select_for_update(of=("self",)).filter(pk=bundle_key).first()
        page = editable_page(author, terms, key)
        refuse_unless_current(author, page, version)
        if bundle is None:
            raise no_bundle
        try:
            item: Any = put_in(bundle, page, author.user, only_in=BundleState.WRITING, by_program=author.log_data)
        except BundleError as error:
            raise refused("invalid", str(error), "bundle") from None
        return AddedPage(item, _bundles(author, terms.site).get(pk=bundle_key))

    def again(item: BundlePage | None) -> AddedPage:
        page = page_on(terms.site, item.page_id) if item else None
        if item is None or page is None or not page.permissions_for_user(author.user).can_edit():
            raise no_page()
        bundle = _bundles(author, terms.site).filter(pk=item.bundle_id).first()
        if bundle is None:
            raise no_bundle
        return AddedPage(item, bundle, is_repeated=True)

    no_bundle = refused(NOT_FOUND, NO_BUNDLE, "bundle")
    return carry_out(author, terms, ("bundle", key, version, bundle_key), write, lambda added: added.item, again)
