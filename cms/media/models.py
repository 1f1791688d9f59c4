"""Images and documents."""

import logging

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.child_processes import ChildError, ChildTooSlowError
from cms.batches.kept_files import is_kept
from cms.graphql.fields import GraphQLAddress, GraphQLBoolean, GraphQLDatabaseId, GraphQLInt, GraphQLOne, GraphQLText
from cms.graphql.pictures import GraphQLBlur, GraphQLPicture, GraphQLResized
from cms.media import headers, pdf_facts, pictures, placeholders, uploads
from cms.media.renditions import ALL_SPECS, EDITORS, ORIGINAL

logger = logging.getLogger(__name__)


class HubImage(AbstractImage):
    """A picture with its alternative text, for people who can't see it.

    Pictures uploaded in bulk may not have one yet: they are “to be described”, and not shown to readers.
    """

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        help_text="What the picture shows, for people who can't see it. No “image of”.",
    )
    credit = models.CharField(
        max_length=120, blank=True, help_text="The photographer or artist, if they must be credited."
    )

    # Filled in when the sizes are made.
    dominant_colour = models.CharField(max_length=7, blank=True, editable=False)
    blur_data_url = models.CharField(
        max_length=placeholders.LONGEST, blank=True, default="", db_default="", editable=False
    )
    # Whether the sizes still show the file that was replaced. Readers see them until the new ones are made.
    outdated = models.BooleanField(default=False, editable=False)

    # See `cms.media.held`.
    is_held = models.BooleanField(default=False, db_default=False, editable=False)

    # A picture not yet described, or held, isn't public: `cms.visibility.rule`.
    hidden_while = {"description": "", "is_held": True}

    admin_form_fields = (*Image.admin_form_fields, "credit")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit"), index.FilterField("description")]
    graphql_fields = [
        GraphQLDatabaseId(),
        GraphQLText("title", description="The picture's title in the library."),
        GraphQLText("alt", source="description", description="The alternative text: what the picture shows."),
        GraphQLText("credit", description="The photographer or artist; may be empty."),
        GraphQLInt("width", description="Width of the original in pixels."),
        GraphQLInt("height", description="Height of the original in pixels."),
        GraphQLPicture("picture", description="The picture in one size, with all its formats and widths."),
        GraphQLResized(
            "resized",
            description="The picture in a size of your own. It is made once its address is asked for; until then, the "
            "address leads to the nearest size there is. It is never larger than the original.",
        ),
        GraphQLBlur("blur_data_url"),
    ]

    # The smaller copy of a new file, between the form that checks it and the saving that makes sizes of it.
    new_copy = None

    def clean(self):
        """Refuse a new file in which the scanner finds a virus, or that can't be read to its end, unless it is large.

        The form has compared it with its extension.
        """
        super().clean()
        uploads.check(self.file, content=False)
        if self.file and not self.file._committed and self.width and not self.is_large:
            try:
                self.new_copy = pictures.copy_for(self, pictures.PLAIN, seconds=pictures.SECONDS_OF_REQUEST)
            except pictures.PictureTooSlowError:
                self.new_copy = None
            except pictures.PictureError as error:
                raise ValidationError({"file": ValidationError(headers.DAMAGED, code="invalid_image")}) from error

    def save(self, *args, **kwargs):
        """Make the sizes once the picture is saved: no reader waits for them, and no reading writes a file.

        The plain ones of most pictures are made at once; better formats, more widths and large pictures take seconds and are
        left to the worker.
        """
        if self.file and not self.file._committed:
            self.dominant_colour = self.blur_data_url = ""
            self.outdated = bool(self.pk)
        super().save(*args, **kwargs)
        transaction.on_commit(self.make_renditions, robust=True)

    @property
    def is_large(self) -> bool:
        """Say whether making its sizes takes longer than a request should wait."""
        return self.width * self.height > pictures.AT_ONCE

    @cached_property
    def is_given_up(self) -> bool:
        """Say whether its sizes couldn't be made, and the worker doesn't try any more."""
        return pictures.is_given_up(self)

    def make_renditions(self):
        """Make every plain size, delete those for an earlier focal point, and leave the rest to the worker."""
        if not self.is_large:
            try:
                pictures.make_plain(self)
            except pictures.PictureTooSlowError:
                logger.warning("A picture takes long and is left to the worker", exc_info=True)
            except pictures.PictureError:
                logger.exception("A picture has no sizes")
                return
            else:
                pictures.drop_stale(self)
        pictures.enqueue_missing(self)

    def create_rendition(self, filter):
        """Make a size that Wagtail asks for.

        Three are answered without a file: one of a large picture, which is left to the worker; the original's own size,
        which the form of a picture asks for only to name its width and height; and one of a past day's file that was
        replaced, since it would be shown for today's.
        """
        if filter.spec == ORIGINAL or (self.is_large and filter.spec in EDITORS) or not is_kept(self):
            width, height = Filter(spec=filter.spec).get_transform(self).size
            return HubRendition(image=self, filter_spec=filter.spec, width=width, height=height)
        return super().create_rendition(filter)

    def create_renditions(self, *filters):
        """Make them one by one. Wagtail would read the original in threads of the request."""
        return {each: self.create_rendition(each) for each in filters}

    def make_rendition(self, spec: str, copy: ContentFile, **values) -> None:
        """Make and store a size of a smaller copy of the original, with further values of its row."""
        made = self.generate_rendition_instance(Filter(spec=spec), copy)
        self.renditions.get_or_create(
            filter_spec=spec, focal_point_key=made.focal_point_key, defaults={"file": made.file, **values}
        )

    def generate_rendition_file(self, filter, *, source=None):
        """Return the file as Wagtail does, but of a copy of the original that another process makes (`source`, if made).

        It comes from memory: Wagtail's temporary file would stay open.
        """
        if source is None:
            source = pictures.copy_for(self, [filter.spec], seconds=pictures.SECONDS_OF_REQUEST)
        source.seek(0)
        public = pictures.PublicFilter(filter.spec, pictures.plain_format(self))
        with super().generate_rendition_file(public, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


def to_be_described() -> models.QuerySet[HubImage]:
    """Return the pictures without alternative text."""
    return HubImage.objects.filter(description="")


class HubRendition(AbstractRendition):
    """A picture in one of the sizes of `cms.media.renditions`, or in a free size (`cms.media.free_sizes`)."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")
    # When a free size was last asked for, to the day; null for the hub's own sizes.
    used_at = models.DateTimeField(null=True, editable=False)

    visibility_parent = "image"
    # Readers' answers have no other sizes in them: those of the admin's lists, and free ones, which have their own addresses.
    watched_values = {"filter_spec": tuple(sorted(ALL_SPECS))}

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def url(self):
        """The file's address. Without a file: for the original that of the largest size, otherwise that of a sign, which says
        whether it is still being made."""
        if self.file:
            return self.file.url
        largest = self.image.renditions.order_by("-width", "pk").first() if self.filter_spec == ORIGINAL else None
        sign = "picture-given-up" if self.image.is_given_up else "picture-to-be-made"
        return largest.url if largest else static(f"hub/{sign}.svg")


class HubDocument(AbstractDocument):
    """A file to download. Facts in the file itself (pages, language, tagging) are filled in automatically."""

    pages = models.PositiveIntegerField(
        null=True, blank=True, help_text="Number of pages. Filled in from a PDF; leave empty if it has none."
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="Language code such as en, gd or pl. Filled in from a PDF that states it."
    )
    accessible = models.BooleanField(
        null=True,
        blank=True,
        help_text="Can it be read with a screen reader? Filled in from a PDF: yes if it is tagged. Correct it if "
        "you know better.",
    )
    # See `cms.media.held`.
    is_held = models.BooleanField(default=False, db_default=False, editable=False)

    hidden_while = {"is_held": True}

    admin_form_fields = (*Document.admin_form_fields, "pages", "language", "accessible")
    graphql_fields = [
        GraphQLDatabaseId(),
        GraphQLText("title", description="The document's title in the library."),
        GraphQLText("filename", description="Name of the file."),
        GraphQLText("file_type", source="file_extension", description="The file's extension, such as pdf."),
        GraphQLText("media_type", source="content_type", description="Media type, such as application/pdf."),
        GraphQLAddress(
            "url",
            source="url",
            description="Full address of the download; empty if a past day is asked for and the file isn't kept.",
        ),
        GraphQLInt("file_size", required=False, description="Size in bytes; null if not known."),
        GraphQLInt("page_count", source="pages", required=False, description="Number of pages; null if not known."),
        GraphQLText("language", description="Language code (BCP 47); empty if not known."),
        GraphQLBoolean(
            "accessible", required=False, description="Whether it can be read with a screen reader; null if not known."
        ),
    ]

    @property
    def url(self):
        """The path of the download; empty if a past day is read whose file isn't there any more."""
        return super().url if is_kept(self) else ""

    def clean(self):
        """Refuse a new file that isn't what its extension says, or in which the scanner finds a virus."""
        super().clean()
        uploads.check(self.file)

    def save(self, *args, **kwargs):
        """If the file is new, fill in empty fields from it."""
        if self.file and not self.file._committed:
            self.forget_old_file()
            self.fill_in_from_file()
            self.file_size = self.file.size  # now, so that no reader's request has to save it
        super().save(*args, **kwargs)

    def forget_old_file(self):
        """Clear the facts of the replaced file, unless they have just been changed too."""
        old = HubDocument.objects.filter(pk=self.pk).first()
        if old is None:
            return
        for name, empty in (("pages", None), ("language", ""), ("accessible", None)):
            if getattr(self, name) == getattr(old, name):
                setattr(self, name, empty)

    def fill_in_from_file(self):
        """Read pages, language and tagging from a PDF. Other and damaged files leave the fields unchanged."""
        if self.file_extension != "pdf":
            return
        self.file.seek(0)
        try:
            facts = pdf_facts.facts_of(self.file.read())
        except (ChildError, ChildTooSlowError) as error:
            logger.warning("Could not read %s as a PDF: %s", self.filename, error)
            return
        finally:
            self.file.seek(0)
        if self.pages is None:
            self.pages = facts.pages
        if not self.language:
            self.language = facts.language
        if self.accessible is None:
            self.accessible = facts.tagged


class DocumentRow(Orderable):
    """A document that belongs to a page. A subclass adds `page`, a ParentalKey."""

    document = models.ForeignKey("cms.HubDocument", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150, blank=True, help_text="Leave empty to use the document's own title.")

    visibility_parent = "page"
    visibility_also = ("document",)
    panels = ["document", "title"]
    graphql_fields = [
        GraphQLOne("document", "cms.HubDocument", description="The file with its type, size and pages."),
        GraphQLText("title", description="Title for this place; empty to use the document's own."),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.title or self.document.title
