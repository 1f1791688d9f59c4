"""Pictures for readers: one of the hub's sizes, in every format and width made so far. Reading never makes a file."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import graphene
from wagtail.images import get_image_model

from cms.batches.peers import group_of, peers
from cms.media.renditions import FORMATS, PRESETS, STEPS, specs

from .context import Context, Info
from .items import GraphQLItem, resolved
from .plans import reads

if TYPE_CHECKING:
    from cms.media.models import HubImage


@dataclass(frozen=True)
class File:
    """One file of a picture."""

    url: str
    type: str
    width: int
    height: int


def files(image: HubImage, preset: str, context: Context) -> dict[str, File]:
    """Return the existing files of a picture for a preset, by filter spec. One query for all its peers."""

    def read() -> dict[int, dict[str, File]]:
        model = get_image_model().get_rendition_model()
        storage = model._meta.get_field("file").storage
        rows = (
            context.visibility.filter(model.objects.all())
            .filter(image__in={peer.pk for peer in peers(image)}, filter_spec__in=specs(preset))
            # If there are two for one size, the later one is for the present focal point.
            .order_by("pk")
            .values_list("image", "filter_spec", "file", "width", "height")
        )
        found: dict[int, dict[str, File]] = {}
        for key, spec, name, width, height in rows:
            url = storage.url(name)
            url = context.visibility.base_url + url if url.startswith("/") else url
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            found.setdefault(key, {})[spec] = File(url, kind, width, height)
        return found

    return group_of(image).shared(("picture", preset), read).get(image.pk, {})


@dataclass(frozen=True)
class PictureOf:
    """A picture in one size."""

    image: HubImage
    preset: str
    made: dict[str, File]

    @property
    def fallback(self) -> File:
        return self.made[PRESETS[self.preset]]

    @property
    def sources(self) -> list[SourceOf]:
        endings = [f"|format-{name}" for name in FORMATS[self.preset]] + [""]
        return [source for ending in endings if (source := self._source(ending))]

    def _source(self, ending: str) -> SourceOf | None:
        own = self.made.get(PRESETS[self.preset] + ending)
        if own is None:
            return None
        widths: dict[int, File] = {}
        for step in STEPS[self.preset]:
            if file := self.made.get(step + ending):
                widths.setdefault(file.width, file)
        return SourceOf(own, [widths[width] for width in sorted(widths)])


@dataclass(frozen=True)
class SourceOf:
    """All widths of a picture in one format; `own` is the preset's own width."""

    own: File
    widths: list[File]


def picture(image: HubImage, preset: str, context: Context) -> PictureOf | None:
    """Return the picture in a size, or None if not even its plain file exists (the upload may be damaged)."""
    made = files(image, preset, context)
    return PictureOf(image, preset, made) if PRESETS[preset] in made else None


class PictureFile(graphene.ObjectType):
    """One file of a picture."""

    url = graphene.String(required=True, description="Address of the file.")
    type = graphene.String(required=True, description="Media type, such as image/jpeg.")
    width = graphene.Int(required=True, description="Width in pixels.")
    height = graphene.Int(required=True, description="Height in pixels.")


class PictureSource(graphene.ObjectType):
    """A picture in one format, for a `source` element."""

    type = graphene.String(required=True, description="Media type, such as image/avif.")
    srcset = graphene.String(
        required=True, description="Addresses with their widths, narrow to wide, in HTML's format."
    )
    url = graphene.String(required=True, description="Address of the file in the preset's own width.")
    width = graphene.Int(required=True, description="Width of that file in pixels.")
    height = graphene.Int(required=True, description="Height of that file in pixels.")

    def resolve_type(root: SourceOf, info: Info) -> str:
        return root.own.type

    def resolve_srcset(root: SourceOf, info: Info) -> str:
        return ", ".join(f"{file.url} {file.width}w" for file in root.widths)

    def resolve_url(root: SourceOf, info: Info) -> str:
        return root.own.url

    def resolve_width(root: SourceOf, info: Info) -> int:
        return root.own.width

    def resolve_height(root: SourceOf, info: Info) -> int:
        return root.own.height


class FocalPoint(graphene.ObjectType):
    """The point of a picture that matters most, for `object-position`."""

    x = graphene.Float(required=True, description="Per cent of the width, from the left.")
    y = graphene.Float(required=True, description="Per cent of the height, from the top.")


class Picture(graphene.ObjectType):
    """A picture in one size, with everything for a `picture` element."""

    sources = graphene.List(
        graphene.NonNull(PictureSource),
        required=True,
        description="One source for each format, best first. Just after an upload, newer formats may still be missing.",
    )
    fallback = graphene.Field(PictureFile, required=True, description="The file for the `img` element: JPEG or PNG.")
    alt = graphene.String(required=True, description="The alternative text: what the picture shows.")
    dominant_colour = graphene.String(
        description="The dominant colour, such as #1f6f8b, for a placeholder; null if not known."
    )
    focal_point = graphene.Field(
        FocalPoint, description="The focal point of the original, as set by editors; null if not set."
    )

    def resolve_alt(root: PictureOf, info: Info) -> str:
        return root.image.description

    def resolve_dominant_colour(root: PictureOf, info: Info) -> str | None:
        return root.image.dominant_colour or None

    def resolve_focal_point(root: PictureOf, info: Info) -> dict[str, float] | None:
        image = root.image
        if image.focal_point_x is None or image.focal_point_y is None or not image.width or not image.height:
            return None
        return {
            "x": round(100 * image.focal_point_x / image.width, 2),
            "y": round(100 * image.focal_point_y / image.height, 2),
        }


PRESET_WORDS = {
    "THUMBNAIL": "A small square, for lists and portraits.",
    "CARD": "16 to 9, for cards.",
    "CONTENT": "As wide as running text, uncropped.",
    "SHARE": "For social networks: JPEG or PNG, one size.",
}


@cache
def preset_enum() -> type[graphene.Enum]:
    """Return the enum of the presets."""
    return graphene.Enum(
        "PicturePreset",
        [(name, name) for name in PRESETS],
        description=lambda value: PRESET_WORDS[value.name] if value else "The sizes of pictures.",
    )


def GraphQLPicture(name: str, *, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """An image in one of the hub's sizes; null while it has no file."""

    @reads("description", "dominant_colour", "width", "height", "focal_point_x", "focal_point_y")
    def resolve(root: HubImage, info: Info, preset: Any) -> PictureOf | None:
        return picture(root, getattr(preset, "value", preset), info.context)

    return resolved(
        name,
        Picture,
        description,
        resolve,
        preset=graphene.Argument(preset_enum(), required=True, description="The size."),
    )
