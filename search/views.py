"""The search page, suggestions while typing, and the description for browsers. Only public content."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cms.delivery.readers import is_robot
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from programme.site import lists

from .confidence import confidential
from .engine.parser import tidy
from .engine.query_log import record
from .engine.questions import Order
from .engine.retrieval import answer
from .engine.retrieval import suggest as suggestions_for
from .help.offers import help_for
from .site_page import SIZES, SearchRequest, active, filters, heading, pointer

SUGGESTIONS = 6  # the maximum of the design system's component
SUGGESTIONS_MAX_AGE = 60
# Up to this number of results, sorting and filters aren't offered.
MOST_AT_A_GLANCE = 2
NOT_KEPT = "private, no-store"
# The longest name that browsers must accept (OpenSearch 1.1, “The ShortName element”).
SHORT_NAME_LENGTH = 16


@require_safe
@confidential
def search(request: HttpRequest) -> HttpResponse:
    """Answer `/search/?query=…` with results or help. No input is an error."""
    visibility = visibility_of(request)
    asked = SearchRequest.of(request.GET)
    found = answer(asked.question, visibility)
    asked = asked.ignoring(found.ignored)
    numbered = Paginator(range(found.total), asked.size)
    if found.total and asked.page > numbered.num_pages:
        return redirect(asked.address(page=numbered.num_pages))
    agent = request.headers.get("User-Agent", "")
    counted = asked.words and asked.is_plain and found.useful and not found.is_confidential
    counted = counted and not (agent and is_robot(agent))
    if request.method == "GET" and counted:
        record(asked.words, found.total, visibility_of(request).site)
    several = found.total > MOST_AT_A_GLANCE
    # Filters in use are shown, so that they can be removed.
    shown = filters(asked, found) if several or asked.is_filtered else []
    context = {
        "asked": asked,
        "found": found,
        "heading": heading(found),
        "help": found.help,
        "as_typed": asked.address(exact=True, page=1),
        "as_suggested": asked.address(words=found.suggestion, exact=False, page=1),
        "filters": shown,
        "active": active(asked, shown),
        "numbered": numbered.page(asked.page) if found.total else None,
        "several": several,
        "orders": Order.choices,
        "hides": True,
        "sizes": SIZES,
        # Not “work_streams”, which is the context of pages with streams: it would add “Hide this page”.
        "offered_streams": []
        if found.total or found.promoted or found.is_confidential
        else list(lists.work_streams(visibility)),
    }
    response = render(request, "search/search.html", context)
    if found.is_confidential:
        response["Cache-Control"] = NOT_KEPT
    return response


@require_safe
@confidential
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer `/search/suggest/?q=…` with suggestions for a partly typed query."""
    visibility = visibility_of(request)
    prefix = tidy(request.GET.get("q", ""))
    found = suggestions_for(prefix, visibility, SUGGESTIONS) if prefix else []
    suggested = [{"text": one.text, "kind": one.kind, "url": one.page.get_url(request)} for one in found]
    offered = help_for(prefix, visibility)
    if offered and offered.is_first:
        response = JsonResponse({"suggestions": [pointer(offered), *suggested]})
        response["Cache-Control"] = NOT_KEPT
        return response
    response = JsonResponse({"suggestions": suggested})
    period = visibility.period
    # A page isn't suggested from a cache after its expiry.
    age = min(SUGGESTIONS_MAX_AGE, period.seconds_left) if period else 0
    response["Cache-Control"] = f"public, max-age={age}"
    return response


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search for browsers: an OpenSearch description (version 1.1)."""
    name = HubSettings.for_request(request).marked_name
    return render(
        request,
        "search/opensearch.xml",
        {"name": name, "short_name": name[:SHORT_NAME_LENGTH].strip(), "base_url": visibility_of(request).base_url},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
