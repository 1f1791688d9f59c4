"""What a program wrote, in the admin: its marks in a page's form, among what publishing changes, and who accepted it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.editing.consequences import AffectedGroup, AffectedPlace
from cms.pages.models import BasePage

from .acceptance import accept, unchecked_parts

NONE_UNCHECKED = "Nothing in it is still as a program wrote it, without a person having accepted it."


def unchecked_text(page: Page, user: Any) -> AffectedGroup:
    """Return the parts that a program wrote and nobody has accepted: publishing the page counts as accepting them."""
    parts = unchecked_parts(page)
    heading = "Written by a program, and accepted by publishing it" if parts else "Written by a program"
    return AffectedGroup(
        heading, NONE_UNCHECKED, [AffectedPlace(part.label, f"written by {part.by}") for part in parts]
    )


@require_POST
def accept_parts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Accept the parts named by `part` in the name of the user, and answer how many that were."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return JsonResponse({"accepted": accept(page, request.user, request.POST.getlist("part"))})


urlpatterns = [path("pages/<int:page_id>/accept/", accept_parts, name="hub_accept_parts")]
