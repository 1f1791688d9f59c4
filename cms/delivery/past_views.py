"""The page with which readers choose a past day, and say what is wrong with the one in an address."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.base import dates
from cms.base.typed_dates import Towards, UnreadableDateError, in_words, read_day
from cms.history.addresses import address_as_at
from cms.history.moments import UnknownMomentError, beginning, past_moment

from .kept_pages import public_page
from .past_days import past_day_of

LONGEST_PATH = 2000


@require_safe
@public_page
def past_days(request: HttpRequest) -> HttpResponse:
    """Show the form for a past day, or lead to the day that was typed.

    `day` is typed as people write dates, `page` the path to show as it was then. 400 for what is no known day, 404 for an
    address within the past at which there is nothing.
    """
    asked = past_day_of(request)
    if asked and asked.is_of_today:
        return render(request, "history/of_today.html", {"asked": asked}, status=404)
    path = asked.path if asked else request.GET.get("page", "")[:LONGEST_PATH]
    path = path if path.startswith("/") else get_script_prefix()
    problem, typed, status = (asked.problem if asked else ""), request.GET.get("day", ""), 404
    if not asked and "day" in request.GET:
        try:
            day = read_day(typed, today=dates.today(), towards=Towards.LAST).date
            past_moment(day.isoformat())
            return HttpResponseRedirect(quote(address_as_at(day, path)))
        except (UnreadableDateError, UnknownMomentError) as error:
            problem, status = str(error), 400
    first = beginning()
    first_day = timezone.localdate(first) if first else None
    context = {
        "problem": problem,
        "typed": typed,
        "path": path,
        "first_day": in_words(first_day) if first_day else "",
        "first_address": address_as_at(first_day, path) if first_day else "",
        "without_feedback": True,
        "without_subscribing": True,
    }
    return render(request, "history/past_days.html", context, status=status if problem else 200)
