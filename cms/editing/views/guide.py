"""The guides in the admin, under the menu “Help”: the same texts and pictures as in the project's documentation."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse

from cms.editing import guide


def show(request: HttpRequest, name: str = guide.HOME):
    """Show the editors' guide, or another one by its name."""
    try:
        shown = guide.read(name, guide_address=address, picture_address=_picture_address)
    except LookupError:
        raise Http404 from None
    return render(request, "cms/admin/guide.html", {"guide": shown, "is_home": name == guide.HOME})


def picture(request: HttpRequest, name: str) -> FileResponse:
    """Send one of the guide's pictures."""
    if (path := guide.picture(name)) is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")


def address(name: str) -> str:
    """Return the address of a guide in the admin."""
    return reverse("guide") if name == guide.HOME else reverse("guide_named", args=[name])


def _picture_address(name: str) -> str:
    return reverse("guide_picture", args=[name])
