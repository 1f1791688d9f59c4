"""The mutations that upload pictures and documents. Only for tokens with the scope `write`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse

from cms.drafts import uploads
from cms.drafts.requests import DraftAuthor, RefusedError, RequestTerms
from cms.graphql.context import Context, Info
from cms.graphql.ids import id_of
from cms.graphql.multipart import SentFileScalar
from cms.graphql.schema import register_mutation
from cms.graphql.user_errors import mutation_field
from cms.media.models import HubDocument, HubImage

from .requests import answered, request_inputs, request_outputs

# The names of values here that the forms call otherwise: as the API answers them.
IN_FORMS = {"alt": "description"}
NOT_VALUES = frozenset({"file", *request_inputs()})
COLLECTION = (
    "The name of a collection in which the person behind the token may add files. Without it, the first of those."
)


class UploadImageInput(graphene.InputObjectType):
    """A picture."""

    file = SentFileScalar(required=True, description="The file.")
    title = graphene.String(description="Its title in the library.")
    alt = graphene.String(description="The alternative text: what the picture shows. No “image of”.")
    credit = graphene.String(description="The photographer or artist, if they must be credited.")
    tags = graphene.String(description="Tags, separated by commas.")
    collection = graphene.String(description=COLLECTION)
    vars().update(request_inputs())


class UploadDocumentInput(graphene.InputObjectType):
    """A document."""

    file = SentFileScalar(required=True, description="The file.")
    title = graphene.String(description="Its title in the library.")
    language = graphene.String(description="Language code such as `en`; without it, that stated by a PDF.")
    tags = graphene.String(description="Tags, separated by commas.")
    collection = graphene.String(description=COLLECTION)
    vars().update(request_inputs())


class LibraryImage(graphene.ObjectType):
    """A picture that was uploaded. Readers don't see it until a person publishes a page that shows it."""

    id = graphene.ID(description="Its `id`, for drafts that show it; null in a dry run.")
    title = graphene.String(required=True, description="Its title in the library.")
    alt = graphene.String(required=True, description="The alternative text.")
    file_size = graphene.Int(required=True, description="Size in bytes.")
    width = graphene.Int(required=True, description="Width in pixels.")
    height = graphene.Int(required=True, description="Height in pixels.")
    edit_url = graphene.String(description="The address of its form in the admin; null in a dry run.")


class LibraryDocument(graphene.ObjectType):
    """A document that was uploaded. Readers can't get it until a person publishes a page that offers it."""

    id = graphene.ID(description="Its `id`, for drafts that offer it; null in a dry run.")
    title = graphene.String(required=True, description="Its title in the library.")
    filename = graphene.String(required=True, description="Name of the file.")
    file_size = graphene.Int(required=True, description="Size in bytes.")
    edit_url = graphene.String(description="The address of its form in the admin; null in a dry run.")


class UploadImagePayload(graphene.ObjectType):
    """The picture, or all that is wrong with the input."""

    image = graphene.Field(LibraryImage, description="The picture; null if it was refused.")
    vars().update(request_outputs())


class UploadDocumentPayload(graphene.ObjectType):
    """The document, or all that is wrong with the input."""

    document = graphene.Field(LibraryDocument, description="The document; null if it was refused.")
    vars().update(request_outputs())


@register_mutation
class UploadMutation:
    """Uploading files."""

    upload_image = mutation_field(
        UploadImagePayload,
        UploadImageInput,
        "The picture.",
        "Upload a picture, for drafts to show. Needs a token with the scope `write`.",
    )
    upload_document = mutation_field(
        UploadDocumentPayload,
        UploadDocumentInput,
        "The document.",
        "Upload a document, for drafts to offer. Needs a token with the scope `write`.",
    )

    @staticmethod
    def resolve_upload_image(root: None, info: Info, *, input: Any) -> UploadImagePayload:
        return UploadImagePayload(**_answered(info.context, input, HubImage, "image"))

    @staticmethod
    def resolve_upload_document(root: None, info: Info, *, input: Any) -> UploadDocumentPayload:
        return UploadDocumentPayload(**_answered(info.context, input, HubDocument, "document"))


def _answered(context: Context, input: Any, model: type[HubImage | HubDocument], name: str) -> dict[str, Any]:
    values = {IN_FORMS.get(key, key): value for key, value in dict.items(input) if key not in NOT_VALUES}
    here = {in_form: key for key, in_form in IN_FORMS.items()}

    def written(author: DraftAuthor, terms: RequestTerms) -> dict[str, Any]:
        try:
            uploaded = uploads.upload(author, terms, model, input.file, values)
        except RefusedError as refusal:
            paths = ((one, tuple(here.get(part, part) for part in one.path)) for one in refusal.problems)
            raise RefusedError(replace(one, path=path) for one, path in paths) from None
        return {name: _described(uploaded.thing), "is_repeated": uploaded.is_repeated}

    return answered(context, input, written)


def _described(thing: HubImage | HubDocument) -> dict[str, Any]:
    """Return the values of an `LibraryImage` or `LibraryDocument`."""
    is_image = isinstance(thing, HubImage)
    address = reverse("wagtailimages:edit" if is_image else "wagtaildocs:edit", args=[thing.pk]) if thing.pk else None
    values = {
        "id": id_of(thing) if thing.pk else None,
        "title": thing.title,
        "file_size": thing.file.size,
        "edit_url": address and settings.WAGTAILADMIN_BASE_URL + address,
    }
    if isinstance(thing, HubImage):
        return values | {"alt": thing.description, "width": thing.width, "height": thing.height}
    return values | {"filename": thing.filename}
