"""The help page: all signposts, by audience."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.delivery.kept_pages import public_page
from cms.pages.viewer import visibility_of

from .groups import groups
from .selection import fitting, signposts


@require_safe
@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """Show all signposts. Raises Http404 while there are none."""
    visibility = visibility_of(request)
    found = signposts(visibility)
    if not found:
        raise Http404
    # The first section is open.
    sections = [(group.slug, group.heading, fitting(found, [group.slug])) for group in groups(visibility)]
    context = {
        "sections": [section for section in sections if section[2]],
        "checked_on": min(signpost.checked_on for signpost in found),
        # No feedback form here: it might be mistaken for a way to get help.
        "without_feedback": True,
        "without_subscribing": True,
        "hides": True,
    }
    return render(request, "help/help.html", context)
