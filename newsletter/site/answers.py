"""What the newsletter's pages have in common: a limit, and one answer to every link that doesn't work."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.public_forms import View, too_often
from newsletter.people.limits import network_may_ask


def limited(view: View) -> View:
    """Return the view so that one network can post to it only so often; then it answers 429."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not network_may_ask(request):
            return too_often(answer(request, "too_many"))
        return view(request, *args, **kwargs)

    return inner


def answer(request: HttpRequest, page: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return one of the newsletter's pages."""
    # The form at the foot of every page would be a second one here.
    return render(request, f"newsletter/people/{page}.html", {"without_subscribing": True, **context}, status=status)


def bad_link(request: HttpRequest) -> HttpResponse:
    """Return the one answer to a link that is forged, incomplete, too old or spent: 404, and whom to turn to.

    A mail program that tried to unsubscribe by it learns that nothing was done: a promise that wasn't kept would be worse.
    """
    return answer(request, "bad_link", status=404)
