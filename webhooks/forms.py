"""The form of a webhook, for the admin and the API alike."""

from __future__ import annotations

from django import forms
from wagtail.models import Site

from cms.base.occurrences import kinds
from cms.editing.shown_rows import all_are_shown
from cms.pages.conflicts import GuardedForm
from cms.pages.kinds import page_types
from cms.pages.viewer import request_now
from webhooks.attempts import AddressError, checked


def event_choices() -> list[tuple[str, str]]:
    """Return the events: first those about what readers can see."""
    return [
        (name, kind.label if kind.public else f"{kind.label} (editors’ event)")
        for name, kind in sorted(kinds.items(), key=lambda entry: not entry[1].public)
    ]


def page_type_choices() -> list[tuple[str, str]]:
    """Return the kinds of page, by the labels of their models."""
    return [(model._meta.label_lower, model.page_kind.plural) for model in page_types.values()]


def site_choices() -> list[tuple[str, str]]:
    """Return the sites, by their keys. One statement."""
    return [(str(site.pk), str(site)) for site in Site.objects.order_by("hostname", "port")]


class WebhookForm(GuardedForm):
    """Name, address, and what is sent. The address is resolved: an error at its field says why it isn't allowed."""

    events = forms.MultipleChoiceField(
        choices=event_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Editors’ events are about drafts and messages: tick them only for receivers of your own.",
        error_messages={"required": "Choose at least one event."},
    )
    page_types = forms.MultipleChoiceField(
        label="Kinds of page",
        choices=page_type_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Only events about these. With none ticked, all.",
    )
    sites = forms.MultipleChoiceField(
        choices=site_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Only events about pages of these. With none ticked, all.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        request = request_now()
        if self.for_user and request and not all_are_shown(request):
            self.fields.pop("sites", None)

    @property
    def changed_fields(self) -> list[str]:
        """The fields of the webhook that were changed."""
        return [name for name in self.changed_data if name != "as_opened"]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        try:
            checked(address)
        except AddressError as error:
            raise forms.ValidationError(str(error), code="address") from None
        return address
