"""Shared parts of the forms that the public fills in: no cookies, no cache, a trap for bots."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.base.rate_limits import PERIOD
from cms.pages.viewer import visibility_of

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Return a view for the public, without CSRF protection and not cached.

    CSRF protection guards requests that are authorised by a cookie. Here there is none: a request does nothing that its
    sender couldn't do directly, or needs a signed token in its address. And the CSRF token would be a cookie, which RFC
    8058 forbids for one-click unsubscribing and the site's privacy page rules out.
    """
    return csrf_exempt(never_cache(view))


class _SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(name: str, *args: Any) -> HttpResponse:
    """Redirect to another page of ours, so that reloading doesn't post the form again. `name` is the URL name."""
    return _SeeOther(reverse(name, args=args))


def too_often(answer: HttpResponse) -> HttpResponse:
    """Return the response to a network over its limit (`cms.base.rate_limits`): 429, with the seconds to wait."""
    answer.status_code = 429
    answer["Retry-After"] = str(PERIOD)
    return answer


def while_open(**fields: str) -> Callable[[View], View]:
    """Return a decorator for the view of a form: once the programme has ended, its page says so instead.

    `fields` are the texts that people type, by name, with their labels: the page shows those that were sent, so that
    nobody who opened the form before loses them. The answer to a POST is 409: nothing was done.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if visibility_of(request).end is None:
                return view(request, *args, **kwargs)
            return _has_ended(request, fields)

        return inner

    return decorated


def _has_ended(request: HttpRequest, fields: dict[str, str]) -> HttpResponse:
    is_sent = request.method == "POST"
    try:
        sent = request.POST if is_sent else {}
    except SuspiciousOperation:  # far too long: Django read nothing
        sent = {}
    typed = [(name, label, sent[name]) for name, label in fields.items() if sent.get(name)]
    context = {"is_sent": is_sent, "typed": typed, "without_feedback": True, "without_subscribing": True}
    return render(request, "ended_form.html", context, status=409 if is_sent else 200)


class TrapForm(forms.Form):
    """A form with a field that people don't see; a bot that fills in everything gives itself away."""

    homepage = forms.CharField(required=False)

    @property
    def is_robot(self) -> bool:
        """Say whether the hidden field is filled in."""
        return bool(self.data.get("homepage"))
