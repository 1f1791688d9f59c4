"""The page behind a preview link: the latest draft, on the hub or in the frontend that its maker chose."""

from __future__ import annotations

from copy import copy

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.delivery.secret_pages import secret
from cms.pages import preview_links
from cms.pages.viewer import visibility_of

# Of the person who opens the link: it shows everybody the same.
OF_A_PERSON = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


@secret
@require_safe
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft. Raises LinkClosedError if the link doesn't work."""
    link, page = preview_links.opened(token, visibility_of(request).site)
    link.note_use()
    if page.is_frontend(link.mode):
        return page.to_frontend(request, link.mode, preview_links.frontend_token(link))
    modes = [name for name, _ in page.preview_modes if not page.is_frontend(name)]
    mode = link.mode if link.mode in modes else modes[0]
    facts = {
        "expires_at": link.expires_at,
        "is_public": visibility_of(request).can_see(link.page),
        "is_changed": link.page.has_unpublished_changes,
    }
    # The address of this request keeps the form for feedback off the page.
    attributes = {"preview_link": facts, "resolver_match": request.resolver_match}
    return page.make_preview_request(_of_nobody(request), mode, attributes)


def _of_nobody(request: HttpRequest) -> HttpRequest:
    nobody = copy(request)
    nobody.META = {name: value for name, value in request.META.items() if name not in OF_A_PERSON}
    return nobody
