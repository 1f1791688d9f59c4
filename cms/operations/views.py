"""The doctor's page in the admin, for administrators."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from cms.base.requests import EditorRequest

from . import doctor


def report(request: EditorRequest) -> HttpResponse:
    """Show what the doctor finds. Raises PermissionDenied for people who aren't administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied
    parts = [("At present", doctor.of_state()), ("Settings", doctor.of_settings())]
    return render(request, "cms/admin/doctor.html", {"parts": parts})
