"""Pictures in the admin: no upload is lost, and pictures without an alternative text can be found."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin import messages
from wagtail.images.forms import get_image_form
from wagtail.images.views.images import EditView, ImagesFilterSet, IndexView
from wagtail.images.views.multiple import AddView

from cms.media.models import HubImage

TO_BE_DESCRIBED = "to_be_described"
GIVEN_UP = (
    "The picture can’t be read, so no sizes of it could be made and readers don’t see it. The file is probably damaged: "
    "save it anew and choose it here."
)


class HubImagesFilterSet(ImagesFilterSet):
    """Wagtail's filters, and whether a picture is still to be described."""

    to_be_described = django_filters.BooleanFilter(label="To be described", method="filter_undescribed")

    class Meta:
        model = HubImage
        fields: list[str] = []

    def filter_undescribed(self, images: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep the pictures without alternative text, or those that have it."""
        return images.filter(description="") if value else images.exclude(description="")


class HubImageIndexView(IndexView):
    """The library's pictures. The grid marks those that are to be described."""

    model = HubImage
    filterset_class = HubImagesFilterSet
    results_template_name = "cms/admin/images_results.html"


class HubImageEditView(EditView):
    """The form of a picture, which says so if the picture's sizes couldn't be made."""

    def render_to_response(self, context, **response_kwargs):
        if self.object.is_given_up:
            messages.error(self.request, GIVEN_UP)
        return super().render_to_response(context, **response_kwargs)


class UploadedImageForm(get_image_form(HubImage)):
    """A picture that is uploaded together with others, and described afterwards."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["description"].required = False


class HubImageAddView(AddView):
    """Upload of several pictures at once.

    Wagtail keeps each file outside the library and drops it if its form is never sent. Here each is in the library at
    once, to be described.
    """

    template_name = "cms/admin/images_add.html"

    def get_upload_form_class(self):
        return UploadedImageForm

    def get_context_data(self, **kwargs):
        address = f"{reverse(self.index_url_name)}?{TO_BE_DESCRIBED}=true"
        return super().get_context_data(to_be_described=address, **kwargs)
