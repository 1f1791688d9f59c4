"""The address at which a person accepts what a program wrote, from its marks in a page's form."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.pages.models import BasePage

from .acceptance import accept


@require_POST
def accept_parts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Accept the parts named by `part` in the name of the user, and answer how many that were."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return JsonResponse({"accepted": accept(page, request.user, request.POST.getlist("part"))})


urlpatterns = [path("pages/<int:page_id>/accept/", accept_parts, name="hub_accept_parts")]
