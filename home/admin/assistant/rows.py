"""The steps in which things are listed one by one: the work streams and the people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import TOTAL_FORM_COUNT

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.base.own_words import worded
from programme.models import TeamProfilePage, WorkStreamPage

from .forms import StepForm

MORE = 3  # rows that a button adds
MOST = 100
ROLES = {
    "": "No account",
    EDITORS: "Writes",
    MODERATORS: "Writes and publishes",
    PROGRAMME_LEADS: "Leads: approves, and answers for the programme",
    VIEWERS: "Reads drafts, and changes nothing",
}


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
    """A person of the team."""

    typed = ("given_name", "family_name", "post", "email")
    given_name = forms.CharField(max_length=TeamProfilePage._meta.get_field("given_name").max_length)
    family_name = forms.CharField(max_length=TeamProfilePage._meta.get_field("family_name").max_length)
    post = forms.CharField(max_length=TeamProfilePage._meta.get_field("post_title").max_length, required=False)
    email = forms.EmailField(
        label="E-mail", max_length=150, required=False, help_text="For an account. Readers never see it."
    )
    role = forms.ChoiceField(label="In this hub", choices=list(ROLES.items()), required=False)
    leads = forms.ChoiceField(label="Leads", required=False)
    on_site = forms.BooleanField(label="Shown on the site", required=False, initial=True)

    def __init__(self, *args, streams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leads"].choices = [("", "—"), *((name, name) for name in streams)]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Give the address to which the invitation goes.")
        if not data.get("role") and not data.get("on_site"):
            self.add_error("on_site", "Show this person on the site, or choose what they do in the hub.")
        if data.get("leads") and not data.get("on_site"):
            self.add_error("on_site", "Readers see who leads, so show this person on the site.")
        return data | {"name": f"{data.get('given_name')} {data.get('family_name')}"}


class StepRows(StepForm, forms.BaseFormSet):
    """The rows of a step. `unique` names fields, or several together, in which no two rows have the same."""

    incomplete = ""
    unique: tuple[tuple[str, ...], ...]

    @classmethod
    def get_default_prefix(cls) -> str:
        return "row"

    def kept(self, data: dict[str, list[str]], *, more: bool) -> dict[str, list[str]]:
        further = {f"row-{TOTAL_FORM_COUNT}": [str(min(self.total_form_count() + MORE, MOST))]}
        return data | further if more else data

    def answer(self) -> list[dict[str, Any]]:
        """Return the values of the rows in which something is typed."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        for names in self.unique:
            self.refuse_doubles(*names)
        if any(form.errors for form in self.forms):
            raise ValidationError(worded(self.incomplete))

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


class StreamStepRows(StepRows):
    noun, incomplete = "Work stream", "Some work streams aren't complete."
    unique = (("name",),)


class PeopleStepRows(StepRows):
    noun, incomplete = "Person", "Some people's rows aren't complete."
    unique = (("email",), ("given_name", "family_name"))


StreamFormSet = forms.formset_factory(StreamRowForm, formset=StreamStepRows, extra=4, max_num=MOST, absolute_max=MOST)
PeopleFormSet = forms.formset_factory(PersonRowForm, formset=PeopleStepRows, extra=5, max_num=MOST, absolute_max=MOST)
