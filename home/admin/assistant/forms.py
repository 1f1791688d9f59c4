"""The forms of the assistant's steps. Each is given the outline, so that it can ask for what was answered before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from wagtail.images.fields import WagtailImageField
from wagtail.models import Site

from cms.base.free_names import first_free
from cms.base.own_words import things
from cms.delivery.look.forms import ColourInput, SamplePanel
from cms.delivery.look.themes import Chosen
from cms.media.models import HubImage
from cms.models import LookSettings, ProgrammeSite
from home.admin.forms import NewProgrammeForm
from home.assistant.models import ProgrammeOutline
from home.assistant.publication import LEADS, MODERATORS_TOO, NOBODY
from home.assistant.starters import starters
from home.programmes.services import NewProgramme, has_programmes
from programme.models import NewsPage, ProgrammeWords

LARGEST_LOGO = 1_000_000  # bytes


class StepForm:
    """Part of every step's form: the outline, and the texts to keep of what was sent. Its rows, if any, are `forms`."""

    outline: ProgrammeOutline
    noun = ""  # for a row

    def __init__(self, *args, outline, **kwargs):
        super().__init__(*args, **kwargs)
        self.outline = outline

    def kept(self, data: dict[str, list[str]], *, more: bool) -> dict[str, list[str]]:
        """Return what is kept of the data sent. `more`: somebody has asked for further rows."""
        return data

    def answer(self) -> Any:
        """Return what a valid form says, as the plan of a programme has it."""
        return self.cleaned_data

    @property
    def wrong(self) -> list[BoundField]:
        """The fields that are refused, with those of rows."""
        return [field for part in getattr(self, "forms", [self]) for field in part if field.errors]

    @property
    def problems(self) -> list[str]:
        """All that is refused, in sentences."""
        whole: Any = self
        others = whole.non_form_errors() if hasattr(self, "forms") else whole.non_field_errors()
        return [*(f"{field.label}: {error}" for field in self.wrong for error in field.errors), *map(str, others)]

    cleaned_data: Any


class StarterStepForm(StepForm, forms.Form):
    """The choice of a starter."""

    starter = forms.ChoiceField(label="Begin with", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starter"].choices = [
            ("", "The standard lists"),
            *((key, str(starter)) for key, starter in starters().items()),
        ]


