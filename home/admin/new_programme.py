"""The form of a new programme, which makes all of it: name, words, look, work streams, people, approval and first news."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.http.request import validate_host
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.images.fields import WagtailImageField
from wagtail.models import Site

from cms.accounts.invitations import invite
from cms.accounts.people import NOT_SENT
from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.base.own_words import things
from cms.base.requests import EditorRequest
from cms.delivery.look.forms import ColourInput, SamplePanel
from cms.delivery.look.themes import Chosen
from cms.media.models import HubImage
from cms.models import LookSettings
from home import rights
from home.programmes.publication import LEADS, MODERATORS_TOO, NOBODY, ProgrammePlan, carry_out
from programme.models import NewsPage, ProgrammeWords, TeamProfilePage, WorkStreamPage

from .forms import NewProgrammeForm
from .mixins import ProgrammeAdminMixin

LARGEST_LOGO = 1_000_000  # bytes
FIRST, FURTHER, MOST = 5, 25, 100  # rows that are open, rows that can be unfolded, rows that are taken
ROLES = {
    "": "No account",
    EDITORS: "Writes",
    MODERATORS: "Writes and publishes",
    PROGRAMME_LEADS: "Leads: approves, and answers for the programme",
    VIEWERS: "Reads drafts, and changes nothing",
}


class WordsForm(forms.ModelForm):
    """What the programme calls things."""

    class Meta:
        model = ProgrammeWords
        fields = [f"{name}_{part}" for name in things for part in ("singular", "plural")]

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Return each thing by the product's word for it, with the fields for one and for several."""
        return [
            (thing.singular.capitalize(), self[f"{name}_singular"], self[f"{name}_plural"])
            for name, thing in things.items()
        ]

    @property
    def answer(self) -> dict[str, str]:
        """Return the words that were typed. Others are as they were where the programme begins."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewLookForm(forms.ModelForm):
    """Theme, colours and logo, with the checks of the settings “Look”."""

    logo_file = WagtailImageField(label="Logo", required=False)
    logo_text = forms.CharField(
        label="What the logo shows",
        max_length=150,
        required=False,
        help_text="For people who can't see it, such as “Council of Northshire”.",
    )

    class Meta:
        model = LookSettings
        fields = ("theme", "typeface", *Chosen._fields, "dark_mode")
        widgets = dict.fromkeys(Chosen._fields, ColourInput)

    field_order = ["theme", "accent", "link", "header", "header_text", "dark_mode", "typeface"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The sample of colours asks at the address of a site.
        self.instance.site = Site.objects.filter(is_default_site=True).first()
        # Wagtail's field says how large pictures may be; a logo is smaller.
        self.fields["logo_file"].help_text = (
            "At the left of the header, up to 56 pixels high. One megabyte at most. Choose it again if something else in "
            "this form was wrong."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if logo := data.get("logo_file"):
            if not data.get("logo_text"):
                self.add_error("logo_text", "Describe the logo for readers who can't see it.")
            self._check_logo(logo)
        return data

    def _check_logo(self, logo: Any) -> None:
        if logo.size > LARGEST_LOGO:
            self.add_error("logo_file", "This file is larger than a megabyte. Make the logo smaller.")
            return
        logo.name = logo.name[-100:]
        try:
            HubImage(title="logo", description="logo", file=logo).full_clean(exclude=["collection"])
        except ValidationError as error:
            self.add_error("logo_file", error.messages)

    @property
    def sample(self) -> SimpleNamespace | None:
        """What the sample of colours needs: the schemes, and a look with a site; None in a hub without a site."""
        has_site = self.instance.site_id is not None
        return SimpleNamespace(instance=self.instance, schemes=SamplePanel.BoundPanel.schemes) if has_site else None

    @property
    def answer(self) -> dict[str, Any]:
        """Return the logo, and the look as a whole if any of it was chosen: its colours were checked together."""
        chosen = self.Meta.fields if set(self.Meta.fields) & set(self.changed_data) else ()
        return {name: self.cleaned_data[name] for name in (*chosen, "logo_file", "logo_text")}


class PlannedRowForm(forms.Form):
    """A row. One in which nothing is typed counts for nothing."""

    typed: tuple[str, ...]

    def has_changed(self) -> bool:
        return any((self[name].data or "").strip() for name in self.typed)


class StreamRowForm(PlannedRowForm):
    """A work stream."""

    typed = ("name", "summary")
    name = forms.CharField(max_length=WorkStreamPage._meta.get_field("title").max_length)
    summary = forms.CharField(
        label="In a sentence",
        max_length=WorkStreamPage._meta.get_field("summary").max_length,
        help_text="Its purpose, 250 characters at most.",
    )


class PersonRowForm(PlannedRowForm):
    """A person of the team. `streams` are the names of work streams that are typed in the same form."""

    typed = ("given_name", "family_name", "post", "email")
    given_name = forms.CharField(max_length=TeamProfilePage._meta.get_field("given_name").max_length)
    family_name = forms.CharField(max_length=TeamProfilePage._meta.get_field("family_name").max_length)
    post = forms.CharField(max_length=TeamProfilePage._meta.get_field("post_title").max_length, required=False)
    email = forms.EmailField(
        label="E-mail", max_length=150, required=False, help_text="For an account. Readers never see it."
    )
    role = forms.ChoiceField(label="In this hub", choices=list(ROLES.items()), required=False)
    leads = forms.CharField(label="Leads", required=False, help_text="The name of a work stream above, if any.")
    on_site = forms.BooleanField(label="Shown on the site", required=False, initial=True)

    def __init__(self, *args, streams, **kwargs):
        super().__init__(*args, **kwargs)
        self.streams = streams

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_leads(self) -> str:
        leads = self.cleaned_data["leads"].lower()
        if leads and leads not in self.streams:
            raise ValidationError("No work stream above has this name.")
        return leads

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Give the address to which the invitation goes.")
        if not data.get("role") and not data.get("on_site"):
            self.add_error("on_site", "Show this person on the site, or choose what they do in the hub.")
        if data.get("leads") and not data.get("on_site"):
            self.add_error("on_site", "Readers see who leads, so show this person on the site.")
        return data | {"name": f"{data.get('given_name')} {data.get('family_name')}"}


class PlannedRows(forms.BaseFormSet):
    """The rows of a part. `unique` names fields, or several together, in which no two rows have the same."""

    noun = incomplete = ""
    unique: tuple[tuple[str, ...], ...]

    @property
    def first(self) -> list[tuple[int, forms.Form]]:
        return [*enumerate(self.forms, start=1)][:FIRST]

    @property
    def further(self) -> list[tuple[int, forms.Form]]:
        return [*enumerate(self.forms, start=1)][FIRST:]

    @property
    def is_long(self) -> bool:
        """Whether something is typed in the rows that are folded."""
        return self.is_bound and any(form.has_changed() for _, form in self.further)

    @property
    def answer(self) -> list[dict[str, Any]]:
        """Return the values of the rows in which something is typed."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        for names in self.unique:
            self.refuse_doubles(*names)
        if any(form.errors for form in self.forms):
            raise ValidationError(self.incomplete)

    def refuse_doubles(self, *names: str) -> None:
        """Say at the field if two rows have the same in it, whether or not in capitals."""
        seen: set[tuple[str, ...]] = set()
        for form in self.forms:
            found = tuple(str(getattr(form, "cleaned_data", {}).get(name, "")).lower() for name in names)
            if not all(found):
                continue
            if found in seen:
                form.add_error(names[0], "This is in another row already.")
            seen.add(found)


