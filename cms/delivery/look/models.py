"""The look of a site, as its settings have it: public, and beside it a draft that only editors see."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model
from wagtail.models import Site

from cms.batches.kept_files import is_kept
from cms.delivery import frame
from cms.delivery.graphql.look import fields_of_the_look
from cms.delivery.look.forms import LookForm, check_look, look_panels
from cms.delivery.look.palette import palette
from cms.delivery.look.previews import is_previewed
from cms.delivery.look.stylesheets import digest, stylesheet
from cms.delivery.look.themes import DARK, ENDS, FONTS, LIGHT, THEMES, Chosen, ThemeName, Typeface
from cms.delivery.models import HubSettings
from cms.media.held import release_used
from cms.media.models import HubImage, HubRendition
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility

LOOK, LOGOS = "look", "logos"
# Pictures in these sizes are made of every upload: twice and four times as wide as a logo is shown.
LOGO_SPECS = ("width-480", "width-960")
ICON_SIZES = (32, 180, 192, 512)
FOOTER_LINES = 8


class FooterLink(NamedTuple):
    """A link at the foot of every page."""

    text: str
    address: str


class Icons(NamedTuple):
    """The addresses of a site's icons, and the colour of a browser's frame."""

    small: str
    large: str
    large_type: str
    touch: str
    colour: str


def footer_link(line: str) -> FooterLink:
    """Return the link that a line gives: words, and an address at its end. Raises ValidationError with a sentence."""
    text, _space, address = line.strip().rpartition(" ")
    is_path = address.startswith("/") and not address.startswith("//")
    if not is_path:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            address = ""
    if not text or not address:
        raise ValidationError(
            f"“{line.strip()}” isn’t words and then an address, such as “Privacy https://example.org/”."
        )
    return FooterLink(text.strip(), address)


def validate_footer_links(value: str) -> None:
    """Refuse lines that aren't links, each by name, and too many of them."""
    lines = [line for line in value.splitlines() if line.strip()]
    errors = []
    for line in lines:
        try:
            footer_link(line)
        except ValidationError as error:
            errors += error.messages
    if len(lines) > FOOTER_LINES:
        errors.append(f"A foot has at most {FOOTER_LINES} links.")
    if errors:
        raise ValidationError(errors)


def colour_field(name: str, help_text: str = "") -> models.CharField:
    """Return a field for a colour. Empty means the theme's."""
    return models.CharField(name, max_length=7, blank=True, help_text=help_text)


