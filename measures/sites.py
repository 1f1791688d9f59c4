"""The programme whose figures an address asks for."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from wagtail.models import Site

from cms.editing.records import is_key
from cms.editing.shown_rows import rows_shown
from cms.pages.viewer import visibility_of


def asked_site(request: HttpRequest) -> Site | None:
    """Return the site that the address names, or that at whose address the admin is used; None if there is none.

    Raises Http404 for one that isn't shown here: at the organisation's own address all programmes are, elsewhere the one.
    """
    asked = request.GET.get("site", "")
    if not asked:
        return visibility_of(request).site
    found = Site.objects.filter(rows_shown(request, "pk"), pk=asked).first() if is_key(asked) else None
    if found is None:
        raise Http404("There is no such programme here.")
    return found
