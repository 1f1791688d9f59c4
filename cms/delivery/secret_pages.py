"""The pages behind links with a secret: kept by no cache and no search engine, and their address sent to nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.base.secret_links import LinkClosedError


def secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view at an address with a secret, from which browsers must not send a referrer.

    If its link doesn't work, it answers 410 with the reason.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except LinkClosedError as closed:
            response = say(request, "This link doesn't work", str(closed), status=410)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


def say(request: HttpRequest, title: str, text: str, *, status: int, back: str = "") -> HttpResponse:
    """Return a plain page with a sentence, and a link back to a list, if there is one."""
    context = {"heading": title, "text": text, "back": back, "without_feedback": True}
    return render(request, "secret_pages/message.html", context, status=status)
