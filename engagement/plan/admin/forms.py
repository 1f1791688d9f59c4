"""The forms of the plan: what it shows, and the day to which something is moved."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

from django import forms
from wagtail.models import Page

from cms.base.date_fields import DayField
from cms.base.local_texts import worded_label
from cms.base.typed_dates import Towards
from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel
from engagement.models import PlanItem
from engagement.plan import grid
from engagement.plan.entries import PlanEntry
from programme.admin.forms import StreamField, streams_to_choose


class AddressDayField(DayField):
    """A day that links give as in ISO 8601, and people as they type it; it is shown to them in that way."""

    def prepare_value(self, value: Any) -> Any:
        with suppress(TypeError, ValueError):
            value = datetime.date.fromisoformat(value)
        return super().prepare_value(value)


class PlanFilterForm(forms.Form):
    """Which rows and columns the plan has, and which entries. What is wrong is said at its field and narrows nothing."""

    by = forms.ChoiceField(choices=list(grid.ROWS.items()), required=False, label="Rows")
    unit = forms.ChoiceField(choices=list(grid.UNITS.items()), required=False, label="Columns")
    begin = AddressDayField(required=False, label="Beginning with", towards=Towards.NEXT)
    audience = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="For whom")
    channel = forms.ChoiceField(choices=[("", "All"), *PlanChannel.choices], required=False, label="Channel")
    message = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=worded_label("Key message"))
    stream = StreamField()
    responsible = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Responsible")

    def __init__(
        self,
        *args: Any,
        asked: DeskContext,
        audiences: dict[int, str],
        messages: dict[int, str],
        people: dict[int, str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        chosen: dict[str, dict[int, str]] = {"audience": audiences, "message": messages, "responsible": people}
        for name, names in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", "All"), *names.items()]
        stream = self.fields["stream"]
        assert isinstance(stream, forms.ModelChoiceField)  # noqa: S101
        stream.queryset = streams_to_choose(asked).only("title", "path")

    @property
    def given(self) -> dict[str, Any]:
        """The valid values."""
        self.is_valid()
        return self.cleaned_data

    def begins(self, today: datetime.date) -> datetime.date:
        """Return the day with whose week or month the plan begins."""
        return self.given.get("begin") or today

    def shows(self, entry: PlanEntry) -> bool:
        """Say whether an entry meets the filters."""
        given = self.given
        return (
            (not given.get("audience") or given["audience"] in entry.audiences)
            and (not given.get("channel") or given["channel"] == entry.channel)
            and (not given.get("message") or given["message"] in entry.messages)
            and (not given.get("stream") or given["stream"].pk in entry.streams)
            and (not given.get("responsible") or given["responsible"] == entry.responsible)
        )


class PlanMoveForm(forms.Form):
    """An item, or a draft that no item leads to, and the day that it is moved to."""

    item = forms.ModelChoiceField(PlanItem.objects.none(), required=False, widget=forms.HiddenInput)
    page = forms.ModelChoiceField(Page.objects.all(), required=False, widget=forms.HiddenInput)
    day = DayField(label="Day", towards=Towards.NEXT)
    # The query of the plan that was looked at.
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: DeskContext, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = PlanItem.objects.filter(asked.rows())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("item") and not given.get("page") and not self.errors:
            raise forms.ValidationError("It isn't there any more.")
        return given
