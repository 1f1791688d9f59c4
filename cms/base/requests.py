"""Requests: as views of the admin get them, and for which host they are."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest


class EditorRequest(HttpRequest):
    """A request of somebody signed in, such as Wagtail lets through to the admin. A name for annotations, never made."""

    user: User


def has_named_host(request: HttpRequest) -> bool:
    """Say whether the request's host is one that settings name, and no other that their patterns allow.

    Patterns such as `*` and `.example.org`, and any port, allow as many as somebody can think of.
    """
    host = request.get_host()
    return host in settings.ALLOWED_HOSTS or host == urlsplit(settings.BASE_URL).netloc
