"""The public's forms: validation and messages, for the site's pages and the mutations. Templates lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.base.own_words import worded
from cms.delivery.public_forms import TrapForm
from newsletter.choices import FollowingFrequency, Source
from newsletter.models import Following, MailingList
from newsletter.people.addresses import Address, InvalidAddressError, normalise
from newsletter.people.followings import ask_to_follow
from newsletter.people.limits import address_may_ask
from newsletter.people.subscriptions import Interest, NotAllowedError, ask_to_join
from programme.models import Audience, WorkStreamPage


class AddressField(forms.CharField):
    """Takes an e-mail address and gives an `Address`."""

    def __init__(self):
        super().__init__(required=False, strip=True)

    def clean(self, value: str) -> Address:
        try:
            return normalise(super().clean(value))
        except InvalidAddressError as error:
            raise ValidationError(str(error), code=error.code) from None


class ObjectsField(forms.MultipleChoiceField):
    """Takes the keys of some of the objects and gives the objects. `key` is the field that has them."""

    def __init__(self, objects: Iterable[MailingList | Interest], unknown: str, key: str):
        self.objects = {str(getattr(one, key)): one for one in objects}
        super().__init__(
            required=False,
            choices=[(key, str(one)) for key, one in self.objects.items()],
            error_messages={"invalid_choice": unknown},
        )

    def clean(self, value: list[str]) -> list[Any]:
        return [self.objects[key] for key in dict.fromkeys(super().clean(value))]


class ChoiceForm(forms.Form):
    """Lists, and what interests somebody; `key` is the field of each by which it is named."""

    def __init__(
        self,
        lists: list[MailingList],
        streams: Iterable[WorkStreamPage],
        audiences: Iterable[Audience],
        *args,
        key: str = "pk",
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["lists"] = ObjectsField(lists, "Choose from the lists below.", key)
        self.fields["interests"] = ObjectsField(streams, worded("Choose from the work streams below."), key)
        self.fields["audiences"] = ObjectsField(audiences, "Choose from the audiences below.", key)

    @property
    def chosen(self) -> list[Interest]:
        """The work streams and audiences that were chosen."""
        return [*self.cleaned_data["interests"], *self.cleaned_data["audiences"]]


class SubscribeForm(ChoiceForm, TrapForm):
    """E-mail address, lists if there are several, interests. No box is ticked beforehand."""

    page = forms.CharField(required=False)

    def __init__(self, lists: list[MailingList], *args, **kwargs):
        super().__init__(lists, *args, **kwargs)
        self.offered = lists
        self.fields["email"] = AddressField()
        self.order_fields(["email", "lists", "interests", "audiences"])

    def ask(self, words: str, source: Source, page: str) -> None:
        """Record the valid request, unless there were too many for the address: the answer is the same. `words` is the text
        at the form."""
        address = self.cleaned_data["email"]
        if address_may_ask(address.normalised):
            ask_to_join(address, self.cleaned_data["lists"], self.chosen, page=page, source=source, words=words)

    def clean_lists(self) -> list[MailingList]:
        chosen = self.offered if len(self.offered) == 1 else self.cleaned_data["lists"]
        if not chosen:
            raise ValidationError("Choose what you want to get.", code="required")
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for mailing_list in data.get("lists", []):
            if data.get("email") and not mailing_list.allows(data["email"].normalised):
                self.add_error("email", ValidationError(str(NotAllowedError(mailing_list)), code="not_allowed"))
        return data


class FollowForm(TrapForm):
    """E-mail address, and when to get letters. If there is one choice, it needn't be made."""

    def __init__(self, frequencies: list[FollowingFrequency], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.frequencies = frequencies
        self.fields["email"] = AddressField()
        self.fields["frequency"] = forms.ChoiceField(
            required=False,
            choices=[(one.value, one.label) for one in frequencies],
            error_messages={"invalid_choice": "Choose when you want to hear from us."},
        )
        self.order_fields(["email", "frequency"])

    def ask(self, words: str, source: Source, page: Page, site: Site | None) -> None:
        """Record the valid request to follow a page, unless there were too many for the address, as with lists."""
        address, frequency = self.cleaned_data["email"], self.cleaned_data["frequency"]
        if address_may_ask(address.normalised):
            ask_to_follow(address, page, frequency, site=site, source=source, words=words)

    def clean_frequency(self) -> FollowingFrequency:
        return FollowingFrequency(self.cleaned_data["frequency"] or FollowingFrequency.AT_ONCE)


class PreferencesLinkForm(TrapForm):
    """The address of somebody who wants the link to their own page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()


STOP = "stop"


class PreferencesForm(ChoiceForm):
    """Lists and interests. Nothing ticked means no list, so a request must show that the form was sent.

    A page that isn't named is followed as before.
    """

    shown = forms.CharField(error_messages={"required": "Nothing was saved. Choose again and save."})

    def __init__(self, *args, followings: Iterable[Following] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.followings = {f"follow-{one.pk}": one.pk for one in followings}
        for name in self.followings:
            self.fields[name] = forms.ChoiceField(
                required=False,
                choices=[*FollowingFrequency.choices, (STOP, "Stop")],
                error_messages={"invalid_choice": "Choose when you want to hear from us."},
            )

    @property
    def followed(self) -> dict[int, FollowingFrequency | None]:
        """What was chosen for each of the followings that were named, by their keys; None to stop."""
        chosen = {key: self.cleaned_data[name] for name, key in self.followings.items() if self.cleaned_data[name]}
        return {key: None if value == STOP else FollowingFrequency(value) for key, value in chosen.items()}
