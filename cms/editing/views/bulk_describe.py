"""Alternative texts, credit and tags for many pictures at once."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from wagtail.admin import widgets
from wagtail.admin.forms.tags import TagField
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction
from wagtail.search import index

from cms.editing.views.images import TO_BE_DESCRIBED
from cms.media.models import HubImage, to_be_described

TEXT, CREDIT = HubImage._meta.get_field("description"), HubImage._meta.get_field("credit")
PREFIX = "description-"


class DescribeForm(forms.Form):
    """An alternative text for each picture; credit and tags for all. A shared text goes to pictures whose own is empty."""

    same = forms.CharField(
        label="Alternative text for all that have none",
        required=False,
        max_length=TEXT.max_length,
        help_text="Only if one text is true of all of them. A picture’s own text comes first.",
    )
    credit = forms.CharField(
        required=False, max_length=CREDIT.max_length, help_text="For all of them. Leave it empty to keep each as it is."
    )
    tags = TagField(required=False, help_text="Added to each picture’s tags.")

    def __init__(self, *args, images, **kwargs):
        super().__init__(*args, **kwargs)
        self.images = images
        for image in images:
            self.fields[f"{PREFIX}{image.pk}"] = forms.CharField(
                label=capfirst(TEXT.verbose_name),
                required=False,
                initial=image.description,
                max_length=TEXT.max_length,
                widget=widgets.AdminAutoHeightTextInput(
                    attrs={"rows": 1, "aria-label": f"Alternative text of {image.title}"}
                ),
            )

    def rows(self):
        """Yield each picture with the field for its text."""
        for image in self.images:
            yield image, self[f"{PREFIX}{image.pk}"]

    def text_of(self, image: HubImage) -> str:
        """Return the alternative text for the picture; empty if it is still to be described."""
        own = self.cleaned_data.get(f"{PREFIX}{image.pk}", "").strip()
        return own or self.cleaned_data["same"].strip()

    def clean(self):
        data = super().clean()
        for image in self.images:
            name = f"{PREFIX}{image.pk}"
            if image.description and name not in self.errors and not self.text_of(image):
                self.add_error(name, "Keep an alternative text: without one, readers would no longer see this picture.")
        return data


class DescribeBulkAction(ImageBulkAction):
    """Describe the pictures that are ticked in the library."""

    display_name = "Describe"
    action_type = "describe"
    aria_label = "Describe the selected images"
    template_name = "cms/admin/describe_many.html"
    action_priority = 10
    form_class = DescribeForm

    def check_perm(self, image):
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", image)

    def get_form_kwargs(self):
        images, _ = self.get_actionable_objects()
        return super().get_form_kwargs() | {"images": images}

    def get_all_objects_in_listing_query(self, parent_id):
        found = super().get_all_objects_in_listing_query(parent_id)
        if f"{TO_BE_DESCRIBED}=true" not in self.next_url:
            return found
        # Wagtail's “Select all” knows nothing of the list's filter.
        waiting = set(to_be_described().values_list("pk", flat=True))
        return [pk for pk in found if pk in waiting]

    def get_execution_context(self):
        return {"form": self.cleaned_form}

    @classmethod
    def execute_action(cls, objects, form=None, **kwargs):
        data = form.cleaned_data
        for image in objects:
            image.description = form.text_of(image)
            image.credit = data["credit"].strip() or image.credit
            image.save()
            if data["tags"]:
                image.tags.add(*data["tags"])
            index.insert_or_update_object(image)
        return len(objects), sum(not image.description for image in objects)

    def get_success_message(self, num_parent_objects, num_child_objects):
        done = num_parent_objects - num_child_objects
        said = f"{done} {'picture has' if done == 1 else 'pictures have'} an alternative text."
        return f"{said} Still to be described: {num_child_objects}." if num_child_objects else said