@register_setting(icon="view")
class LookSettings(BaseSiteSetting):
    """Theme, colours, typeface, logo and icon, header and footer."""

    theme = models.CharField(max_length=20, choices=ThemeName, default=ThemeName.DESIGN_SYSTEM)
    typeface = models.CharField(max_length=20, choices=Typeface, default=Typeface.THEME)
    dark_mode = models.BooleanField(
        default=False, help_text="Readers whose device is set to dark see the pages in dark colours."
    )

    accent = colour_field("accent", "Buttons, and lines that mark something.")
    link = colour_field("links")
    header = colour_field("header")
    header_text = colour_field("text in the header")
    accent_dark = colour_field("accent in the dark", "Left empty, the dark colours are made from the light ones.")
    link_dark = colour_field("links in the dark")
    header_dark = colour_field("header in the dark")
    header_text_dark = colour_field("text in the header in the dark")

    logo = models.ForeignKey(
        HubImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="looks_with_logo",
        help_text="At the left of the header, up to 56 pixels high. Its alternative text is read out.",
    )
    show_name = models.BooleanField(
        "show the name", default=True, help_text="Untick only if the logo and its alternative text have the name."
    )
    tagline = models.CharField(max_length=120, blank=True, help_text="A short line under the name.")
    icon = models.ForeignKey(
        HubImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="looks_with_icon",
        help_text="A square picture of at least 512 pixels, for browsers’ tabs and phones’ home screens.",
    )

    footer_text = models.TextField(max_length=600, blank=True, help_text="Plain text, such as a registered number.")
    footer_links = models.TextField(
        "links",
        max_length=2000,
        blank=True,
        validators=[validate_footer_links],
        help_text="One a line: the words, then the address, such as “Privacy https://example.org/privacy/”.",
    )
    footer_contact = models.BooleanField("show the contact", default=True)
    footer_channels = models.BooleanField("show the social channels", default=True)

    share_pictures = models.BooleanField(
        "draw share pictures",
        default=False,
        help_text="A page without a picture of its own gets one with its title, where it is shared on social networks.",
    )

    # The values of a look that isn't public yet, by field; null if there is none.
    draft = models.JSONField(null=True, editable=False)

    base_form_class = LookForm
    panels: ClassVar = look_panels()

    class Meta:
        verbose_name = "Look"

    def clean(self):
        super().clean()
        check_look(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the public look, and release pictures of it that programs uploaded: a person has chosen them."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            release_used(type(self), self)

    # Reading

    @classmethod
    def of(cls, site: Site | None) -> LookSettings:
        """Return the public look of a site, or the standard one. One query."""
        return cls.objects.filter(site=site).select_related("logo", "icon").first() or cls(site=site)

    @classmethod
    def for_request(cls, request: HttpRequest) -> LookSettings:
        """Return the look of the request's site, as part of the frame; its draft for those who preview it. Read-only."""
        name = cls.get_cache_attr_name()  # where Wagtail keeps them
        if not hasattr(request, name):
            look = cls.of_the_frame(visibility_of(request))
            if is_previewed(request, look):
                look = look.as_draft()
                look.see(visibility_of(request))
                look.read_logo()
            setattr(request, name, look)
        return getattr(request, name)

    @classmethod
    def of_the_frame(cls, visibility: Visibility) -> LookSettings:
        """Return the public look of the visibility's site, read with the frame. Read-only."""
        key = ("look", visibility.site and visibility.site_key)
        return visibility.fact(key, lambda: cls._read(visibility))

    @classmethod
    def _read(cls, visibility: Visibility) -> LookSettings:
        found = frame.part(visibility, LOOK)
        look = found[0] if found else cls(site=visibility.site)
        look.see(visibility)
        look.logo_files = frame.part(visibility, LOGOS)
        return look

    # Drafts

    @classmethod
    def look_fields(cls) -> list[models.Field]:
        """Return the fields that make the look."""
        return [f for f in cls._meta.concrete_fields if f.editable and not f.primary_key and f.name != "site"]

    def values(self) -> dict[str, Any]:
        """Return the values of the look's fields, as a draft keeps them."""
        return {field.name: getattr(self, field.attname) for field in self.look_fields()}

    def take(self, values: Mapping[str, Any]) -> None:
        """Take the values of a draft. Fields that are newer than it keep theirs; a picture that is gone is left out."""
        images = get_image_model().objects
        for field in self.look_fields():
            if field.name in values:
                value = values[field.name]
                if isinstance(field, models.ForeignKey):
                    setattr(self, field.name, images.filter(pk=value).first() if value else None)
                else:
                    setattr(self, field.name, value)

    def as_draft(self) -> LookSettings:
        """Return a copy with the values of the draft."""
        copy = type(self)(pk=self.pk, site_id=self.site_id, draft=self.draft)
        copy.is_draft = True
        copy.take({**self.values(), **(self.draft or {})})
        return copy

    def see(self, visibility: Visibility) -> None:
        """Note which of the pictures readers may see."""
        self.shows_logo = self.logo is not None and visibility.can_see(self.logo)
        self.shows_icon = self.icon is not None and visibility.can_see(self.icon)

    def read_logo(self) -> None:
        """Read the files of the logo, where they aren't read with the frame. One query; none without a logo."""
        self.logo_files = list(self.logo.renditions.filter(filter_spec__in=LOGO_SPECS)) if self.logo else []

    is_draft = False
    shows_logo = shows_icon = False
    logo_files: list[HubRendition] = []

    # Colours

    @property
    def chosen(self) -> tuple[Chosen, Chosen]:
        """The colours chosen, in the light and in the dark, as colours are written."""
        light, dark = (Chosen(*(getattr(self, name + end).lower() for name in Chosen._fields)) for end in ENDS.values())
        return light, dark

    @cached_property
    def schemes(self) -> dict[str, dict[str, str]]:
        """Every colour, by scheme and name."""
        names = (LIGHT, DARK) if self.dark_mode else (LIGHT,)
        return {name: palette(ThemeName(self.theme), name, *self.chosen) for name in names}

    @property
    def font(self) -> str:
        """The stack of typefaces; empty for the design system's own."""
        chosen = Typeface(self.typeface)
        own = THEMES[ThemeName(self.theme)].typeface if chosen == Typeface.THEME else chosen
        return FONTS[own] if own else ""

    @cached_property
    def css(self) -> str:
        """The style sheet; empty if the look is the product's own."""
        standard = type(self)()
        looks = ("theme", "typeface", "dark_mode", "logo_id", "tagline")
        is_standard = self.chosen == standard.chosen and all(
            getattr(self, name) == getattr(standard, name) for name in looks
        )
        if is_standard:
            return ""
        colours = self.schemes
        plate = DARK in colours and colours[DARK]["header"] != colours[LIGHT]["header"]
        sheet = THEMES[ThemeName(self.theme)].stylesheet
        return stylesheet(colours, font=self.font, theme=sheet, plate=plate)

    @cached_property
    def stylesheet_address(self) -> str:
        """The address of the style sheet, which changes with it; empty if there is none."""
        return reverse("look_stylesheet", args=[self.site_id, digest(self.css)]) if self.css and self.site_id else ""

    # Header, footer and icons

    @property
    def logo_file(self) -> HubRendition | None:
        """The logo in the size for pages, if readers may see it."""
        if not self.shows_logo:
            return None
        found = max(self.logo_files, key=lambda file: (-file.width, file.pk), default=None)
        if found is None:
            is_kept(self.logo)  # or an answer about a past day says why there is none
        return found

    @property
    def shows_name(self) -> bool:
        """Whether the header has the name as text. Without a logo it always has."""
        return self.show_name or self.logo_file is None

    @property
    def links(self) -> list[FooterLink]:
        """The links of the footer."""
        return [footer_link(line) for line in self.footer_links.splitlines() if line.strip()]

    @property
    def icon_digest(self) -> str:
        """The part of the icons' addresses that changes with the picture."""
        return digest(f"{self.icon_id}/{self.icon.file.name}") if self.icon else ""

    def icon_address(self, size: int) -> str:
        """Return the address of the icon in a size; empty without one that readers may see."""
        if not self.shows_icon or not is_kept(self.icon):
            return ""
        return reverse("look_icon", args=[self.site_id, size, self.icon_digest])

    @property
    def icons(self) -> Icons:
        """The icons for the head of a page: the programme's own, or the product's."""
        colour = self.schemes[LIGHT]["accent"]
        if self.icon_address(32):
            small, touch, large = (self.icon_address(size) for size in (32, 180, 192))
            return Icons(small, large, "image/png", touch, colour)
        return standard_icons()._replace(colour=colour)


def standard_icons() -> Icons:
    """Return the product's icons."""
    return Icons(
        static("hub/favicon.ico"),
        static("hub/favicon.svg"),
        "image/svg+xml",
        static("hub/apple-touch-icon.png"),
        THEMES[ThemeName.DESIGN_SYSTEM].colours.accent,
    )


def look_of_site(visibility: Visibility) -> models.QuerySet[LookSettings]:
    """Return the look of the visibility's site, if anybody has saved one, in the form that the frame reads."""
    return visibility.filter(LookSettings.objects.select_related("logo", "icon"))


def logos_of_site(visibility: Visibility) -> models.QuerySet[HubRendition]:
    """Return the files of the site's logo, in the form that the frame reads."""
    files = HubRendition.objects.filter(filter_spec__in=LOGO_SPECS, image__looks_with_logo__site=visibility.site_key)
    return visibility.filter(files)


HubSettings.graphql_fields += fields_of_the_look()
