"""The forms of programmes: what a new one is to be, its changes, and the day on which it ends."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import slugify
from wagtail.models import Site

from cms.accounts.programme_roles import LONGEST_NAME
from cms.base.date_fields import DayField
from cms.base.dates import today
from cms.base.free_names import first_free
from cms.models import ProgrammeSite
from cms.sites.default import default_site
from home.programmes.services import NewProgramme, has_programmes, name_of
from home.programmes.starters import Starter, starters
from programme.models import ProgrammeSettings

BELOW, OWN_HOST = "path", "host"
HOST = RegexValidator(
    r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
    "Write the host alone, such as “energy.example.org”: no https:// and no path.",
    flags=re.IGNORECASE,
)
HTTPS = 443


def site_choices() -> list[tuple[str, str]]:
    """Return the sites by the names of their programmes."""
    sites = Site.objects.select_related("programme_site").order_by("-is_default_site", "site_name")
    return [(str(site.pk), site.site_name or site.hostname) for site in sites]


class AddressForm(forms.Form):
    """Checks a programme's address: a host of its own, or the first part of the path at another's."""

    instance: Site | None = None

    def clean_hostname(self) -> str:
        hostname = self.cleaned_data["hostname"].lower()
        others = Site.objects.filter(hostname__iexact=hostname).exclude(pk=self.instance.pk if self.instance else None)
        if hostname and others.exists():
            raise ValidationError(f"{name_of(others.first())} is at “{hostname}”. Choose another host.")
        return hostname

    def clean_address(self, data: dict[str, Any]) -> None:
        """Say at the right field what is wrong with the address, and leave the other kind's field empty."""
        if data.get("place") == OWN_HOST:
            data["path"], data["host"] = "", None
            if not data.get("hostname") and "hostname" not in self.errors:
                self.add_error("hostname", "Name the host, or choose an address below another site.")
            return
        data["hostname"] = ""
        data["host"] = Site.objects.filter(pk=data.get("below") or 0).select_related("root_page").first()
        if not data.get("path"):
            if "path" not in self.errors:
                self.add_error("path", "Give the first part of the address, or choose a host of its own.")
            return
        record = ProgrammeSite(key=data.get("key") or "k", path=data["path"], host=data["host"])
        try:
            record.clean()
        except ValidationError as error:
            for message in error.messages:
                self.add_error("path", message)
            return
        taken = ProgrammeSite.objects.filter(host=data["host"], path=data["path"])
        taken = taken.exclude(site=self.instance) if self.instance else taken
        if taken.exists():
            self.add_error("path", f"{name_of(taken.get().site)} is at /{data['path']}/. Choose another word.")


