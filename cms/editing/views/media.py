"""Tags of pictures and documents in the admin, of one's own programmes; and addresses of Wagtail's that are taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from taggit.models import Tag
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.images.views.chooser import ImageChooseView

from cms.base.requests import EditorRequest
from cms.editing.own_things import only_seen, seen


def own_tags(request: EditorRequest) -> JsonResponse:
    """Answer the tags that begin with what is typed, as a list for Wagtail's field."""
    term = request.GET.get("term", "")
    found = (
        Tag.objects.filter(seen(request.user, Tag), name__istartswith=term).order_by("name")
        if term
        else Tag.objects.none()
    )
    return JsonResponse(list(found.values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


def gone(request: HttpRequest) -> HttpResponse:
    """Answer as if nothing were there."""
    raise Http404


class OwnTagsImageChooseView(ImageChooseView):
    """The chooser of pictures, which proposes the most frequent tags."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"popular_tags": only_seen(self.request.user, context["popular_tags"])}
