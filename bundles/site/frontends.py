"""The pages of a bundle in the frontends that show drafts, for holders of a sign-off link."""

from __future__ import annotations

from django.db.models import Model
from wagtail.models import Page

from bundles.models import BundlePage, SignOffLink
from cms.base.secret_links import GONE, LinkClosedError
from cms.pages.models import BasePage
from cms.pages.models.preview_frontends import preview_frontends
from cms.pages.previews import Draft, PreviewError, session_of, token_of

OPENER = "bundle"
RESTRICTED = "This page is only for some readers, so this link doesn't show it."
PUBLISHED = "What this link showed is published now."


def modes_of(pages: list[BasePage]) -> list[list[tuple[str, str]]]:
    """Return the preview modes in which frontends show each page, with their labels. Two statements for all of them."""
    for page, found in zip(pages, preview_frontends((type(page), page.url_path) for page in pages), strict=True):
        page.preview_frontends = found
    return [[(name, label) for name, label in page.preview_modes if page.is_frontend(name)] for page in pages]


def frontend_token(link: SignOffLink, item: BundlePage) -> str:
    """Return a preview token for one page of the link's bundle."""
    return token_of(OPENER, [link.pk, item.pk])


def is_restricted(page: Page) -> bool:
    """Say whether only some readers will get the page. Then a link doesn't show it either."""
    return page.get_view_restrictions().exists()


def open_page(key: list[int]) -> Draft:
    """Return the draft of a page as its bundle will publish it; it opens drafts of pages in the same bundle alone.

    Raises PreviewError if the link doesn't work, or if the page is no longer in the bundle.
    """
    link = SignOffLink.objects.select_related("bundle").filter(pk=key[0]).first()
    try:
        if link is None:
            raise LinkClosedError(GONE)
        link.require_open()
        if not link.bundle.is_open:
            raise LinkClosedError(PUBLISHED)
    except LinkClosedError as closed:
        raise PreviewError(str(closed)) from None
    drafts = {item.page_id: item.revision for item in link.bundle.page_items if item.revision}
    item = next((item for item in link.bundle.page_items if item.pk == key[1] and item.page_id in drafts), None)
    if item is None:
        raise PreviewError(GONE)
    if is_restricted(item.page):
        raise PreviewError(RESTRICTED)

    def opens(thing: Model) -> Model | None:
        if not isinstance(thing, Page) or thing.pk not in drafts or is_restricted(thing):
            return None
        return drafts[thing.pk].as_object()

    draft = drafts[item.page_id].as_object()
    paths = frozenset({item.page.url_path, draft.url_path})
    return Draft(draft, opens, paths, session_of(f"{OPENER} {link.pk}"))
