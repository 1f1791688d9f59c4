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
from django_otp.middleware import OTPMiddleware
from wagtail.admin import messages

from cms.accounts import devices, two_factor

SEEN = "cms.seen_at"
ADMIN = "/admin/"
# The editor sends these requests every few seconds, even if nobody is using it.
BY_ITSELF = "/admin/editing-sessions/"
A_MINUTE = 60


class AccountsMiddleware(OTPMiddleware):
    """End sessions in the admin that have been idle for `SESSION_IDLE_MINUTES`, and ask for the second factor before the
    admin opens; elsewhere the person counts as a reader until then. Give a browser in which somebody signs in, or sets a
    new password, the cookie of a known device.

    The second factor is required of people who have set it up, and of everybody if `TWO_FACTOR` is “required”.
    """

    async_capable = False

    def __call__(self, request):
        self._end_if_idle(request)
        self._install_lazy_accessors(request)  # django-otp's: the device of the second factor
        response = self._asked_for_it(request) or self.get_response(request)
        devices.set_cookie(request, response)
        return response

    def _end_if_idle(self, request):
        if not self._may_be_idle(request):
            return
        now, seen = time.time(), request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * A_MINUTE:
            logout(request)
            messages.warning(request, "You were signed out after a period of inactivity.")
        elif not request.path_info.startswith(BY_ITSELF) and (seen is None or now - seen > A_MINUTE):
            request.session[SEEN] = now

    def _may_be_idle(self, request) -> bool:
        return bool(
            settings.SESSION_IDLE_MINUTES
            and request.path_info.startswith(ADMIN)
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
        )

    def _asked_for_it(self, request):
        """Return the way to the second factor if the request lacks it; None if the request goes on."""
        if not self._lacks_it(request) or two_factor.is_on_the_way(request.path_info):
            return None
        if request.path_info.startswith(ADMIN):
            return self._ask(request)
        request.user = AnonymousUser()
        return None

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
