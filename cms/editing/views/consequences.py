"""Shows the consequences of publishing a page: beside the question how big the change is, and on a separate page."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from wagtail.models import Page

from cms.editing import consequences


def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the consequences of publishing the page."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _answer(request, page)


def of_new_page(request: HttpRequest, app_label: str, model_name: str, parent_id: int) -> HttpResponse:
    """Show the consequences of publishing a page that is being written."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    parent = get_object_or_404(Page, pk=parent_id).specific
    if not issubclass(model, Page) or model not in type(parent).allowed_subpage_models():
        raise Http404
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    page = model()
    if getattr(page, "parent_field", ""):
        setattr(page, model._meta.get_field(page.parent_field).attname, parent.pk)
    return _answer(request, page)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    context = {"page": page, "groups": consequences.of(page, request.user)}
    part = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    response = render(request, f"cms/admin/consequences{'' if part else '_page'}.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("pages/<int:page_id>/consequences/", of_page, name="hub_consequences"),
    path(
        "pages/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/consequences/",
        of_new_page,
        name="hub_consequences_new",
    ),
]
