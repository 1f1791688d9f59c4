"""The form of a look: colours are checked for contrast, pictures for their shape, and it is saved as a draft first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel

from cms.delivery.look.palette import problems
from cms.delivery.look.themes import DARK, ENDS, LIGHT, Chosen, ThemeName
from cms.pages.conflicts import GuardedForm

if TYPE_CHECKING:
    from cms.delivery.look.models import LookSettings

DRAFT, PUBLIC = "draft", "public"
# The largest size in which browsers ask for an icon, and how far from square it may be.
ICON_SIDE, ICON_TOLERANCE = 512, 0.02


class ColourInput(forms.TextInput):
    """A colour as text. `hub-admin/look.js` puts the browser's own choice of colours beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"data-hub-colour": "", "placeholder": "#", "spellcheck": "false", **(attrs or {})})


class SamplePanel(Panel):
    """Shows a header, a link, a button and a table in the colours of the form, as they are typed. It has no fields."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/look_sample.html"
        schemes = ((LIGHT, "In the light"), (DARK, "In the dark"))


def look_panels() -> list[Panel]:
    """Return the panels of the form."""
    colours = [FieldPanel(name + end, widget=ColourInput) for end in ENDS.values() for name in Chosen._fields]
    light_or_dark = (
        "An empty colour is the theme’s. Each is checked for its contrast with what it stands on; if it has too little, "
        "the nearest that has enough is proposed."
    )
    return [
        MultiFieldPanel(["theme", "typeface", "dark_mode"], "Theme"),
        MultiFieldPanel([HelpPanel(light_or_dark), SamplePanel(), *colours], "Colours"),
        MultiFieldPanel(["logo", "show_name", "tagline", "icon"], "Header and icon"),
        MultiFieldPanel(
            [
                "footer_text",
                "footer_links",
                "footer_contact",
                "footer_channels",
            ],
            "Footer",
        ),
        MultiFieldPanel(["share_pictures"], "Social networks"),
        MultiFieldPanel([FieldPanel("when_saved", widget=forms.RadioSelect)], "When you save"),
    ]


class LookForm(GuardedForm):
    """The form of a look. It opens with the draft, if there is one."""

    when_saved = forms.ChoiceField(
        choices=[
            (DRAFT, "Keep it as a draft and show it to me on the pages. Readers go on seeing the public look."),
            (PUBLIC, "Make it public at once."),
        ],
        initial=DRAFT,
        label="This look",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        instance = kwargs.get("instance")
        if instance is not None and instance.draft:
            instance.take(instance.draft)
        super().__init__(*args, **kwargs)

    def save(self, commit: bool = True) -> LookSettings:
        """Save the look as a draft, beside the public one, or make it public."""
        if self.cleaned_data.get("when_saved") == PUBLIC:
            self.instance.draft = None
            return super().save(commit)
        self.instance.draft = self.instance.values()
        if commit:
            type(self.instance).objects.filter(pk=self.instance.pk).update(draft=self.instance.draft)
        return self.instance


def check_look(look: LookSettings) -> None:
    """Refuse colours that can't be read and pictures that don't fit, each at its field. Raises ValidationError."""
    errors: dict[str, list[str]] = {}
    if look.theme in ThemeName.values:
        for problem in problems(ThemeName(look.theme), *look.chosen):
            errors.setdefault(problem.field, []).append(problem.message)
    for name in ("logo", "icon"):
        picture = getattr(look, name)
        if picture is not None and not picture.description:
            errors[name] = ["This picture has no alternative text yet, so readers wouldn’t see it. Describe it first."]
    if look.icon and "icon" not in errors and (words := _unfit(look.icon.width, look.icon.height)):
        errors["icon"] = [words]
    if not look.show_name and look.logo is None:
        errors["show_name"] = ["Without a logo the name must be shown: otherwise the header would be empty."]
    if errors:
        raise ValidationError(errors)


def _unfit(width: int, height: int) -> str:
    if abs(width - height) > ICON_TOLERANCE * max(width, height):
        return f"An icon is square. This picture is {width} pixels wide and {height} high: crop it first."
    if min(width, height) < ICON_SIDE:
        return f"An icon needs at least {ICON_SIDE} pixels on each side. This picture has {min(width, height)}."
    return ""