class WorkStreamFormSet(PlannedRows):
    noun, incomplete = "Work stream", "Some work streams aren't complete."
    unique = (("name",),)


class PeopleRows(PlannedRows):
    noun, incomplete = "Person", "Some people's rows aren't complete."
    unique = (("email",), ("given_name", "family_name"))


def _streams_in(data: Any) -> set[str]:
    """Return the names of the work streams that are typed, in small letters."""
    return {data[name].strip().lower() for name in data or () if re.fullmatch(r"streams-\d+-name", name)}


def _rows(form: type[PlannedRowForm], rows: type[PlannedRows]) -> Any:
    return forms.formset_factory(form, formset=rows, extra=FIRST + FURTHER, max_num=MOST, absolute_max=MOST)


StreamFormSet, PeopleFormSet = _rows(StreamRowForm, WorkStreamFormSet), _rows(PersonRowForm, PeopleRows)


class ApprovalForm(forms.Form):
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


class FirstNewsForm(forms.Form):
    """The first item of news. Without a title there is none."""

    title = forms.CharField(
        max_length=NewsPage._meta.get_field("title").max_length,
        required=False,
        help_text="Such as “Welcome to” and the name. Empty means no news yet.",
    )
    summary = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences, 300 characters at most. Lists and feeds have them.",
    )
    text = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text="Each line becomes a paragraph."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") and not data.get("summary"):
            self.add_error("summary", "Say in a sentence what the news is.")
        elif not data.get("title") and (data.get("summary") or data.get("text")):
            self.add_error("title", "Give it a title, or empty the other fields if there is to be no news yet.")
        return data


@dataclass(frozen=True)
class FormPart:
    """A part of the form: its title, a sentence about it, and its form with the template for it."""

    slug: str
    title: str
    sentence: str
    make: Callable[..., Any]
    template: str = "fields"

    @property
    def template_name(self) -> str:
        return f"home/admin/new_programme/{self.template}.html"


