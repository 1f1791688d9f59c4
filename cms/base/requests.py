"""Requests as views of the admin get them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest


class EditorRequest(HttpRequest):
    """A request of somebody signed in, such as Wagtail lets through to the admin. A name for annotations, never made."""

    user: User
