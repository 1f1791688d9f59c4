"""The forms of a picture and a document, with which every path of the admin takes one, and programs upload."""

from functools import partial

from django.conf import settings
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

TOO_MANY_PIXELS = (
    "The picture is too large: width times height may be {} megapixels at most. "
    "Make it smaller in a picture editor and upload it again."
)


class HoldingForm:
    """What a person saves is held no longer; what a program uploads is (`cms.media.held`)."""

    holds = False

    def save(self, commit=True):
        self.instance.is_held = self.holds
        return super().save(commit=commit)


class HubDocumentForm(HoldingForm, BaseDocumentForm):
    """Wagtail's form."""


class HubImageForm(HoldingForm, BaseImageForm):
    """Wagtail's form, except that a replaced picture keeps its sizes until the new ones are made: readers see them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages["file_too_many_pixels"] = TOO_MANY_PIXELS.format(
                settings.PICTURE_MEGAPIXELS
            )

    def save(self, commit=True):
        replaced = self.original_file if commit and "file" in self.changed_data else None
        if replaced:
            self.original_file = None  # or Wagtail would delete the sizes with it
        image = super().save(commit=commit)
        if replaced:
            transaction.on_commit(partial(replaced.storage.delete, replaced.name), robust=True)
        return image