PARTS = (
    FormPart("name", "Name and purpose", "All of it but the key can be changed later.", NewProgrammeForm),
    FormPart(
        "words",
        "Words",
        "What your programme calls things. Leave empty what you call the same, or as where you begin. Write each word as in "
        "the middle of a sentence.",
        WordsForm,
        "words",
    ),
    FormPart(
        "look",
        "Look",
        "Theme, colours and logo. A colour that is hard to read is refused, and the nearest that passes is proposed. Leave "
        "them as they are for the look with which you begin.",
        NewLookForm,
        "look",
    ),
    FormPart(
        "streams",
        "Work streams",
        "The parts of the programme, in the order in which readers see them.",
        partial(StreamFormSet, prefix="streams"),
        "rows",
    ),
    FormPart(
        "people",
        "People",
        "The team. Those who get an account are invited once the programme is made.",
        lambda data=None, files=None: PeopleFormSet(
            data, files, prefix="people", form_kwargs={"streams": _streams_in(data)}
        ),
        "rows",
    ),
    FormPart("approval", "Approval", "Pages are drafts until somebody publishes them.", ApprovalForm),
    FormPart("update", "First news", "News with which readers are welcomed.", FirstNewsForm),
)


def forms_of(data: Any = None, files: Any = None) -> dict[str, Any]:
    """Return the form of each part, with what was sent of it. Of a part that wasn't sent it is as it begins."""
    found = {}
    for part in PARTS:
        form = part.make()
        names = {f"{form.prefix}-{forms.formsets.TOTAL_FORM_COUNT}"} if part.template == "rows" else set(form.fields)
        found[part.slug] = part.make(data, files) if names & set(data or ()) else form
    return found


def wrong_in(form: Any) -> list[BoundField]:
    """Return the fields that are refused, with those of rows."""
    return [field for one in getattr(form, "forms", [form]) for field in one if field.errors]


class ProgrammeAddView(ProgrammeAdminMixin):
    """Makes a programme; `?copy=` names the one that it begins as a copy of. Parts that are left as they are say nothing."""

    request: EditorRequest
    right = rights.ADD
    template_name = "home/admin/new_programme.html"
    page_title = "New programme"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = forms_of()
        found["name"].initial["source"] = request.GET.get("copy", "")
        return self.shown(found=found)

    def post(self, request: EditorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = forms_of(request.POST, request.FILES)
        sent = {slug: form for slug, form in found.items() if form.is_bound}
        # All are asked, so that all that is wrong is said at once.
        refused = [form for form in sent.values() if not form.is_valid()]
        if refused or "name" not in sent:
            return self.shown(422, found=found)
        plan = {
            slug: getattr(form, "answer", form.cleaned_data)
            for slug, form in sent.items()
            if slug != "name" and form.has_changed()
        }
        new, starter, is_public = found["name"].asked(), found["name"].chosen_starter, "publish" in request.POST
        may_invite = request.user.has_perms(("auth.add_user", "auth.change_user"))
        try:
            site, accounts = carry_out(new, starter, plan, request.user, is_public=is_public, invites=may_invite)
        except ValidationError as error:
            messages.error(request, f"Nothing was made. {' '.join(error.messages)}")
            return self.shown(422, found=found)
        self._say_who_is_invited(accounts, plan, may_invite=may_invite)
        if new.hostname and not validate_host(new.hostname, settings.ALLOWED_HOSTS):
            messages.warning(request, f"The people who run the hub must add {new.hostname} to ALLOWED_HOSTS.")
        if is_public:
            messages.success(request, f"“{new.name}” is public.")
            return redirect("programmes")
        messages.success(
            request,
            f"“{new.name}” is there, as a draft: publish its front page, and readers find it. Its groups are under"
            " Settings → Groups; add people to them under Settings → Users.",
        )
        return redirect("wagtailadmin_pages:edit", site.root_page_id)

    def _say_who_is_invited(self, accounts: list[User], plan: ProgrammePlan, *, may_invite: bool) -> None:
        """Invite the people with new accounts. Whom only an administrator may invite is named."""
        sent = [account.email for account in accounts if invite(account, self.request.user)]
        if sent:
            messages.success(self.request, f"Invitations went to {', '.join(sent)}.")
        if len(sent) < len(accounts):
            messages.error(self.request, NOT_SENT)
        waiting = [person["email"] for person in plan.get("people", ()) if person["role"] and not may_invite]
        if waiting:
            messages.warning(self.request, f"To be invited by an administrator: {', '.join(waiting)}.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = kwargs.pop("found")
        return super().get_context_data(
            parts=[(part, found[part.slug]) for part in PARTS],
            wrong=[field for form in found.values() if form.is_bound for field in wrong_in(form)],
            **kwargs,
        )
