"""The form of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html_join
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page, Site

from cms.base.local_texts import worded_label
from cms.base.occurrences import kinds
from cms.editing.shown_rows import all_are_shown
from cms.pages.conflicts import GuardedForm
from cms.pages.kinds import page_types
from cms.pages.viewer import request_now
from webhooks.attempts import AddressError, checked

MOST_PAGES = 20  # of a webhook
LONGEST_KEY = 9  # digits


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


class PageChoosers(forms.Widget):
    """A chooser for each page, and two empty ones for more. Its value is a list of keys."""

    def value_from_datadict(self, data, files, name):
        return [one for one in data.getlist(name) if one != ""]

    def render(self, name, value, attrs=None, renderer=None):
        keys = [key for key in value or [] if str(key).isdecimal()][:MOST_PAGES]
        empty = min(2, MOST_PAGES - len(keys))
        first = (attrs or {}).get("id", f"id_{name}")
        ids = [first, *(f"{first}_{place}" for place in range(1, len(keys) + empty))]
        chooser = AdminPageChooser()
        rendered = [
            chooser.render(name, key, {"id": id_}) for id_, key in zip(ids, [*keys, *[None] * empty], strict=True)
        ]
        return format_html_join("", "{}", ((one,) for one in rendered))

    @property
    def media(self):
        return AdminPageChooser().media


class PagesField(forms.Field):
    """Keys of pages, sorted."""

    widget = PageChoosers

    def to_python(self, value: Any) -> list[int]:
        given = [str(one) for one in value or []]
        if wrong := [one for one in given if not one.isdecimal() or len(one) > LONGEST_KEY]:
            raise forms.ValidationError(f"There is no page {wrong[0][:20]}.")
        if len(given) > MOST_PAGES:
            raise forms.ValidationError(f"Choose {MOST_PAGES} pages at most.")
        return sorted({int(one) for one in given})


class WebhookForm(GuardedForm):
    """Name, address, and what is sent. The address is resolved: an error at its field says why it isn't allowed."""

    events = forms.MultipleChoiceField(
        choices=event_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Editors’ events are about drafts and messages: tick them only for receivers of your own.",
        error_messages={"required": "Choose at least one event."},
    )
    pages = PagesField(
        label="Single pages",
        required=False,
        help_text=worded_label(
            "Only events about these and about what belongs to them: to a work stream or audience, its news, publications and "
            "so on; to a group, its meetings; to a recommendation or action, news about it. With none chosen, all."
        ),
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

    def clean_pages(self) -> list[int]:
        """Return the keys. Those of pages that are gone stay: without them, the webhook would be sent everything."""
        keys, kept = self.cleaned_data["pages"], set(self.instance.pages)
        there = set(Page.objects.filter(pk__in={*keys, *kept}, depth__gt=1).values_list("pk", flat=True))
        if unknown := [key for key in keys if key not in there | kept]:
            raise forms.ValidationError(f"There is no page {unknown[0]}.")
        return sorted(there.intersection(keys) | (kept - there))

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        try:
            checked(address)
        except AddressError as error:
            raise forms.ValidationError(str(error), code="address") from None
        return address
