"""Images and documents."""

import logging

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Orderable
from wagtail.search import index

from cms import pictures
from cms.graphql.fields import GraphQLAddress, GraphQLBoolean, GraphQLInt, GraphQLOne, GraphQLRows, GraphQLText
from cms.graphql.pictures import GraphQLPicture
from cms.renditions import ALL_SPECS, PRESETS, name_of

logger = logging.getLogger(__name__)


class HubImage(AbstractImage):
    """A picture. It says in words what it shows, for people who can't see it.

    One that was uploaded together with others may still be without: then it waits to be described, and readers don't get it.
    """

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        help_text="What the picture shows, for people who can't see it. No “image of”.",
    )
    credit = models.CharField(max_length=120, blank=True, help_text="Who made it, if they must be named.")

    dominant_colour = models.CharField(max_length=7, blank=True, editable=False)  # filled in from the file

    # A picture that is still to be described isn't public: `cms.visibility.rule`.
    hidden_while = {"description": ""}

    admin_form_fields = (*Image.admin_form_fields, "credit")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit"), index.FilterField("description")]
    graphql_fields = [
        GraphQLText("title", description="The picture's name in the library."),
        GraphQLText("alt", source="description", description="What the picture shows, in words."),
        GraphQLText("credit", description="Who made it; may be empty."),
        GraphQLInt("width", description="Width of the original in pixels."),
        GraphQLInt("height", description="Height of the original in pixels."),
        GraphQLRows(
            "renditions",
            "cms.HubRendition",
            via="image",
            where={"filter_spec__in": tuple(PRESETS.values())},
            description="The picture in the sizes that exist. Originals have no address.",
        ),
        GraphQLPicture("picture", description="The picture in one size, with all its formats and widths."),
    ]

    def save(self, *args, **kwargs):
        """Make the sizes as soon as the picture is saved: no reader waits for them, and no reading writes a file.

        The plain ones are made at once; better formats and more widths take seconds and are left to the worker.
        """
        new_file = bool(self.file) and not self.file._committed
        if new_file:
            self.fill_in_from_file()
        super().save(*args, **kwargs)
        if new_file:
            self.renditions.all().delete()  # they show the file that was replaced
        transaction.on_commit(self.make_renditions, robust=True)

    def fill_in_from_file(self):
        """Read the dominant colour. A file from which it can't be read is kept all the same."""
        self.dominant_colour = ""
        try:
            self.file.seek(0)
            self.dominant_colour = pictures.dominant_colour(self.file)
        except Exception:
            logger.warning("Could not read the colour of %s (%s)", self.title, self.file.name, exc_info=True)
        finally:
            self.file.seek(0)

    def make_renditions(self):
        """Make every plain size, drop those of an earlier focal point, and leave the rest to the worker."""
        try:
            pictures.check_original(self)
        except pictures.PictureError:
            logger.exception("A picture has no sizes")
            return
        self.get_renditions(*PRESETS.values())
        pictures.drop_stale(self)
        pictures.enqueue_missing(self)

    def generate_rendition_file(self, filter, *, source=None):
        """Return the file as Wagtail does, but without Exif data, and from memory: its temporary file would stay open."""
        with super().generate_rendition_file(pictures.PublicFilter(spec=filter.spec), source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


def to_be_described() -> models.QuerySet[HubImage]:
    """Return the pictures without alternative text."""
    return HubImage.objects.filter(**HubImage.hidden_while)


class HubRendition(AbstractRendition):
    """A picture in one of the sizes of `cms.renditions`."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    visibility_parent = "image"
    # The admin makes other sizes for its own lists; those change nothing that readers see.
    watched_values = {"filter_spec": tuple(sorted(ALL_SPECS))}
    list_order = ("pk",)
    graphql_name = "Rendition"
    graphql_fields = [
        GraphQLText("preset", description="Which size: THUMBNAIL, CARD, CONTENT or SHARE."),
        GraphQLText("url", source="full_url", description="Address of the file."),
        GraphQLInt("width", description="Width in pixels."),
        GraphQLInt("height", description="Height in pixels."),
    ]

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def preset(self) -> str:
        """The name of the size."""
        return name_of(self.filter_spec)


class HubDocument(AbstractDocument):
    """A file to download. What the file itself tells (pages, language, whether it is tagged) is filled in."""

    pages = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many pages. Filled in from a PDF; leave empty if there are none."
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="Language code such as en, gd or pl. Filled in from a PDF that states it."
    )
    accessible = models.BooleanField(
        null=True,
        blank=True,
        help_text="Can a screen reader follow it? Filled in from a PDF: yes when it is tagged. Correct it if you know better.",
    )

    admin_form_fields = (*Document.admin_form_fields, "pages", "language", "accessible")
    graphql_fields = [
        GraphQLText("title", description="The document's name in the library."),
        GraphQLText("filename", description="Name of the file."),
        GraphQLText("file_type", source="file_extension", description="The file's extension, such as pdf."),
        GraphQLText("media_type", source="content_type", description="Media type, such as application/pdf."),
        GraphQLAddress("url", source="url", description="Full address to download it from."),
        GraphQLInt("file_size", required=False, description="Size in bytes; null if not known."),
        GraphQLInt("page_count", source="pages", required=False, description="How many pages; null if not known."),
        GraphQLText("language", description="Language code (BCP 47); empty if not known."),
        GraphQLBoolean(
            "accessible", required=False, description="Whether a screen reader can follow it; null if not known."
        ),
    ]

    def save(self, *args, **kwargs):
        """Fill in what is empty and what the file tells, when the file is new."""
        if self.file and not self.file._committed:
            self.forget_old_file()
            self.fill_in_from_file()
            self.file_size = self.file.size  # now, so that no reader's request has to store it
        super().save(*args, **kwargs)

    def forget_old_file(self):
        """Empty what was true of the file that is being replaced, unless it has just been changed as well."""
        old = HubDocument.objects.filter(pk=self.pk).first()
        if old is None:
            return
        for name, empty in (("pages", None), ("language", ""), ("accessible", None)):
            if getattr(self, name) == getattr(old, name):
                setattr(self, name, empty)

    def fill_in_from_file(self):
        """Read pages, language and tagging from a PDF. Another or a damaged file leaves the fields as they are."""
        if self.file_extension != "pdf":
            return
        try:
            self.file.seek(0)
            reader = PdfReader(self.file)
            catalogue = reader.root_object
            pages = len(reader.pages)
            language = str(catalogue.get("/Lang", ""))[:35]
            tagged = "/StructTreeRoot" in catalogue and bool(catalogue.get("/MarkInfo", {}).get("/Marked", False))
        except Exception:
            logger.warning("Could not read %s as a PDF", self.filename, exc_info=True)
            return
        finally:
            self.file.seek(0)
        if self.pages is None:
            self.pages = pages
        if not self.language:
            self.language = language
        if self.accessible is None:
            self.accessible = tagged


class DocumentRow(Orderable):
    """A document that belongs to a page. A subclass names the page: `page`, a ParentalKey."""

    document = models.ForeignKey("cms.HubDocument", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150, blank=True, help_text="Leave empty to use the document's own title.")

    visibility_parent = "page"
    visibility_also = ("document",)
    panels = [FieldPanel("document"), FieldPanel("title")]
    graphql_fields = [
        GraphQLOne("document", "cms.HubDocument", description="The file with its type, size and pages."),
        GraphQLText("title", description="Title for this place; empty to use the document's own."),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.title or self.document.title
