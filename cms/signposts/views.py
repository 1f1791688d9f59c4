"""The help page: all signposts, by audience."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.delivery.kept_pages import public_page
from cms.pages.viewer import visibility_of

from .choices import HelpAudience
from .selection import fitting, signposts

# Headings that address the reader, in the order of the page. The first section is open.
HEADINGS = {
    HelpAudience.DANGER: "You are in danger now, or somebody else is",
    HelpAudience.CHILD: "You are a child",
    HelpAudience.YOUNG_PERSON: "You are a young person",
    HelpAudience.PARENT: "You are a parent or carer",
    HelpAudience.WORRIED_ADULT: "You are worried about a child",
    HelpAudience.PROFESSIONAL: "You work with children",
}


@require_safe
@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """Show all signposts. Raises Http404 while there are none."""
    found = signposts(visibility_of(request))
    if not found:
        raise Http404
    sections = [(audience, heading, fitting(found, [audience])) for audience, heading in HEADINGS.items()]
    context = {
        "sections": [section for section in sections if section[2]],
        "checked_on": min(signpost.checked_on for signpost in found),
        # No feedback form here: it might be mistaken for a way to report abuse.
        "without_feedback": True,
        "without_subscribing": True,
        "hides": True,
    }
    return render(request, "help/help.html", context)
