"""What a session may do: it ends when nobody is there, and where a second factor is asked for, nothing opens without it."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AnonymousUser
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin import messages

from cms.accounts import two_factor

SEEN = "cms.seen_at"
ADMIN = "/admin/"
# The editor asks this by itself every few seconds, also when nobody sits before it.
BY_ITSELF = "/admin/editing-sessions/"
A_MINUTE = 60


class IdleMiddleware:
    """End a session in the admin in which nothing was done for `SESSION_IDLE_MINUTES`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._concerns(request):
            now, seen = time.time(), request.session.get(SEEN)
            if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * A_MINUTE:
                logout(request)
                messages.warning(request, "You were signed out because nothing was done for a while.")
            elif not request.path_info.startswith(BY_ITSELF) and (seen is None or now - seen > A_MINUTE):
                request.session[SEEN] = now
        return self.get_response(request)

    def _concerns(self, request) -> bool:
        return bool(
            settings.SESSION_IDLE_MINUTES
            and request.path_info.startswith(ADMIN)
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
        )


class TwoFactorMiddleware:
    """Ask for the second factor before anything of the admin opens; elsewhere the person counts as a reader until then.

    Needed by whoever has set it up, and by all where `TWO_FACTOR` is “required”.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._lacks_it(request) and not two_factor.is_on_the_way(request.path_info):
            if request.path_info.startswith(ADMIN):
                return self._ask(request)
            request.user = AnonymousUser()
        return self.get_response(request)

    def _lacks_it(self, request) -> bool:
        # Without a cookie of ours there is nobody, and readers' pages stay free of sessions.
        if settings.TWO_FACTOR == "off" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        user = request.user
        if not user.is_authenticated or two_factor.is_verified(request):
            return False
        return settings.TWO_FACTOR == "required" or two_factor.has_device(user)

    def _ask(self, request):
        name = "two_factor_code" if two_factor.has_device(request.user) else "two_factor_set_up"
        address = reverse(name)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"error": "Sign in again.", "redirect": resolve_url(address)}, status=403)
        if request.method == "GET":
            address += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return redirect(address)
