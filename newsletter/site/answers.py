"""Shared parts of the newsletter's pages: the rate limit, and the answer to a link that doesn't work."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.delivery.public_forms import View, too_often
from newsletter.people.limits import network_may_ask
from newsletter.people.tokens import BadSubscriberTokenError


def limited(view: View) -> View:
    """Return the view with a limit on POST requests from one network; above it, the answer is 429."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not network_may_ask(request):
            return too_often(answer(request, "too_many"))
        return view(request, *args, **kwargs)

    return inner


def by_link(view: View) -> View:
    """Return the view with one answer to all links that don't work."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadSubscriberTokenError:
            return bad_link(request)

    return inner


def answer(request: HttpRequest, page: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return one of the newsletter's pages."""
    # The form at the foot of every page would be a second one here.
    return render(request, f"newsletter/people/{page}.html", {"without_subscribing": True, **context}, status=status)


def refused_status(form: Form) -> int:
    """Return the status of a page with a form: 422 if it was sent and refused."""
    return 422 if form.errors else 200


def bad_link(request: HttpRequest) -> HttpResponse:
    """Return the one answer to a link that is forged, incomplete, too old or used: 404, and whom to contact.

    A mail program that tried to unsubscribe learns that nothing was done: a false confirmation would be worse.
    """
    return answer(request, "bad_link", status=404)