class NameStepForm(StepForm, NewProgrammeForm):
    """Name, purpose and contact, and the address unless it is the hub's first programme."""

    organisation = forms.CharField(
        max_length=120, required=False, label="Who runs it", help_text="The organisation, as readers know it."
    )
    contact_email = forms.EmailField(
        required=False, label="Address for readers", help_text="A shared mailbox, never a person's own address."
    )

    field_order = [
        *("name", "short_name", "purpose", "organisation", "contact_email", "key"),
        *("place", "below", "path", "hostname", "signposts"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_first = not has_programmes()
        del self.fields["source"]
        self.fields["key"].required = False
        self.fields["key"].help_text += " If it is empty, it is made from the name."
        if self.is_first:
            self.drop_address()
            del self.fields["signposts"]  # there are none

    def clean_key(self) -> str:
        if self.cleaned_data["key"]:
            return super().clean_key()
        wanted = slugify(self.cleaned_data.get("short_name") or self.cleaned_data.get("name", ""))[:36] or "programme"
        return first_free(wanted, set(ProgrammeSite.objects.values_list("key", flat=True)))

    def answer(self) -> NewProgramme:
        return self.asked()


_WORDS = [f"{name}_{part}" for name in things for part in ("singular", "plural")]


class WordsStepForm(StepForm, forms.ModelForm):
    """What the programme calls things."""

    class Meta:
        model = ProgrammeWords
        fields = _WORDS

    def __init__(self, *args, outline, **kwargs):
        kwargs["initial"] = outline.proposed("programme.ProgrammeWords")
        super().__init__(*args, outline=outline, **kwargs)

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Return each thing by the product's word for it, with the fields for one and for several."""
        return [
            (thing.singular.capitalize(), self[f"{name}_singular"], self[f"{name}_plural"])
            for name, thing in things.items()
        ]


class LookStepForm(StepForm, forms.ModelForm):
    """Theme, colours and logo, with the checks of the settings “Look”."""

    logo_file = WagtailImageField(label="Logo", required=False)
    logo_text = forms.CharField(
        label="What the logo shows",
        max_length=150,
        required=False,
        help_text="For people who can't see it, such as “Council of Northshire”.",
    )
    no_logo = forms.BooleanField(label="Take the logo away", required=False)

    class Meta:
        model = LookSettings
        fields = ("theme", "typeface", *Chosen._fields, "dark_mode")
        widgets = dict.fromkeys(Chosen._fields, ColourInput)

    field_order = ["theme", "accent", "link", "header", "header_text", "dark_mode", "typeface"]

    def __init__(self, *args, outline, **kwargs):
        kwargs["initial"] = outline.proposed("cms.LookSettings")
        super().__init__(*args, outline=outline, **kwargs)
        # The sample of colours asks at the address of a site.
        self.instance.site = Site.objects.filter(is_default_site=True).first()
        # Wagtail's field says how large pictures may be; a logo is smaller.
        self.fields["logo_file"].help_text = "At the left of the header, up to 56 pixels high. One megabyte at most."
        if not outline.logo:
            del self.fields["no_logo"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        logo, text = data.get("logo_file"), data.get("logo_text")
        if (logo or (self.outline.logo and not data.get("no_logo"))) and not text:
            self.add_error("logo_text", "Describe the logo for readers who can't see it.")
        if logo:
            self._check_logo(logo)
        return data

    def _check_logo(self, logo: Any) -> None:
        if logo.size > LARGEST_LOGO:
            self.add_error("logo_file", "This file is larger than a megabyte. Make the logo smaller.")
            return
        content = ContentFile(logo.read(), name=logo.name[-100:])
        try:
            HubImage(title="logo", description="logo", file=content).full_clean(exclude=["collection"])
        except ValidationError as error:
            self.add_error("logo_file", error.messages)
            return
        self.new_logo = content

    @property
    def sample(self) -> SimpleNamespace | None:
        """What the sample of colours needs: the schemes, and a look with a site; None in a hub without a site."""
        has_site = self.instance.site_id is not None
        return SimpleNamespace(instance=self.instance, schemes=SamplePanel.BoundPanel.schemes) if has_site else None

    new_logo: ContentFile | None = None

    def kept(self, data: dict[str, list[str]], *, more: bool) -> dict[str, list[str]]:
        """Note the new logo in the outline, or that there is none any more."""
        if self.new_logo:
            self.new_logo.seek(0)
            self.outline.logo, self.outline.logo_name = self.new_logo.read(), str(self.new_logo.name)
        elif "logo_file" not in self.errors and self.cleaned_data.get("no_logo"):
            self.outline.logo, self.outline.logo_name = None, ""
        return data

    def answer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "logo_text")}


class ApprovalStepForm(StepForm, forms.Form):
    """Who approves what others write."""

    approval = forms.ChoiceField(
        label="Who approves pages before readers see them?",
        choices=[
            (LEADS, "A lead of the programme. Those who publish may publish without asking."),
            (MODERATORS_TOO, "A lead, or somebody who publishes."),
            (NOBODY, "Nobody: all who write publish what they write."),
        ],
        initial=LEADS,
        widget=forms.RadioSelect,
        help_text="Issues of the newsletter always need a second person.",
    )


class UpdateStepForm(StepForm, forms.Form):
    """The first item of news. Without a title there is none."""

    title = forms.CharField(max_length=NewsPage._meta.get_field("title").max_length, required=False)
    summary = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences, 300 characters at most. Lists and feeds have them.",
    )
    text = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text="Each line becomes a paragraph."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.outline.value("name", "name")
        self.fields["title"].initial = f"Welcome to {name}" if name else ""
        self.fields["summary"].initial = self.outline.value("name", "purpose")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") and not data.get("summary"):
            self.add_error("summary", "Say in a sentence what the news is.")
        elif not data.get("title") and (data.get("summary") or data.get("text")):
            self.add_error("title", "Give it a title, or empty the other fields if there is to be no news yet.")
        return data
