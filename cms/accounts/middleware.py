"""Limits on sessions: one that is idle ends, and if a second factor is required, nothing opens without it. And device cookies."""

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

from cms.accounts import devices, two_factor

SEEN = "cms.seen_at"
ADMIN = "/admin/"
# The editor sends these requests every few seconds, even if nobody is using it.
BY_ITSELF = "/admin/editing-sessions/"
A_MINUTE = 60


class DeviceMiddleware:
    """Give a browser in which somebody signs in, or sets a new password, the cookie of a known device."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        devices.set_cookie(request, response)
        return response


class IdleMiddleware:
    """End a session in the admin that has been idle for `SESSION_IDLE_MINUTES`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._concerns(request):
            now, seen = time.time(), request.session.get(SEEN)
            if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * A_MINUTE:
                logout(request)
                messages.warning(request, "You were signed out after a period of inactivity.")
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
    """Ask for the second factor before the admin opens; elsewhere the person counts as a reader until then.

    Required of people who have set it up, and of everybody if `TWO_FACTOR` is “required”.
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