class PlaceFieldsForm(AddressForm):
    """Name and address. `instance` is the site of the programme that is changed."""

    name = forms.CharField(max_length=LONGEST_NAME, help_text="The programme's full name.")
    short_name = forms.CharField(
        max_length=20, required=False, label="Short name", help_text="Its short form, if it has one."
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences, 300 characters at most. Readers see them on the front page.",
    )
    place = forms.ChoiceField(
        label="Address",
        choices=[(BELOW, "Below another site of this hub"), (OWN_HOST, "At a host of its own")],
        initial=BELOW,
        widget=forms.RadioSelect,
    )
    below = forms.ChoiceField(label="Below which site?", required=False)
    path = forms.SlugField(
        label="First part of the address",
        max_length=40,
        required=False,
        help_text="Such as “energy” in www.example.org/energy/. Small letters, figures and hyphens.",
    )
    hostname = forms.CharField(
        label="Host",
        max_length=253,
        required=False,
        validators=[HOST],
        help_text="Such as “energy.example.org”. The people who run the hub must let it answer there.",
    )

    def __init__(self, *args, instance: Site | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        hosts = Site.objects.exclude(programme_site__path__gt="").order_by("-is_default_site", "pk")
        hosts = hosts.exclude(pk=instance.pk) if instance else hosts
        below = cast(forms.ChoiceField, self.fields["below"])
        below.choices = [(str(site.pk), site.site_name or site.hostname) for site in hosts]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = ProgrammeSettings.objects.filter(name__iexact=name).exclude(site=self.instance)
        if same.exists() or Site.objects.filter(site_name__iexact=name).exclude(
            pk=self.instance.pk if self.instance else None
        ):
            raise ValidationError("A programme of this hub has that name. Choose one that tells them apart.")
        return name

    def clean_path(self) -> str:
        return self.cleaned_data["path"].lower()

    def drop_address(self) -> None:
        """Take the address out of the form: that of the default site is a setting of the server."""
        for name in ("place", "below", "path", "hostname"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "place" in self.fields:
            self.clean_address(data)
        return data


class NewProgrammeForm(PlaceFieldsForm):
    """With what a programme begins, its name, purpose and contact, and its address unless it is the hub's first."""

    starter = forms.ChoiceField(label="Begin with", required=False, widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label="Or with a copy",
        required=False,
        help_text="A copy has the lists, plain pages and settings of the other programme, but none of its items.",
    )
    organisation = forms.CharField(
        max_length=120, required=False, label="Who runs it", help_text="The organisation, as readers know it."
    )
    contact_email = forms.EmailField(
        required=False, label="Address for readers", help_text="A shared mailbox, never a person's own address."
    )
    key = forms.SlugField(
        max_length=40,
        required=False,
        help_text="A short name for programs and files, such as “energy”. It never changes. Small letters, figures and "
        "hyphens. If it is empty, it is made from the name.",
    )
    signposts = forms.BooleanField(
        required=False,
        help_text="Services that help its readers. They become its own, to be changed or deleted. A copy has those of the "
        "other programme anyway.",
    )

    field_order = [
        *("starter", "source", "name", "short_name", "purpose", "organisation", "contact_email", "key"),
        *("place", "below", "path", "hostname", "signposts"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starter"].choices = [
            ("", "The standard lists"),
            *((key, str(starter)) for key, starter in starters().items()),
        ]
        self.fields["source"].choices = [("", "—"), *((key, f"A copy of {name}") for key, name in site_choices())]
        self.first, self.is_first = default_site(), not has_programmes()
        if self.is_first:
            self.drop_address()
            del self.fields["signposts"], self.fields["source"]  # there are none
        elif self.first:
            self.fields["signposts"].label = f"Take over the signposts of {name_of(self.first)}"

    def clean_key(self) -> str:
        key = self.cleaned_data["key"].lower()
        if not key:
            named = self.data.get("short_name") or self.data.get("name") or ""
            taken_keys = set(ProgrammeSite.objects.values_list("key", flat=True))
            return first_free(slugify(named)[:36] or "programme", taken_keys)
        if taken := ProgrammeSite.objects.filter(key=key).select_related("site").first():
            raise ValidationError(f"“{key}” is the key of {name_of(taken.site)}. Choose another.")
        return key

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starter") and data.get("source"):
            self.add_error("source", "Choose a beginning or a copy: a programme can't have both.")
        return data

    @property
    def chosen_starter(self) -> Starter | None:
        return starters().get(self.cleaned_data["starter"])

    def asked(self) -> NewProgramme:
        """Return the programme that the form describes."""
        data = self.cleaned_data
        source = Site.objects.filter(pk=data.get("source") or 0).select_related("root_page").first()
        return NewProgramme(
            name=data["name"],
            key=data["key"],
            short_name=data["short_name"],
            purpose=data["purpose"],
            hostname=data.get("hostname", ""),
            port=HTTPS,
            path=data.get("path", ""),
            host=data.get("host"),
            source=source,
            signposts_of=source or (self.first if data.get("signposts") else None),
            is_first=self.is_first,
            organisation=data["organisation"],
            contact_email=data["contact_email"],
        )


class ProgrammePlaceForm(PlaceFieldsForm):
    """The name and the address of a programme, and whether it is the organisation's own site."""

    spans_programmes = forms.BooleanField(
        label="The organisation’s own site",
        required=False,
        help_text="Its lists, feeds and search have the public pages of all programmes.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance and self.instance.is_default_site:
            self.drop_address()


class EndForm(forms.Form):
    """The day on which a programme ends, and its successor."""

    since = DayField(
        label="Last day", initial=today, required=False, help_text="The last day of the programme. Empty means today."
    )
    successor = forms.URLField(
        label="Successor",
        required=False,
        assume_scheme="https",
        help_text="The full address of the programme or page that takes over, if there is one.",
    )

    def __init__(self, *args, own_address: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_address = own_address

    def clean_successor(self) -> str:
        successor = self.cleaned_data["successor"]
        if successor.rstrip("/") == self.own_address.rstrip("/"):
            raise ValidationError("That is the address of this programme itself. Give that of its successor.")
        return successor


class ClosingForm(EndForm):
    sure = forms.BooleanField(
        label="I understand that readers no longer find its pages.",
        error_messages={"required": "Tick this to close the programme."},
    )
