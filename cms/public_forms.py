"""What views and forms share that the public fills in: no cookie, no cache, a trap for robots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.limits import PERIOD

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Return a view for the public, without CSRF protection and kept by no cache.

    That protection guards what a browser may do by the cookie it holds. Here nobody has one: a request does nothing that
    whoever sends it couldn't do themselves, or needs a signed token in its address. And the token of the protection would
    be a cookie, which RFC 8058 forbids for one-click and the site's privacy page rules out.
    """
    return csrf_exempt(never_cache(view))


class _SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(name: str, *args: Any) -> HttpResponse:
    """Send the browser to a page of ours, so that loading that one anew posts nothing again. `name`: of the address."""
    return _SeeOther(reverse(name, args=args))


def too_often(answer: HttpResponse) -> HttpResponse:
    """Return the answer to a network that has asked too often (`cms.limits`): 429, and after how many seconds it may again."""
    answer.status_code = 429
    answer["Retry-After"] = str(PERIOD)
    return answer


class TrapForm(forms.Form):
    """A form with a field that a person doesn't see; a robot that fills in everything gives itself away."""

    homepage = forms.CharField(required=False)

    @property
    def is_robot(self) -> bool:
        """Say whether the field that nobody sees is filled in."""
        return bool(self.data.get("homepage"))
