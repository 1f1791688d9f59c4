"""Pictures for readers: one of the hub's sizes, in every format and width made so far, or the address of a free size.

Reading never makes a file.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import graphene
from wagtail.images import get_image_model

from cms.batches.kept_files import is_kept
from cms.batches.peers import group_of, peers
from cms.media import sizes
from cms.media.renditions import FORMATS, PRESETS, STEPS, specs

from .context import Context, Info
from .errors import ApiError, ErrorCode
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
            url = context.visibility.at_host(storage.url(name))
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
    """Return the picture in a size, or None if not even its plain file exists: the upload may be damaged, or the file of
    a past day is gone."""
    made = files(image, preset, context)
    if PRESETS[preset] in made:
        return PictureOf(image, preset, made)
    is_kept(image)  # or the answer says why there is none
    return None


class PictureFile(graphene.ObjectType):
    """One file of a picture."""

    url = graphene.String(
        required=True, description="Address of the file; empty if a past day is asked for and the file isn't kept."
    )
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


BLUR = "A blurred copy of 16 pixels at most, as a data URL of 500 characters at most; null until it has been made."


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
    blur_data_url = graphene.String(description=BLUR)
    focal_point = graphene.Field(
        FocalPoint, description="The focal point of the original, as set by editors; null if not set."
    )

    def resolve_alt(root: PictureOf, info: Info) -> str:
        return root.image.description

    def resolve_dominant_colour(root: PictureOf, info: Info) -> str | None:
        return root.image.dominant_colour or None

    def resolve_blur_data_url(root: PictureOf, info: Info) -> str | None:
        return root.image.blur_data_url or None

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

    @reads("description", "dominant_colour", "blur_data_url", "width", "height", "focal_point_x", "focal_point_y")
    def resolve(root: HubImage, info: Info, preset: Any) -> PictureOf | None:
        return picture(root, _name(preset), info.context)

    return resolved(
        name,
        Picture,
        description,
        resolve,
        preset=graphene.Argument(preset_enum(), required=True, description="The size."),
    )


def _one_of(name: str, words: dict[str, str], description: str) -> type[graphene.Enum]:
    return graphene.Enum(
        name,
        [(word, word) for word in words],
        description=lambda value: words[value.name] if value else description,
    )


@cache
def fit_enum() -> type[graphene.Enum]:
    """Return the enum of the ways into a width and a height."""
    words = {
        "CONTAIN": "The whole picture, as large as fits. Nothing is padded, so one side may be shorter.",
        "COVER": "Cropped to the shape, around the focal point.",
    }
    return _one_of("PictureFit", words, "How a picture fits a width and a height. With one side, nothing is cropped.")


@cache
def format_enum() -> type[graphene.Enum]:
    """Return the enum of the formats of free sizes."""
    words = {
        "AVIF": "The smallest files; the slowest to make.",
        "WEBP": "Small files, which every browser of today shows.",
        "JPEG": "For programs that know nothing newer; white shows where the picture is transparent.",
        "PNG": "Without loss, for drawings. It has no quality.",
    }
    return _one_of("PictureFormat", words, "The format of a file.")


def GraphQLResized(name: str, *, description: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """An image in a size of the client's own, by a signed address. No statement, no file."""

    @reads("file", "width", "height", *(f"focal_point_{one}" for one in ("x", "y", "width", "height")))
    def resolve(
        root: HubImage,
        info: Info,
        fit: Any,
        format: Any,
        quality: int,
        width: int | None = None,
        height: int | None = None,
    ) -> File:
        try:
            spec = sizes.spec_of(
                width, height, crop=_name(fit) == "COVER", format=_name(format).lower(), quality=quality
            )
        except ValueError as error:
            raise ApiError(ErrorCode.INVALID_VALUE, str(error)) from error
        url = info.context.visibility.base_url + sizes.address_of(root, spec) if is_kept(root) else ""
        return File(url, sizes.media_type_of(spec), *sizes.size_of(root, spec))

    sides = f"in pixels, from {sizes.LEAST} to {sizes.MOST}"
    return resolved(
        name,
        PictureFile,
        description,
        resolve,
        required=True,
        width=graphene.Argument(
            graphene.Int, description=f"Width {sides}; null to follow the height, or the original."
        ),
        height=graphene.Argument(
            graphene.Int, description=f"Height {sides}; null to follow the width, or the original."
        ),
        fit=graphene.Argument(
            graphene.NonNull(fit_enum()),
            default_value=fit_enum().COVER,
            description="How it fits, if both sides are given.",
        ),
        format=graphene.Argument(
            graphene.NonNull(format_enum()), default_value=format_enum().WEBP, description="The format of the file."
        ),
        quality=graphene.Argument(
            graphene.NonNull(graphene.Int), default_value=80, description="From 1 to 100; more makes larger files."
        ),
    )


def _name(value: Any) -> str:
    return getattr(value, "value", value)


def GraphQLBlur(name: str) -> GraphQLItem:  # noqa: N802  as in grapple
    """An image's blurred copy; null until it has been made."""

    @reads(name)
    def resolve(root: HubImage, info: Info) -> str | None:
        return getattr(root, name) or None

    return resolved(name, graphene.String, BLUR, resolve)
